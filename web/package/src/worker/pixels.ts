// worker/pixels: a frame's pixels in the core's memory: the planes of a VideoFrame as they are where the core can convert
// them, else RGBA by VideoFrame.copyTo where it converts, else RGBA by a canvas.
import type { Planes } from '../../../core/core.mjs';

export type Source = VideoFrame | ImageBitmap;

/** Width and height as shown. */
export function sizeOf(source: Source): { width: number; height: number } {
  if ('displayWidth' in source) return { width: source.displayWidth, height: source.displayHeight };
  return { width: source.width, height: source.height };
}

/** What the core needs to know of a frame's planes; nothing where it cannot convert them just as the browser does. */
export function planesOf(frame: Pick<VideoFrame, 'format' | 'colorSpace' | 'visibleRect'>): Planes | undefined {
  const { format, colorSpace, visibleRect } = frame;
  const { matrix, fullRange } = colorSpace;
  const unsaid = matrix === null && fullRange === null; // the browser takes it for BT.601, whatever its size
  const bt601 = unsaid || matrix === 'smpte170m' || matrix === 'bt470bg';
  const known = unsaid || ((bt601 || matrix === 'bt709') && fullRange !== null);
  const even = visibleRect && visibleRect.x % 2 === 0 && visibleRect.y % 2 === 0;
  if (!known || !even || (format !== 'I420' && format !== 'NV12')) return undefined;
  return { together: format === 'NV12', bt601, fullRange: fullRange ?? false };
}

export class PixelReader {
  #canvas: OffscreenCanvas | undefined;
  #context: OffscreenCanvasRenderingContext2D | undefined;
  #copies = true; // until a browser says that it does not convert

  /** Writes width x height pixels of `source` into what `target` gives, which is asked for when they are there: RGBA, or
   * the planes that are returned. */
  async read(
    source: Source,
    width: number,
    height: number,
    target: () => Uint8Array<ArrayBuffer>,
  ): Promise<Planes | undefined> {
    if (this.#copies && 'copyTo' in source && this.#whole(source, width, height)) {
      try {
        const planes = planesOf(source);
        if (planes) {
          await source.copyTo(target());
          return planes;
        }
        await source.copyTo(target(), { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions);
        return undefined;
      } catch {
        this.#copies = false;
      }
    }
    target().set(this.#draw(source, width, height));
    return undefined;
  }

  /** Whether its pixels are those that are shown: not scaled, not turned, not cut. */
  #whole(frame: VideoFrame, width: number, height: number): boolean {
    const { visibleRect } = frame;
    const turned = (frame as VideoFrame & { rotation?: number; flip?: boolean }).rotation;
    return !turned && visibleRect?.width === width && visibleRect.height === height;
  }

  #draw(source: Source, width: number, height: number): Uint8ClampedArray {
    if (!this.#canvas || this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height);
      this.#context = undefined;
    }
    this.#context ??= this.#canvas.getContext('2d', { willReadFrequently: true }) ?? undefined;
    if (!this.#context) throw new Error('no 2D canvas can be made');
    this.#context.clearRect(0, 0, width, height);
    this.#context.drawImage(source, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }
}
