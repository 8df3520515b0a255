// sources/photo: a photo that was chosen, dropped or pasted, upright and as pixels.
import { Failure } from '../failure';
import type { Source } from './source';

/** About what a phone's browser can hold several times over: 50 million pixels are 200 MB. */
const mostPixels = 50e6;

/** Throws a Failure. */
export async function openPhoto(file: File): Promise<Source> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Failure('photoUnreadable', { name: file.name });
  });
  const { width, height } = picture;
  if (width * height > mostPixels) {
    picture.close();
    throw new Failure('photoTooLarge', { name: file.name, width, height });
  }
  return { kind: 'photo', picture, close: () => picture.close() };
}

/** A file that was dropped or pasted, by what it says it is. Throws a Failure. */
export function kindOf(file: File): 'photo' | 'video' {
  if (file.type.startsWith('image/')) return 'photo';
  if (file.type.startsWith('video/')) return 'video';
  throw new Failure('notMedia', { name: file.name });
}
