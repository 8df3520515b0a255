// package/tracks: frames of a track into the worker and pictures back as a track: streams where the browser has
// MediaStreamTrackProcessor and -Generator, else a video element's frames and a canvas.
import { Failure } from './errors';
import type { Link } from './link';

interface Processor {
  readable: ReadableStream<VideoFrame>;
}
interface Generator extends MediaStreamTrack {
  writable: WritableStream<VideoFrame>;
}
interface Streams {
  MediaStreamTrackProcessor?: new (options: { track: MediaStreamTrack; maxBufferSize: number }) => Processor;
  MediaStreamTrackGenerator?: new (options: { kind: 'video' }) => Generator;
}
const streams = globalThis as Streams;

export interface Attached {
  /** The pictures. */
  track: MediaStreamTrack;
  /** A picture that the worker drew for the canvas; taken over. */
  show(image: ImageBitmap): void;
  detach(): void;
}

/** Frames of `track` flow to the worker until detach(). */
export function attach(track: MediaStreamTrack, link: Link): Attached {
  if (track.kind !== 'video' || track.readyState !== 'live') {
    throw new Failure('track', 'this is no live video track. Give one from getUserMedia, as stream.getVideoTracks()[0].');
  }
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = streams;
  if (MediaStreamTrackProcessor && MediaStreamTrackGenerator) {
    // A clone, so that it can be ended without ending the caller's.
    const mine = track.clone();
    const { readable } = new MediaStreamTrackProcessor({ track: mine, maxBufferSize: 1 });
    const made = new MediaStreamTrackGenerator({ kind: 'video' });
    const { writable } = made;
    link.tell({ kind: 'streams', frames: readable, pictures: writable }, [readable, writable]);
    const ended = () => mine.stop();
    track.addEventListener('ended', ended);
    return {
      track: made,
      show: (image) => image.close(),
      detach: () => {
        track.removeEventListener('ended', ended);
        link.tell({ kind: 'detach' });
        mine.stop();
        made.stop();
      },
    };
  }
  return attachCanvas(track, link);
}

function attachCanvas(track: MediaStreamTrack, link: Link): Attached {
  const canvas = document.createElement('canvas');
  const { width = 640, height = 480 } = track.getSettings();
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('bitmaprenderer');
  if (!context) throw new Failure('track', 'this browser gives no canvas to draw on.');
  const [made] = canvas.captureStream().getVideoTracks();
  if (!made) throw new Failure('track', 'this browser makes no track of a canvas.');
  const stop = watch(track, (image, seconds) => link.tell({ kind: 'frame', image, seconds }, [image]));
  return {
    track: made,
    show: (image) => {
      if (canvas.width !== image.width || canvas.height !== image.height) {
        canvas.width = image.width;
        canvas.height = image.height;
      }
      context.transferFromImageBitmap(image);
    },
    detach: () => {
      stop();
      link.tell({ kind: 'detach' });
      made.stop();
    },
  };
}

/** Calls `take` with every frame of a track, as a video element shows it; a frame at a time. Returns what ends that. */
export function watch(track: MediaStreamTrack, take: (image: ImageBitmap, seconds: number) => void): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => {});
  let going = true;
  const next = () => {
    if (!going) return;
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(frame);
    else requestAnimationFrame(frame);
  };
  const frame = async () => {
    if (going && video.videoWidth > 0) {
      const image = await createImageBitmap(video).catch(() => undefined);
      if (image && going) take(image, performance.now() / 1000);
      else image?.close();
    }
    next();
  };
  next();
  return () => {
    going = false;
    video.srcObject = null;
  };
}
