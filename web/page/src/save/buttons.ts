// save/buttons: the buttons Snapshot and Record: what they save, and what they say about it.
import { Failure } from '../failure';
import type { Session } from '../session';
import type { Store } from '../settings';
import { openMicrophone } from '../sources/camera';
import { byId } from '../ui/dom';
import { showFailure, showMessage, showWarning } from '../ui/notices';
import { download, nameOf } from './download';
import { Recorder } from './recorder';
import { pngOf } from './snapshot';

export function bindSnapshot(session: Session, store: Store): void {
  const button = byId<HTMLButtonElement>('snapshot');
  button.addEventListener('click', async () => {
    try {
      const name = nameOf('png');
      download(await pngOf(await session.snapshot(store.now.transparent)), name);
      showMessage('saved', { name });
    } catch (error) {
      showFailure(new Failure('snapshotFailed', { detail: error instanceof Error ? error.message : String(error) }));
    }
  });
}

/** Returns what ends a recording, for when the picture stops. */
export function bindRecord(session: Session, store: Store): () => void {
  const button = byId<HTMLButtonElement>('record');
  let recorder: Recorder | null = null;
  let starting = false;
  button.addEventListener('click', async () => {
    if (recorder) return recorder.stop();
    const { output, source } = session;
    if (!output || starting) return;
    starting = true;
    try {
      const microphone = store.now.sound && !source?.sound ? await microphoneIfAllowed() : undefined;
      if (session.output !== output) return microphone?.stop(); // stopped while the browser asked
      const sound = store.now.sound ? (source?.sound ?? microphone) : undefined;
      recorder = new Recorder(output, sound, store.now.format);
      const tick = showRunning(recorder);
      void recorder.file.then(({ blob, ending, problem }) => {
        clearInterval(tick);
        microphone?.stop();
        recorder = null;
        showIdle();
        save(blob, ending, problem);
      });
    } catch (error) {
      showFailure(error instanceof Failure ? error : new Failure('recordFailed', { detail: String(error) }));
    } finally {
      starting = false;
    }
  });
  return () => recorder?.stop();
}

function save(blob: Blob, ending: string, problem: string): void {
  if (problem) showFailure(new Failure('recordFailed', { detail: problem }));
  if (blob.size === 0) return;
  const name = nameOf(ending);
  download(blob, name);
  showMessage('saved', { name });
}

/** Without it the picture is recorded alone. */
async function microphoneIfAllowed(): Promise<MediaStreamTrack | undefined> {
  try {
    return await openMicrophone();
  } catch (error) {
    if (error instanceof Failure) showWarning(error);
    return undefined;
  }
}

function showRunning(recorder: Recorder): ReturnType<typeof setInterval> {
  const clock = byId('recording');
  const show = () => {
    clock.textContent = recorder.clock;
  };
  show();
  clock.hidden = false;
  byId('record').setAttribute('aria-pressed', 'true');
  showMessage('recordingOn');
  return setInterval(show, 500);
}

function showIdle(): void {
  byId('recording').hidden = true;
  byId('record').setAttribute('aria-pressed', 'false');
}
