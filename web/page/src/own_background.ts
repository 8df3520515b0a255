// page/own_background: the visitor's own picture or video behind the person. It is kept in IndexedDB, on this device alone.
import type { Background, Fit } from './engine';
import { Failure } from './failure';
import { trackOf } from './sources/element_track';
import { play, release } from './sources/video_file';

type Content = { picture: ImageBitmap } | { video: HTMLVideoElement; track: MediaStreamTrack };

export class OwnBackground {
  private content: Content | null = null;
  /** An address for a small view of it; '' while there is none. */
  preview = '';
  /** Counts up with each new content. */
  number = 0;

  background(fit: Fit): Background | null {
    if (!this.content) return null;
    return 'picture' in this.content ? { picture: this.content.picture, fit } : { video: this.content.track, fit };
  }

  /** Reads `file` and keeps it for the next visit. Throws a Failure, and the former one stays. */
  async take(file: File): Promise<void> {
    await this.use(file);
    await keep(file).catch(() => undefined); // it holds until the page closes
  }

  /** Takes what was kept at an earlier visit. Whether there was something. */
  async recall(): Promise<boolean> {
    const file = await recall().catch(() => undefined);
    if (!file) return false;
    return this.use(file).then(
      () => true,
      () => false,
    );
  }

  async forget(): Promise<void> {
    this.replace(null);
    await keep(undefined).catch(() => undefined);
  }

  private async use(file: File): Promise<void> {
    try {
      if (file.type.startsWith('video/')) {
        const video = await play(file);
        const track = (await trackOf(video))?.picture;
        if (!track) {
          release(video);
          throw new Error('no track');
        }
        this.replace({ video, track });
      } else {
        this.replace({ picture: await createImageBitmap(file) }, URL.createObjectURL(file));
      }
    } catch {
      throw new Failure('backgroundUnreadable', { name: file.name });
    }
  }

  private replace(content: Content | null, preview = ''): void {
    const old = this.content;
    URL.revokeObjectURL(this.preview);
    this.content = content;
    this.preview = preview;
    this.number++;
    if (!old) return;
    if ('picture' in old) {
      old.picture.close();
    } else {
      old.track.stop();
      release(old.video);
    }
  }
}

function shelf(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('segme', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('files');
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}

async function onShelf<T>(
  mode: IDBTransactionMode,
  act: (files: IDBObjectStore) => Pick<IDBRequest<T>, 'result' | 'error'> & IDBRequest,
): Promise<T> {
  const base = await shelf();
  try {
    return await new Promise((resolve, reject) => {
      const request = act(base.transaction('files', mode).objectStore('files'));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    base.close();
  }
}

const keep = (file: File | undefined) =>
  onShelf<IDBValidKey | undefined>('readwrite', (files) =>
    file ? files.put(file, 'background') : (files.delete('background') as IDBRequest<undefined>),
  );
const recall = () => onShelf<File | undefined>('readonly', (files) => files.get('background'));
