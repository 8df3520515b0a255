// A camera of which all is known: a y4m file for Chromium's fake camera, drawn from a picture that moves sideways.
import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes `count` frames; pixel(x, y, frame) gives red, green, blue. */
export function writeCamera(path, width, height, count, pixel) {
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`);
  const luma = new Uint8Array(width * height);
  const blue = new Uint8Array((width / 2) * (height / 2));
  const red = new Uint8Array(blue.length);
  for (let frame = 0; frame < count; ++frame) {
    for (let y = 0; y < height; ++y) {
      for (let x = 0; x < width; ++x) {
        const [r, g, b] = pixel(x, y, frame);
        luma[y * width + x] = 16 + (65.5 * r + 128.6 * g + 25 * b) / 255;
        if (x % 2 || y % 2) continue;
        const at = (y / 2) * (width / 2) + x / 2;
        blue[at] = 128 + (-37.8 * r - 74.2 * g + 112 * b) / 255;
        red[at] = 128 + (112 * r - 93.8 * g - 18.2 * b) / 255;
      }
    }
    writeSync(file, 'FRAME\n');
    for (const plane of [luma, blue, red]) writeSync(file, plane);
  }
  closeSync(file);
}
