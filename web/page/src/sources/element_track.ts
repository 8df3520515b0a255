// sources/element_track: the pictures of a playing video element as a track, in browsers with captureStream and without.

type Capturing = HTMLVideoElement & { captureStream?: () => MediaStream; mozCaptureStream?: () => MediaStream };

const mostPictures = 60; // a second; WebKit takes only the first picture where nothing is said

export interface ElementTrack {
  picture: MediaStreamTrack;
  sound: MediaStreamTrack | undefined;
  stop(): void;
}

/** Whether the browser makes tracks of elements itself. */
export const captures = (video: Capturing) => Boolean(video.captureStream ?? video.mozCaptureStream);

/** The element must have its first frame. Null where the browser can make no track of it at all. */
export async function trackOf(video: HTMLVideoElement): Promise<ElementTrack | null> {
  const capture = (video as Capturing).captureStream ?? (video as Capturing).mozCaptureStream;
  const stream = capture?.call(video);
  if (stream) {
    const picture = stream.getVideoTracks()[0] ?? (await added(stream));
    if (picture) return { picture, sound: stream.getAudioTracks()[0], stop: () => picture.stop() };
  }
  return drawn(video);
}

/** Firefox adds the track when playing begins. */
function added(stream: MediaStream): Promise<MediaStreamTrack | undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(stream.getVideoTracks()[0]), 2000);
    stream.addEventListener('addtrack', () => resolve(stream.getVideoTracks()[0]), { once: true });
  });
}

/** Without captureStream (Safari): each frame is drawn to a canvas that has it. */
function drawn(video: HTMLVideoElement): ElementTrack | null {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context || !canvas.captureStream || !video.requestVideoFrameCallback) return null;
  let running = true;
  const draw = () => {
    if (!running) return;
    context.drawImage(video, 0, 0);
    video.requestVideoFrameCallback(draw);
  };
  draw();
  const [picture] = canvas.captureStream(mostPictures).getVideoTracks();
  if (!picture) return null;
  const stop = () => {
    running = false;
    picture.stop();
  };
  return { picture, sound: undefined, stop };
}
