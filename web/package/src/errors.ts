// package/errors: the one way to make a SegmenterError, also out of one that came from the worker as data.
import type { ErrorCode, SegmenterError } from './types';

export interface ErrorData {
  code: ErrorCode;
  message: string;
  field: string;
}

export class Failure extends Error implements SegmenterError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field = '',
  ) {
    super(message);
    this.name = 'SegmenterError';
  }
}

/** An error as data that can be posted; what is no Failure gets `code`. */
export function dataOf(error: unknown, code: ErrorCode = 'worker'): ErrorData {
  if (error instanceof Failure) return { code: error.code, message: error.message, field: error.field };
  const message = error instanceof Error ? error.message : String(error);
  const memory = error instanceof RangeError || /memory/i.test(message);
  return { code: memory ? 'memory' : code, message, field: '' };
}

export function failureOf(data: ErrorData): Failure {
  return new Failure(data.code, data.message, data.field);
}
