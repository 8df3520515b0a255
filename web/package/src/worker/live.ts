// worker/live: the loop of a live track: newest frame -> painter -> picture, as a stream of VideoFrames or as bitmaps for a
// canvas of the window. Statistics once a second, and the level that holds the frame rate.
import { dataOf } from '../errors';
import type { FromWorker, WorkerLook } from '../messages';
import type { Running } from '../types';
import { AutoLevel } from './auto_level';
import { Glass } from './gl/glass';
import type { Loaded } from './levels';
import { Meter } from './meter';
import { Newest } from './newest';
import { Painter } from './painter';
import type { Source } from './pixels';
import { type Choice, chooseRenderer } from './renderer';
import type { Session } from './session';
import { noStages } from './stages';

interface Item {
  source: Source;
  seconds: number;
  arrived: number;
  generation: number;
  close(): void;
}

/** RGB of a frame, turned where the look was mirrored. */
interface Found {
  rgb: Uint8Array;
  width: number;
  height: number;
}

const second = 1000;

type Post = (message: FromWorker, transfer?: Transferable[]) => void;

export class Live {
  readonly #session: Session;
  readonly #post: Post;
  #loaded: Loaded;
  #painter: Painter;
  #glass: Glass | undefined;
  #choice: Choice = { renderer: 'wasm', reason: '', webgl2: false };
  readonly #newest = new Newest<Item>((item) => this.#work(item));
  readonly #meter = new Meter();
  readonly #auto = new AutoLevel();
  #writer: WritableStreamDefaultWriter<VideoFrame> | undefined;
  #reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  #behindReader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #begun = 0;
  #ticked = 0;
  #first = false;
  #dropped = 0;
  #generation = 0; // of what is attached: frames of an older one are not drawn
  frames: Running['frames'] = 'none';
  behind: ImageBitmap | undefined;
  #found = false; // the painter has a frame of what is attached
  #kept: Found | undefined; // or a painter had it that is gone

  constructor(session: Session, loaded: Loaded, post: Post) {
    this.#session = session;
    this.#post = post;
    this.#loaded = loaded;
    this.#painter = this.#make(loaded, session.look);
  }

  get loaded(): Loaded {
    return this.#loaded;
  }
  get renderer(): Running['renderer'] {
    return this.#choice.renderer;
  }
  get rendererReason(): string {
    return this.#choice.reason;
  }
  get webgl2(): boolean {
    return this.#choice.webgl2;
  }

  #make(loaded: Loaded, look: WorkerLook): Painter {
    return new Painter(this.#session.core, loaded.model, loaded.net, look, { still: false, transparent: false });
  }

  /** Draws a picture with both and keeps the faster one. */
  async chooseRenderer(wanted: 'auto' | 'webgl2' | 'wasm'): Promise<void> {
    const software = wanted === 'auto' ? Glass.software() : '';
    this.#glass = wanted === 'wasm' || software ? undefined : Glass.make();
    this.#choice = await chooseRenderer(wanted, software, this.#painter, this.#glass, this.#session.look);
    if (this.#choice.renderer === 'wasm') {
      this.#glass?.close();
      this.#glass = undefined;
    }
    this.#painter.reset();
  }

  /** Another net from the next frame on. Called in a turn. */
  use(loaded: Loaded): void {
    if (loaded === this.#loaded) return;
    this.#kept = this.last;
    this.#found = false;
    const painter = this.#make(loaded, this.#session.look);
    this.#painter.close();
    this.#painter = painter;
    this.#loaded = loaded;
    this.#meter.clear();
  }

  set look(look: WorkerLook) {
    this.#painter.look = look;
  }

  /** Frames come from a stream and pictures go to another one. */
  attachStreams(frames: ReadableStream<VideoFrame>, pictures: WritableStream<VideoFrame>): void {
    this.#begin('processor');
    this.#writer = pictures.getWriter();
    this.#reader = frames.getReader();
    void this.#pump(this.#reader);
  }

  async #pump(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (reader !== this.#reader) value.close();
        else this.#offer(value, value.timestamp / 1e6);
      }
      if (reader === this.#reader) this.#post({ kind: 'ended' });
    } catch (error) {
      if (reader === this.#reader) this.#post({ kind: 'error', error: dataOf(error, 'track') });
    }
  }

  /** A frame that the window took from a video element; pictures go back as bitmaps. */
  offer(image: ImageBitmap, seconds: number): void {
    if (this.frames !== 'callback') this.#begin('callback');
    this.#offer(image, seconds);
  }

  #offer(source: Source, seconds: number): void {
    this.#newest.offer({
      source,
      seconds: Math.max(0, seconds),
      arrived: performance.now(),
      generation: this.#generation,
      close: () => source.close(),
    });
  }

  /** The newest picture of a background video. */
  putBehind(image: ImageBitmap): void {
    const old = this.behind;
    this.behind = image;
    old?.close();
  }

  async streamBehind(frames: ReadableStream<VideoFrame>): Promise<void> {
    await this.#behindReader?.cancel().catch(() => {});
    const reader = frames.getReader();
    this.#behindReader = reader;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const image = await createImageBitmap(value);
      value.close();
      if (reader === this.#behindReader) this.putBehind(image);
      else image.close();
    }
  }

  #begin(frames: Running['frames']): void {
    this.detach();
    this.frames = frames;
    this.#begun = performance.now();
    this.#first = true;
    this.#ticked = this.#begun;
    // Where frames wait all the time, timers may wait too (WebKit): frames look at the clock as well.
    this.#clock = setInterval(() => this.#tick(performance.now()), second / 2);
  }

  async #work(item: Item): Promise<void> {
    try {
      await this.#session.turn(() => this.#draw(item));
    } catch (error) {
      if (item.generation === this.#generation) this.#post({ kind: 'error', error: dataOf(error) });
    }
  }

  async #draw(item: Item): Promise<void> {
    if (item.generation !== this.#generation) return;
    const stages = noStages();
    const painter = this.#painter;
    await painter.find(item.source, stages);
    if (item.generation !== this.#generation) return;
    this.#found = true;
    this.#kept = undefined;
    const glass = this.#glass?.can(this.#session.look) ? this.#glass : undefined;
    const begin = performance.now();
    if (glass) {
      const { outputWidth, outputHeight } = painter.net;
      const matte = { values: painter.answer, width: outputWidth, height: outputHeight };
      glass.draw(item.source, painter.width, painter.height, matte, this.#session.look, this.behind);
      await this.#handOn(glass.canvas, item);
      stages.render = performance.now() - begin;
    } else {
      const pixels = painter.draw(item.seconds, stages, this.behind);
      const drawn = performance.now();
      await this.#handOn({ pixels, width: painter.width, height: painter.height }, item);
      stages.render += performance.now() - drawn;
    }
    const now = performance.now();
    stages.total = now - item.arrived;
    this.#meter.add(now, stages);
    this.#tick(now);
    if (!this.#first) return;
    this.#first = false;
    this.#post({ kind: 'first', milliseconds: now - this.#begun });
  }

  /** The newest frame of what is attached, a copy. Called in a turn. */
  get last(): Found | undefined {
    if (!this.#found) return this.#kept;
    const { frame, width, height } = this.#painter;
    return { rgb: frame.slice(), width, height };
  }

  async #handOn(
    picture: OffscreenCanvas | { pixels: Uint8Array<ArrayBuffer>; width: number; height: number },
    item: Item,
  ): Promise<void> {
    const timestamp = Math.round(item.seconds * 1e6);
    if (this.#writer) {
      const frame =
        'pixels' in picture
          ? new VideoFrame(picture.pixels, {
              format: 'RGBX',
              codedWidth: picture.width,
              codedHeight: picture.height,
              timestamp,
            })
          : new VideoFrame(picture, { timestamp, alpha: 'discard' });
      await this.#writer.write(frame).catch(() => frame.close());
      return;
    }
    const image =
      'pixels' in picture
        ? await createImageBitmap(new ImageData(new Uint8ClampedArray(picture.pixels), picture.width, picture.height))
        : picture.transferToImageBitmap();
    this.#post({ kind: 'picture', image }, [image]);
  }

  /** Once a second. */
  #tick(now: number): void {
    if (now - this.#ticked < second) return;
    this.#ticked = now;
    const { fps, stages } = this.#meter.read(now);
    const dropped = this.#newest.dropped;
    const { width, height } = this.#painter;
    const running = this.#session.running;
    this.#post({ kind: 'statistics', statistics: { fps, stages, dropped, width, height, running } });
    const fresh = dropped - this.#dropped;
    this.#dropped = dropped;
    const { quality, targetFps } = this.#session.look;
    if (quality !== 'auto' || fps === 0) return;
    const busy = stages.read + stages.infer + stages.refine + stages.render;
    const level = this.#auto.next(running.level, this.#session.levels.names, fps, fresh, busy, targetFps);
    if (level === running.level) return;
    this.#session
      .turn(async () => this.use(await this.#session.levels.get(level)))
      .then(() => this.#post({ kind: 'level', level, fps }))
      .catch((error: unknown) => this.#post({ kind: 'warning', error: dataOf(error) }));
  }

  detach(): void {
    this.#generation += 1;
    clearInterval(this.#clock);
    const writer = this.#writer;
    this.#reader = this.#writer = undefined; // the track ends, and with it its stream: #pump closes what still comes
    writer?.close().catch(() => {});
    this.#newest.clear();
    this.#dropped = 0;
    this.#meter.clear();
    this.#painter.reset();
    this.frames = 'none';
    this.#found = false;
    this.#kept = undefined;
  }

  close(): void {
    this.#behindReader?.cancel().catch(() => {});
    this.behind?.close();
    this.#glass?.close();
    this.#painter.close();
  }
}
