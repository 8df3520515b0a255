// worker/session: all that lives in the worker: core, engine, nets, the painter of the live track and that of stills. One
// task at a time has the nets; frames give way to none and are dropped instead.
import type { Core } from '../../../core/core.mjs';
import { loadCore } from '../../../core/core.mjs';
import { dataOf, Failure } from '../errors';
import type { Answers, EngineOptions, FromWorker, WorkerLook } from '../messages';
import type { Capabilities, Running } from '../types';
import { Assets, type Manifest } from './assets';
import { Engine } from './engine';
import { Levels, type Loaded } from './levels';
import { Live } from './live';
import { Painter } from './painter';
import { noStages } from './stages';

/** What of a look the core may lack, and what draws it there. */
const renderers = {
  colourTransfer: 'colour_transfer',
  lightWrap: 'light_wrap',
  harmonise: 'harmonise',
  seamlessClone: 'seamless_clone',
} as const;

export class Session {
  #tail: Promise<unknown> = Promise.resolve();
  readonly live: Live;
  readonly #missing: Capabilities['missing'];

  private constructor(
    readonly core: Core,
    readonly manifest: Manifest,
    readonly levels: Levels,
    readonly engine: Engine,
    public look: WorkerLook,
    first: Loaded,
    post: (message: FromWorker, transfer?: Transferable[]) => void,
  ) {
    this.live = new Live(this, first, post);
    const drawn = core.options().render.map(({ name }) => name);
    this.#missing = (Object.keys(renderers) as (keyof typeof renderers)[]).filter(
      (name) => !drawn.includes(renderers[name]),
    );
  }

  static async start(
    base: string,
    look: WorkerLook,
    options: EngineOptions,
    post: (message: FromWorker, transfer?: Transferable[]) => void,
  ): Promise<Session> {
    const assets = new Assets(base, (loaded, total) => post({ kind: 'progress', loaded, total }));
    const manifest = await assets.manifest();
    assets.expect(manifest.core.bytes);
    const [core, engine] = await Promise.all([
      assets.wasm(manifest.core.file).then(loadCore),
      Engine.load(assets, manifest, options),
    ]);
    const levels = new Levels(assets, manifest, engine, options);
    const first = await levels.get(levels.first(look.quality));
    const session = new Session(core, manifest, levels, engine, look, first, post);
    if (engine.variant !== 'threaded' && globalThis.crossOriginIsolated !== true) {
      const message =
        'the page is not cross-origin isolated: the net runs on one thread. Send COOP same-origin and COEP require-corp.';
      post({ kind: 'warning', error: dataOf(new Failure('not-isolated', message)) });
    }
    await session.live.chooseRenderer(options.renderer ?? 'auto');
    return session;
  }

  /** Runs a task when those before it are done. */
  turn<Result>(task: () => Promise<Result>): Promise<Result> {
    const mine = this.#tail.then(task);
    this.#tail = mine.catch(() => {});
    return mine;
  }

  get capabilities(): Capabilities {
    return {
      levels: this.levels.names,
      missing: this.#missing,
      isolated: globalThis.crossOriginIsolated === true,
      webgl2: this.live.webgl2,
      webgpu: 'gpu' in navigator,
    };
  }

  get running(): Running {
    const { model, level, net } = this.live.loaded;
    return {
      model: model.card.name,
      level,
      engine: net.engine,
      threads: net.engine === 'wasm' ? this.engine.threads : 1,
      renderer: this.live.renderer,
      rendererReason: this.live.rendererReason,
      frames: this.live.frames,
      version: `${this.manifest.version}, core ${this.core.version}`,
    };
  }

  update(change: Partial<WorkerLook>): Promise<Answers['update']> {
    return this.turn(async () => {
      const look = { ...this.look, ...change };
      if (look.seamlessClone && this.#missing.includes('seamlessClone')) {
        throw new Failure('not-in-core', 'this core has no seamless clone. Leave seamlessClone out.', 'seamlessClone');
      }
      const { quality } = change;
      const another = quality && quality !== 'auto' && quality !== this.live.loaded.level;
      const loaded = another ? await this.levels.get(quality) : this.live.loaded;
      this.live.look = look;
      this.look = look;
      this.live.use(loaded);
      return { running: this.running };
    });
  }

  matte(image: ImageBitmap): Promise<Answers['matte']> {
    return this.still(image, { still: true, transparent: true, plain: true }, async (painter) => {
      const data = painter.matte().slice();
      return { width: painter.width, height: painter.height, data };
    });
  }

  picture(image: ImageBitmap, transparent: boolean): Promise<Answers['picture']> {
    return this.still(image, { still: true, transparent }, (painter) => this.#bitmap(painter));
  }

  /** The newest frame of the live track, drawn once more. */
  snapshot(transparent: boolean): Promise<Answers['snapshot']> {
    return this.turn(async () => {
      const last = this.live.last;
      if (!last) throw new Failure('track', 'no frame has come yet. Call attach() first.');
      const painter = this.#painter({ still: transparent, transparent });
      try {
        await painter.findIn(last.rgb, last.width, last.height, noStages());
        return await this.#bitmap(painter);
      } finally {
        painter.close();
      }
    });
  }

  still<Result>(
    image: ImageBitmap,
    wanted: { still: boolean; transparent: boolean; plain?: boolean },
    work: (painter: Painter) => Promise<Result>,
  ): Promise<Result> {
    return this.turn(async () => {
      const painter = this.#painter(wanted);
      try {
        await painter.find(image, noStages());
        return await work(painter);
      } finally {
        painter.close();
        image.close();
      }
    });
  }

  #painter(wanted: { still: boolean; transparent: boolean; plain?: boolean }): Painter {
    const { model, net } = this.live.loaded;
    return new Painter(this.core, model, net, this.look, wanted);
  }

  async #bitmap(painter: Painter): Promise<{ image: ImageBitmap }> {
    const pixels = painter.draw(0, noStages(), this.live.behind);
    const data = new ImageData(new Uint8ClampedArray(pixels), painter.width, painter.height);
    return { image: await createImageBitmap(data, { premultiplyAlpha: 'none' }) };
  }

  async close(): Promise<void> {
    this.live.detach();
    await this.#tail;
    this.live.close();
  }
}
