// package/messages: what window and worker say to each other. Requests carry an id and get one answer.
import type { ErrorData } from './errors';
import type { Background, Capabilities, Fit, Level, Look, Running, SegmenterOptions, Statistics } from './types';
import type { ReadbackReport } from './worker/gl/readback';

/** A background as the worker gets it: tracks stay in the window, which sends their pictures. */
export type WorkerBackground = Exclude<Background, { video: MediaStreamTrack }> | { video: true; fit?: Fit };
export type WorkerLook = Omit<Look, 'background'> & { background: WorkerBackground };

export type Request =
  | { kind: 'start'; assets: string; look: WorkerLook; options: EngineOptions }
  | { kind: 'update'; look: Partial<WorkerLook> }
  | { kind: 'matte'; image: ImageBitmap }
  | { kind: 'picture'; image: ImageBitmap; transparent: boolean }
  | { kind: 'snapshot'; transparent: boolean }
  | { kind: 'readback'; width: number; height: number; rounds: number }
  | { kind: 'close' };

export type Notice =
  | { kind: 'streams'; frames: ReadableStream<VideoFrame>; pictures: WritableStream<VideoFrame> }
  | { kind: 'frame'; image: ImageBitmap; seconds: number }
  | { kind: 'behind'; image: ImageBitmap }
  | { kind: 'behindStream'; frames: ReadableStream<VideoFrame> }
  | { kind: 'detach' };

export type EngineOptions = Pick<SegmenterOptions, 'threads' | 'engine' | 'renderer'>;
export type ToWorker = ({ id: number } & Request) | Notice;

export interface Answers {
  start: { capabilities: Capabilities; running: Running };
  update: { running: Running };
  matte: { width: number; height: number; data: Uint8Array };
  picture: { image: ImageBitmap };
  snapshot: { image: ImageBitmap };
  readback: ReadbackReport | Record<string, never>;
  close: Record<string, never>;
}

export type FromWorker =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'refused'; id: number; error: ErrorData }
  | { kind: 'progress'; loaded: number; total: number }
  | { kind: 'picture'; image: ImageBitmap }
  | { kind: 'first'; milliseconds: number }
  | { kind: 'statistics'; statistics: Statistics }
  | { kind: 'level'; level: Level; fps: number }
  | { kind: 'warning'; error: ErrorData }
  | { kind: 'error'; error: ErrorData }
  | { kind: 'ended' };
