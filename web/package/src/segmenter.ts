// package/segmenter: the Segmenter that createSegmenter() gives: it keeps the look, hands tracks and stills to the worker,
// and tells its listeners what the worker says.
import { Failure, failureOf } from './errors';
import { Link } from './link';
import { checkLook, defined, plainLook } from './look';
import type { FromWorker, WorkerBackground, WorkerLook } from './messages';
import { bitmapOf } from './stills';
import { type Attached, attach, watch } from './tracks';
import type {
  Background,
  Capabilities,
  Look,
  Matte,
  Running,
  Segmenter,
  SegmenterEvents,
  SegmenterOptions,
  Still,
} from './types';

type Listeners = { [Name in keyof SegmenterEvents]: Set<(event: SegmenterEvents[Name]) => void> };
type Said = Exclude<FromWorker, { kind: 'answer' | 'refused' }>;

const unknown: Capabilities = { levels: [], missing: [], isolated: false, webgl2: false, webgpu: false };

export class PageSegmenter implements Segmenter {
  readonly #link: Link;
  readonly #listeners: Listeners = {
    statistics: new Set(),
    first: new Set(),
    level: new Set(),
    warning: new Set(),
    error: new Set(),
    ended: new Set(),
  };
  readonly #progress: SegmenterOptions['progress'];
  #attached: (Attached & { input: MediaStreamTrack | HTMLVideoElement }) | undefined;
  #behind: { track: MediaStreamTrack; stop(): void } | undefined;
  #capabilities = unknown;
  #running: Running | undefined;
  #closed = false;

  private constructor(assets: URL, options: SegmenterOptions) {
    this.#progress = options.progress;
    this.#link = new Link(new URL('worker.js', assets), (message) => this.#hear(message));
  }

  static async create(options: SegmenterOptions): Promise<PageSegmenter> {
    const { assets, threads, engine, renderer, progress: _, ...given } = options;
    const look: Look = { ...plainLook, ...defined(given) };
    checkLook(look);
    requireSimd();
    const base = new URL(assets ?? '../assets/', assets ? document.baseURI : import.meta.url);
    if (!base.pathname.endsWith('/')) base.pathname += '/';
    const segmenter = new PageSegmenter(base, options);
    try {
      const { background, transfer } = await segmenter.#carry(look.background);
      const settings = {
        ...(threads === undefined ? {} : { threads }),
        ...(engine === undefined ? {} : { engine }),
        ...(renderer === undefined ? {} : { renderer }),
      };
      const begun = await segmenter.#link.ask(
        { kind: 'start', assets: base.href, look: { ...look, background }, options: settings },
        transfer,
      );
      segmenter.#capabilities = begun.capabilities;
      segmenter.#running = begun.running;
    } catch (error) {
      await segmenter.close();
      throw error;
    }
    return segmenter;
  }

  get capabilities(): Capabilities {
    return this.#capabilities;
  }

  get running(): Running {
    return this.#running as Running;
  }

  attach(input: MediaStreamTrack | HTMLVideoElement): MediaStreamTrack {
    this.#open();
    this.detach();
    const attached = attach(input, this.#link);
    if (input instanceof MediaStreamTrack) input.addEventListener('ended', () => this.#lost(input), { once: true });
    this.#attached = { ...attached, input };
    return attached.track;
  }

  detach(): void {
    this.#attached?.detach();
    this.#attached = undefined;
  }

  async matte(image: Still): Promise<Matte> {
    this.#open();
    const bitmap = await bitmapOf(image);
    return this.#link.ask({ kind: 'matte', image: bitmap }, [bitmap]);
  }

  async picture(image: Still, options: { transparent?: boolean } = {}): Promise<ImageBitmap> {
    this.#open();
    const bitmap = await bitmapOf(image);
    const transparent = options.transparent ?? false;
    return (await this.#link.ask({ kind: 'picture', image: bitmap, transparent }, [bitmap])).image;
  }

  async snapshot(options: { transparent?: boolean } = {}): Promise<ImageBitmap> {
    this.#open();
    if (!this.#attached) throw new Failure('track', 'no track is attached. Call attach() first.');
    return (await this.#link.ask({ kind: 'snapshot', transparent: options.transparent ?? false })).image;
  }

  async update(look: Partial<Look>): Promise<void> {
    this.#open();
    const { background, ...rest } = defined(look);
    checkLook(look);
    const change: Partial<WorkerLook> = { ...rest };
    const transfer: Transferable[] = [];
    if (background) {
      const carried = await this.#carry(background);
      change.background = carried.background;
      transfer.push(...carried.transfer);
    }
    this.#running = (await this.#link.ask({ kind: 'update', look: change }, transfer)).running;
    if (background) this.#follow(background);
  }

  on<Name extends keyof SegmenterEvents>(name: Name, listener: (event: SegmenterEvents[Name]) => void): () => void {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.detach();
    this.#behind?.stop();
    this.#closed = true;
    await this.#link.ask({ kind: 'close' }).catch(() => {});
    this.#link.end(closed());
  }

  #open(): void {
    if (this.#closed) throw closed();
  }

  /** A background as the worker gets it: pictures are copied, a track stays here and its pictures follow. */
  async #carry(background: Background): Promise<{ background: WorkerBackground; transfer: Transferable[] }> {
    if (background === 'none' || !('picture' in background || 'video' in background)) {
      return { background, transfer: [] };
    }
    const fit = background.fit ? { fit: background.fit } : {};
    if ('video' in background) {
      this.#follow(background);
      return { background: { video: true, ...fit }, transfer: [] };
    }
    const picture = await createImageBitmap(background.picture);
    return { background: { picture, ...fit }, transfer: [picture] };
  }

  /** Sends the pictures of a background's track, and those of no other one. */
  #follow(background: Background): void {
    const track = typeof background === 'object' && 'video' in background ? background.video : undefined;
    if (track === this.#behind?.track) return;
    this.#behind?.stop();
    this.#behind = track && {
      track,
      stop: watch(track, (image) => this.#link.tell({ kind: 'behind', image }, [image])),
    };
  }

  #lost(track: MediaStreamTrack): void {
    if (this.#attached?.input === track) this.#tell('ended', { track });
  }

  #hear(message: Said): void {
    switch (message.kind) {
      case 'progress':
        this.#progress?.(message.loaded, message.total);
        break;
      case 'picture':
        if (this.#attached) this.#attached.show(message.image);
        else message.image.close();
        break;
      case 'first':
        this.#tell('first', { milliseconds: message.milliseconds });
        break;
      case 'statistics':
        this.#running = message.statistics.running;
        this.#tell('statistics', message.statistics);
        break;
      case 'level':
        this.#tell('level', { level: message.level, fps: message.fps });
        break;
      case 'ended': // the track itself says so
        break;
      default:
        this.#tell(message.kind, failureOf(message.error));
    }
  }

  #tell<Name extends keyof SegmenterEvents>(name: Name, event: SegmenterEvents[Name]): void {
    for (const listener of this.#listeners[name]) listener(event);
  }
}

function closed(): Failure {
  return new Failure('closed', 'this segmenter is closed. Make another one with createSegmenter().');
}

/** The core and the engine are made of WebAssembly with SIMD. */
function requireSimd(): void {
  // The smallest module with a SIMD instruction: a function that gives v128.const 0.
  const bytes = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ];
  const simd = typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(bytes));
  if (!simd) throw new Failure('no-simd', 'this browser has no WebAssembly with SIMD. Use a newer one.');
}
