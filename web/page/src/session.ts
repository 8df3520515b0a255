// page/session: one visit. Holds the segmenter, the source in hand and the picture that comes of it; tells the page each
// change of state. What was asked for last wins: an older answer that arrives later is thrown away.
import { createSegmenter, type ErrorCode, type Segmenter, type SegmenterEvents } from './engine';
import { Failure, failureOf } from './failure';
import { lookOf } from './look';
import type { OwnBackground } from './own_background';
import type { Store } from './settings';
import type { Source } from './sources/source';

/** After these the segmenter is of no more use; the next start makes another one. */
const lost = new Set<ErrorCode>(['worker', 'asset', 'model', 'memory', 'closed']);

export type State = 'empty' | 'starting' | 'live' | 'photo';

export interface Hooks {
  state(state: State): void;
  live(output: MediaStreamTrack, source: Source): void;
  photo(picture: ImageBitmap, source: Source): void;
  progress(loaded: number, total: number): void;
  failure(failure: Failure): void;
  warning(failure: Failure): void;
  statistics(statistics: SegmenterEvents['statistics']): void;
  level(event: SegmenterEvents['level']): void;
  ready(segmenter: Segmenter): void;
}

export class Session {
  source: Source | null = null;
  output: MediaStreamTrack | null = null;
  private loading: Promise<Segmenter> | null = null;
  private ticket = 0;
  private drawing = false;
  private stale = false;
  private drawnBackground = '';

  constructor(
    private readonly store: Store,
    private readonly own: OwnBackground,
    private readonly hooks: Hooks,
  ) {
    store.watch((_, changed) => {
      if (![...changed].every((key) => key === 'language' || key === 'theme' || key === 'compare')) this.redraw();
    });
  }

  /** Loads once; after a failure the next call tries again. */
  segmenter(): Promise<Segmenter> {
    this.loading ??= this.load().catch((error) => {
      this.loading = null;
      throw failureOf(error);
    });
    return this.loading;
  }

  /** Opens a source and shows it; what was there before goes. */
  async open(opening: () => Promise<Source>): Promise<void> {
    const ticket = ++this.ticket;
    this.release();
    this.hooks.state('starting');
    let source: Source | null = null;
    try {
      const [opened, segmenter] = await both(opening(), this.segmenter());
      source = opened;
      if (ticket !== this.ticket) return source.close();
      this.source = source;
      await this.look(segmenter);
      if (ticket !== this.ticket) return;
      if (source.picture instanceof ImageBitmap) await this.drawPhoto(segmenter, source, ticket);
      else this.attach(segmenter, source, source.picture, ticket);
    } catch (error) {
      if (ticket !== this.ticket) return source?.close();
      this.stop();
      this.hooks.failure(failureOf(error));
    }
  }

  stop(): void {
    this.ticket++;
    this.release();
    this.hooks.state('empty');
  }

  /** Draws with the settings as they are; calls while it draws become one more. */
  redraw(): void {
    this.stale = true;
    if (this.drawing || !this.source) return;
    this.drawing = true;
    void this.drawAgain().finally(() => {
      this.drawing = false;
    });
  }

  /** The picture as it is now, at full size. */
  async snapshot(transparent: boolean): Promise<ImageBitmap> {
    const segmenter = await this.segmenter();
    if (this.source?.picture instanceof ImageBitmap) return segmenter.picture(this.source.picture, { transparent });
    return segmenter.snapshot({ transparent });
  }

  private async drawAgain(): Promise<void> {
    while (this.stale && this.source) {
      this.stale = false;
      const { source, ticket } = this;
      try {
        const segmenter = await this.segmenter();
        await this.look(segmenter);
        if (source.picture instanceof ImageBitmap) await this.drawPhoto(segmenter, source, ticket);
      } catch (error) {
        if (ticket === this.ticket) this.hooks.failure(failureOf(error));
      }
    }
  }

  private async load(): Promise<Segmenter> {
    const { hooks } = this;
    const segmenter = await createSegmenter({
      assets: new URL('segme/', document.baseURI),
      quality: this.store.now.quality,
      progress: (loaded, total) => hooks.progress(loaded, total),
    });
    segmenter.on('statistics', (event) => hooks.statistics(event));
    segmenter.on('level', (event) => hooks.level(event));
    segmenter.on('warning', (event) => hooks.warning(failureOf(event)));
    segmenter.on('error', (event) => {
      if (lost.has(event.code)) this.loading = null;
      this.stop();
      hooks.failure(failureOf(event));
    });
    this.drawnBackground = '';
    const { isolated, webgl2 } = segmenter.capabilities;
    if (!isolated) hooks.warning(new Failure('notIsolated'));
    if (!webgl2) hooks.warning(new Failure('noWebgl'));
    hooks.ready(segmenter);
    return segmenter;
  }

  /** Gives the segmenter the look of the settings; a background that is drawn already is not sent again. */
  private async look(segmenter: Segmenter): Promise<void> {
    const { background, fit, blur, bokeh, highlights, colour } = this.store.now;
    const signature = JSON.stringify([background, fit, blur, bokeh, highlights, colour, this.own.number]);
    const look = await lookOf(this.store.now, this.own, this.source?.kind);
    for (const missing of segmenter.capabilities.missing) {
      if (missing !== 'bokeh') delete look[missing];
    }
    if (signature === this.drawnBackground) delete look.background;
    await segmenter.update(look);
    this.drawnBackground = signature;
  }

  private async drawPhoto(segmenter: Segmenter, source: Source, ticket: number): Promise<void> {
    const picture = await segmenter.picture(source.picture as ImageBitmap);
    if (ticket !== this.ticket) return picture.close();
    this.hooks.photo(picture, source);
    this.hooks.state('photo');
  }

  private attach(
    segmenter: Segmenter,
    source: Source,
    input: MediaStreamTrack | HTMLVideoElement,
    ticket: number,
  ): void {
    input.addEventListener('ended', () => {
      if (ticket !== this.ticket) return;
      this.stop();
      this.hooks.failure(new Failure(source.kind === 'screen' ? 'screenEnded' : 'unplugged'));
    });
    const off = segmenter.on('first', () => {
      off();
      if (ticket === this.ticket) this.hooks.state('live');
    });
    this.output = segmenter.attach(input);
    this.hooks.live(this.output, source);
  }

  private release(): void {
    const { source } = this;
    this.source = null;
    this.output = null;
    if (source && !(source.picture instanceof ImageBitmap)) {
      void this.loading?.then(
        (segmenter) => this.output ?? segmenter.detach(),
        () => undefined,
      );
    }
    source?.close();
  }
}

/** Both answers; where the second one fails, a source that was opened is closed. */
async function both(opening: Promise<Source>, loading: Promise<Segmenter>): Promise<[Source, Segmenter]> {
  const [source, segmenter] = await Promise.allSettled([opening, loading]);
  if (source.status === 'rejected') throw source.reason;
  if (segmenter.status === 'rejected') {
    source.value.close();
    throw segmenter.reason;
  }
  return [source.value, segmenter.value];
}
