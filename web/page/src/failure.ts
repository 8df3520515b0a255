// page/failure: a failure with the word that tells the visitor, made from what browser and package report.
import type { ErrorCode, SegmenterError } from './engine';
import { say, type Word } from './words/words';

export class Failure extends Error {
  constructor(
    readonly word: Word,
    readonly values: Record<string, string | number> = {},
  ) {
    super(say(word, values));
    this.name = 'Failure';
  }
}

const byCode: Record<ErrorCode, Word> = {
  'no-simd': 'noSimd',
  asset: 'asset',
  model: 'modelRefused',
  'no-webgl': 'noWebgl',
  'not-isolated': 'notIsolated',
  'not-in-core': 'notInCore',
  track: 'trackLost',
  picture: 'photoUnreadable',
  option: 'optionRefused',
  memory: 'memory',
  closed: 'worker',
  worker: 'worker',
};

const isOfPackage = (error: unknown): error is SegmenterError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in byCode;

/** Any error as a failure; `name` is the file in hand, if there is one. */
export function failureOf(error: unknown, name = ''): Failure {
  if (error instanceof Failure) return error;
  const detail = error instanceof Error ? error.message : String(error);
  if (isOfPackage(error)) return new Failure(byCode[error.code], { name: name || error.field, detail });
  return new Failure('unexpected', { detail });
}

const byCameraError: Record<string, Word> = {
  NotFoundError: 'noCamera',
  DevicesNotFoundError: 'noCamera',
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotReadableError: 'inUse',
  TrackStartError: 'inUse',
  AbortError: 'inUse',
  OverconstrainedError: 'cameraGone',
};

/** What getUserMedia said, in words. */
export function cameraFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : '';
  return new Failure(byCameraError[name] ?? 'cameraOther', { detail: name || String(error) });
}
