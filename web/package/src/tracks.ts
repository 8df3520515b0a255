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
const underWay = 250; // milliseconds: a picture that reaches a stopped track is never closed
const mostPictures = 60; // a second; WebKit takes only the first picture where nothing is said

export interface Attached {
  /** The pictures. */
  track: MediaStreamTrack;
  /** A picture that the worker drew for the canvas; taken over. */
  show(image: ImageBitmap): void;
  detach(): void;
}

/** Frames of `source` flow to the worker until detach(). */
export function attach(source: MediaStreamTrack | HTMLVideoElement, link: Link): Attached {
  if (source instanceof HTMLVideoElement) {
    if (source.videoWidth > 0) return attachCanvas(source, source.videoWidth, source.videoHeight, link);
    throw new Failure('track', 'this video element has no picture yet. Wait until it plays.');
  }
  const track = source;
  if (track.kind !== 'video' || track.readyState !== 'live') {
    throw new Failure(
      'track',
      'this is no live video track. Give one from getUserMedia, as stream.getVideoTracks()[0].',
    );
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
        setTimeout(() => made.stop(), underWay);
      },
    };
  }
  const { width = 640, height = 480 } = track.getSettings();
  return attachCanvas(track, width, height, link);
}

function attachCanvas(
  source: MediaStreamTrack | HTMLVideoElement,
  width: number,
  height: number,
  link: Link,
): Attached {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Failure('track', 'this browser gives no canvas to draw on.');
  const [made] = canvas.captureStream(mostPictures).getVideoTracks();
  if (!made) throw new Failure('track', 'this browser makes no track of a canvas.');
  const stop = watch(source, (image, seconds) => link.tell({ kind: 'frame', image, seconds }, [image]));
  return {
    track: made,
    show: (image) => {
      if (canvas.width !== image.width || canvas.height !== image.height) {
        canvas.width = image.width;
        canvas.height = image.height;
      }
      context.drawImage(image, 0, 0);
      image.close();
    },
    detach: () => {
      stop();
      link.tell({ kind: 'detach' });
      made.stop();
    },
  };
}

/** A video element that plays a track. */
function playing(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => {});
  return video;
}

/** Calls `take` with every frame, as a video element shows it; a frame at a time. Returns what ends that. */
export function watch(
  source: MediaStreamTrack | HTMLVideoElement,
  take: (image: ImageBitmap, seconds: number) => void,
): () => void {
  const own = !(source instanceof HTMLVideoElement);
  const video = own ? playing(source) : source;
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
    if (own) video.srcObject = null;
  };
}
