// sources/screen: a shared screen, window or tab, with its sound where the visitor shares that, too.
import { Failure } from '../failure';
import type { Source } from './source';

/** Asks what to share. Throws a Failure. */
export async function openScreen(): Promise<Source> {
  if (!navigator.mediaDevices?.getDisplayMedia) throw new Failure('screenNo');
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 } }, audio: true });
  } catch {
    throw new Failure('screenRefused');
  }
  const [picture] = stream.getVideoTracks();
  if (!picture) throw new Failure('screenRefused');
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return { kind: 'screen', picture, sound: stream.getAudioTracks()[0], close };
}
