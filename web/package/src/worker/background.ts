// worker/background: pictures behind the person as pixels: a given one, or the checkerboard that shows transparency.

const squares = 32; // of the checkerboard along the longer side
const light = 235;
const dark = 205;

function checkerboard(width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  const side = Math.max(4, Math.round(Math.max(width, height) / squares));
  for (let y = 0, i = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x, i += 4) {
      image.data.fill((Math.floor(x / side) + Math.floor(y / side)) % 2 ? dark : light, i, i + 3);
      image.data[i + 3] = 255;
    }
  }
  return image;
}

/** RGBA of `picture`, not larger than twice the frame, or the checkerboard of the frame's size. */
export function backgroundPixels(picture: ImageBitmap | undefined, width: number, height: number): ImageData {
  if (!picture) return checkerboard(width, height);
  const scale = Math.min(1, Math.max((2 * width) / picture.width, (2 * height) / picture.height));
  const canvas = new OffscreenCanvas(Math.ceil(picture.width * scale), Math.ceil(picture.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas can be made');
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
