// sources/video_file: a video of the visitor's, played in a loop without a sound; a recording takes its sound.
import { Failure } from '../failure';
import { captures, trackOf } from './element_track';
import type { Source } from './source';

/** Plays `file`, muted and looped, until the first frame is there. Rejects where the browser cannot play it. */
export async function play(file: Blob): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.loop = true;
  video.playsInline = true;
  video.src = URL.createObjectURL(file);
  try {
    await video.play();
    if (video.videoWidth === 0) throw new Error('no picture');
  } catch (error) {
    release(video);
    throw error;
  }
  return video;
}

export function release(video: HTMLVideoElement): void {
  video.pause();
  URL.revokeObjectURL(video.src);
  video.removeAttribute('src');
  video.load();
}

/** Throws a Failure. */
export async function openVideo(file: File): Promise<Source> {
  const video = await play(file).catch(() => {
    throw new Failure('videoUnreadable', { name: file.name });
  });
  if (!captures(video)) return { kind: 'video', picture: video, player: video, close: () => release(video) };
  const track = await trackOf(video);
  if (!track) {
    release(video);
    throw new Failure('videoUnreadable', { name: file.name });
  }
  const close = () => {
    track.stop();
    track.sound?.stop();
    release(video);
  };
  return { kind: 'video', picture: track.picture, sound: track.sound, player: video, close };
}
