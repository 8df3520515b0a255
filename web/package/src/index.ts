// package/index: what the package gives: createSegmenter() and its types.
import { PageSegmenter } from './segmenter';
import type { CreateSegmenter } from './types';

/** See CreateSegmenter in types.ts. */
export const createSegmenter: CreateSegmenter = (options = {}) => PageSegmenter.create(options);
export type * from './types';
