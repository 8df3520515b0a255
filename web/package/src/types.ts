// package/types: the face of the package, and all that the page, a call or a test may rely on. The segmenter takes camera
// frames or a still, finds the person in a worker, and draws the picture; nothing leaves the machine.

/** Levels from quick to fine; each one works with more pixels or a better net than the one before. */
export type Level = 'fast' | 'balanced' | 'accurate';
/** 'auto' goes down a level when `targetFps` is missed for some seconds, and up again when there is room. */
export type Quality = Level | 'auto';

/** How a background picture or video is laid out: cover all, show all, or as it is in the middle. */
export type Fit = 'fill' | 'fit' | 'centre';

/** What lies behind the person. Strengths are radii in hundredths of the frame's longer side. */
export type Background =
  /** A checkerboard in a track (which has no alpha), transparent in a still. */
  | 'none'
  /** 0.1..20 */
  | { blur: number }
  /** The disc's radius 0.1..10, and how much bright points shine, 0..1 [0.5]. */
  | { bokeh: number; highlights?: number }
  /** '#rrggbb' */
  | { colour: string }
  /** Any size; it is copied, so that the caller may close it at once. */
  | { picture: ImageBitmap; fit?: Fit }
  /** A live track, for example of a playing video element; the caller keeps it alive. */
  | { video: MediaStreamTrack; fit?: Fit };

/** What is drawn: the composite, the matte in grey (white is person), or the frame with the person in red. */
export type View = 'picture' | 'matte' | 'overlay';

/** All that `update` can change while frames flow; each holds from the next frame on. */
export interface Look {
  background: Background;
  view: View;
  /** Matte value in the middle of the edge, 0.05..0.95 [0.5]; more keeps less. */
  threshold: number;
  /** Width of the edge around the threshold in matte values, 0..1 [1]: 1 leaves the matte as it is, 0 is hard. */
  feather: number;
  /** A firmer edge: t * t * (3 - 2 * t) over the range that threshold and feather span. */
  smoothStep: boolean;
  /** Strength 0..1 [0]: the person takes on the colours of the background. */
  colourTransfer: number;
  /** Strength 0..2 [0]: light of the background around the person's edge. */
  lightWrap: number;
  /** Stills alone, strength 0..2 [0]: gain and shift of the person's colours by a small net. */
  harmonise: number;
  /** Stills alone: Poisson blending of the person into the background, on its lower border. Not with 'none'. */
  seamlessClone: boolean;
  /** Turns the frame left to right before all else. A background picture is not turned. */
  mirror: boolean;
  quality: Quality;
  /** What 'auto' holds [28]. */
  targetFps: number;
}

export interface SegmenterOptions extends Partial<Look> {
  /** Where the package's `assets` folder is served [beside the module]. */
  assets?: string | URL;
  /** Threads of the engine [2, or 1 where the page is not cross-origin isolated]. */
  threads?: number;
  /** Who runs the net ['auto']: 'auto' measures at the start. */
  engine?: 'auto' | 'webgpu' | 'wasm';
  /** Who draws ['auto']: 'auto' measures at the start. */
  renderer?: 'auto' | 'webgl2' | 'wasm';
  /** Called while files load: bytes so far and in all (0 where unknown). */
  progress?: (loaded: number, total: number) => void;
}

/** Medians over the last second, milliseconds. */
export interface Stages {
  /** Frame to pixels the net can read. */
  read: number;
  infer: number;
  refine: number;
  render: number;
  /** From the frame's arrival to the picture handed on. */
  total: number;
}

/** What really runs. */
export interface Running {
  /** 'portrait_fast' */
  model: string;
  level: Level;
  engine: 'webgpu' | 'wasm';
  threads: number;
  renderer: 'webgl2' | 'wasm';
  /** Why this renderer: 'webgl2 2.1 ms, wasm 3.4 ms', or 'no WebGL2'. */
  rendererReason: string;
  /** How frames come: MediaStreamTrackProcessor in the worker, or requestVideoFrameCallback. */
  frames: 'processor' | 'callback' | 'none';
  /** Version of the package and of the core. */
  version: string;
}

export interface Statistics {
  /** Pictures drawn in the last second. */
  fps: number;
  stages: Stages;
  /** Frames that were taken but gave way to newer ones, since attach(); the browser may have left out others. */
  dropped: number;
  /** Of the picture, pixels. */
  width: number;
  height: number;
  running: Running;
}

/** Ends what was asked for (thrown, or the event 'error'), or only limits it (the event 'warning'). */
export type ErrorCode =
  | 'no-simd' // WebAssembly or its SIMD is missing
  | 'asset' // a file of the package could not be loaded
  | 'model' // the engine refused the net
  | 'no-webgl' // warning: the core draws instead
  | 'not-isolated' // warning: one thread, as SharedArrayBuffer is missing
  | 'not-in-core' // this build of the core lacks what was asked for (seamlessClone, harmonise)
  | 'track' // it is no live video track
  | 'picture' // the still cannot be read, is empty or too large
  | 'option' // a value out of range; nothing was changed
  | 'memory'
  | 'closed'
  | 'worker'; // the worker ended unexpectedly

/** The sentence in `message` is English, for developers; pages translate `code`. */
export interface SegmenterError extends Error {
  readonly code: ErrorCode;
  /** The option, file or value meant, or ''. */
  readonly field: string;
}

export interface SegmenterEvents {
  /** Once a second while frames flow, and after each still. */
  statistics: Statistics;
  /** The first picture of a track was handed on. */
  first: { milliseconds: number };
  /** 'auto' chose another level. */
  level: { level: Level; fps: number };
  warning: SegmenterError;
  error: SegmenterError;
  /** The attached track ended (unplugged, stopped): its last picture stays. */
  ended: { track: MediaStreamTrack };
}

/** What this build and this browser can do. */
export interface Capabilities {
  levels: readonly Level[];
  /** Names of those parts of Look that would answer 'not-in-core'. */
  missing: readonly ('colourTransfer' | 'lightWrap' | 'harmonise' | 'seamlessClone' | 'bokeh')[];
  isolated: boolean;
  webgl2: boolean;
  webgpu: boolean;
}

/** Row by row, 0..255, 255 is person; as large as the still. */
export interface Matte {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A still in any form the browser can draw. */
export type Still = ImageBitmap | Blob | HTMLImageElement | HTMLCanvasElement | OffscreenCanvas | ImageData;

export interface Segmenter {
  readonly capabilities: Capabilities;
  readonly running: Running;
  /** The picture as a track, at once; frames follow. A second attach() replaces the first one. A playing video element is
   * for browsers that make no track of it; the caller keeps it playing. */
  attach(source: MediaStreamTrack | HTMLVideoElement): MediaStreamTrack;
  /** Ends the picture's track and lets the input go (without stopping it). */
  detach(): void;
  /** The matte of a still, without threshold and feather. */
  matte(image: Still): Promise<Matte>;
  /** A still with the present look; `transparent` leaves the background out and keeps alpha straight. */
  picture(image: Still, options?: { transparent?: boolean }): Promise<ImageBitmap>;
  /** The newest picture of the attached track, likewise; rejects with 'track' where nothing is attached. */
  snapshot(options?: { transparent?: boolean }): Promise<ImageBitmap>;
  /** Rejects with 'option' or 'not-in-core' and changes nothing then. */
  update(look: Partial<Look>): Promise<void>;
  /** Returns the function that takes the listener off again. */
  on<Name extends keyof SegmenterEvents>(name: Name, listener: (event: SegmenterEvents[Name]) => void): () => void;
  /** Ends worker, tracks and memory. Every later call rejects with 'closed'. */
  close(): Promise<void>;
}

/** Loads core, engine and net and is ready for the first frame. Rejects with 'no-simd', 'asset', 'model' or 'option'. */
export type CreateSegmenter = (options?: SegmenterOptions) => Promise<Segmenter>;
