// sources/source: where pictures come from, all in one form: a live track or a still, with what there is to hear.
import type { SourceKind } from '../look';

export interface Source {
  readonly kind: SourceKind;
  /** What the segmenter works on: a live track, a still, or the player where the browser makes no track of it. */
  readonly picture: MediaStreamTrack | HTMLVideoElement | ImageBitmap;
  /** Sound that belongs to it; a recording takes it. */
  readonly sound?: MediaStreamTrack | undefined;
  /** The element that plays a video file, for pause and position. */
  readonly player?: HTMLVideoElement;
  /** Stops devices and frees memory. */
  close(): void;
}
