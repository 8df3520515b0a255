// page/engine: the only door to the package, so that tests can put another one in its place.

export { createSegmenter } from '../../package/src/index';
export type * from '../../package/src/types';
