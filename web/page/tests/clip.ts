// tests/clip: a camera's pictures whose pixels are known: Y4M, which Chromium takes for its camera.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Frame {
  width: number;
  height: number;
  /** R G B A for each pixel. */
  data: Uint8Array | Uint8ClampedArray;
}

/** One colour left, another one right; a clip can be seen to be mirrored. */
export function halves(
  left: [number, number, number],
  right: [number, number, number],
  width = 320,
  height = 240,
): Frame {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) data.set([...(at % width < width / 2 ? left : right), 255], 4 * at);
  return { width, height, data };
}

/** Writes frames (all of one even size) as 4:2:0 in BT.601, limited range. */
export function writeClip(path: string, frames: Frame[], rate = 30): void {
  const [first] = frames;
  if (!first) throw new Error('a clip needs a frame');
  const parts: Uint8Array[] = [text(`YUV4MPEG2 W${first.width} H${first.height} F${rate}:1 Ip A1:1 C420jpeg\n`)];
  for (const frame of frames) parts.push(text('FRAME\n'), planes(frame));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.concat(parts));
}

const text = (line: string) => new TextEncoder().encode(line);

function planes({ width, height, data }: Frame): Uint8Array {
  const luma = width * height;
  const out = new Uint8Array(luma + luma / 2);
  const at = (x: number, y: number) =>
    [0, 1, 2].map((channel) => data[4 * (y * width + x) + channel] ?? 0) as [number, number, number];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = at(x, y);
      out[y * width + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
      if (x % 2 || y % 2) continue;
      const small = (y / 2) * (width / 2) + x / 2;
      out[luma + small] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
      out[luma + luma / 4 + small] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
    }
  }
  return out;
}
