// worker/pixels: a frame's pixels as RGBA in the core's memory: by VideoFrame.copyTo where it converts, else by a canvas.

export type Source = VideoFrame | ImageBitmap;

/** Width and height as shown. */
export function sizeOf(source: Source): { width: number; height: number } {
  if ('displayWidth' in source) return { width: source.displayWidth, height: source.displayHeight };
  return { width: source.width, height: source.height };
}

export class PixelReader {
  #canvas: OffscreenCanvas | undefined;
  #context: OffscreenCanvasRenderingContext2D | undefined;
  #copies = true; // until a browser says that it does not convert

  /** Writes width x height pixels of `source` into what `target` gives, which is asked for when they are there. */
  async read(source: Source, width: number, height: number, target: () => Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#copies && 'copyTo' in source && this.#whole(source, width, height)) {
      try {
        await source.copyTo(target(), { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions);
        return;
      } catch {
        this.#copies = false;
      }
    }
    target().set(this.#draw(source, width, height));
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
