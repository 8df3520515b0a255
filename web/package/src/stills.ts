// package/stills: a still in any form the browser can draw, as an ImageBitmap of its own.
import { Failure } from './errors';
import type { Still } from './types';

const mostPixels = 50_000_000; // about 600 MB in the core's memory, as frame, picture and matte

export async function bitmapOf(image: Still): Promise<ImageBitmap> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('picture', `the picture cannot be read: ${why}. Give a JPEG, PNG or WebP.`);
  }
  const pixels = bitmap.width * bitmap.height;
  if (pixels > 0 && pixels <= mostPixels) return bitmap;
  bitmap.close();
  throw new Failure('picture', `a picture of ${pixels} pixels is too large. Make it smaller than ${mostPixels}.`);
}
