// web/core/core: the types of core.mjs.

export declare class CoreError extends Error {
  readonly code: number;
  readonly field: string;
}

/** One entry of segme_options(). */
export interface Kind {
  name: string;
  summary: string;
  options: { name: string; type: string; help: string; default: string; range: string }[];
}

export declare function loadCore(wasm: WebAssembly.Module | BufferSource): Promise<Core>;

export declare class Core {
  readonly version: string;
  readonly memoryBytes: number;
  options(): { refine: Kind[]; background: Kind[]; render: Kind[] };
  /** `card` is a card.json; outputs are `outputWidth` x `outputHeight`; `recipe` is that of segme_pipeline_new_with(). */
  pipeline(
    card: Record<string, unknown>,
    outputWidth: number,
    outputHeight: number,
    recipe: Record<string, string>,
  ): CorePipeline;
}

/** How 4:2:0 lies: chroma as pairs of U and V (NV12) or as two planes (I420), and what its numbers mean. */
export interface Planes {
  together: boolean;
  bt601: boolean;
  fullRange: boolean;
}

export declare class CorePipeline {
  readonly width: number;
  readonly height: number;
  resize(width: number, height: number): void;
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly answer: Float32Array<ArrayBuffer>;
  readonly frame: Uint8Array<ArrayBuffer>;
  prepare(mirror?: boolean): Float32Array<ArrayBuffer>;
  preparePlanes(planes: Planes, mirror?: boolean): Float32Array<ArrayBuffer>;
  prepareFrame(): Float32Array<ArrayBuffer>;
  process(seconds: number): Uint8Array<ArrayBuffer>;
  find(seconds: number): Uint8Array<ArrayBuffer>;
  matte(): Uint8Array<ArrayBuffer>;
  times(): { refine: number; render: number };
  set(key: string, value: string): void;
  get(key: string): string;
  setBackground(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): void;
  reset(): void;
  close(): void;
}
