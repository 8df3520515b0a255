// worker/levels: the nets that are loaded, one a level, each when it is first wanted.
import { Failure } from '../errors';
import type { EngineOptions } from '../messages';
import type { Level, Quality } from '../types';
import type { Assets, Manifest, ModelAsset } from './assets';
import type { Engine, Net } from './engine';

const order: readonly Level[] = ['fast', 'balanced', 'accurate'];

export interface Loaded {
  level: Level;
  model: ModelAsset;
  net: Net;
}

export class Levels {
  readonly #loaded = new Map<Level, Promise<Loaded>>();

  constructor(
    readonly assets: Assets,
    readonly manifest: Manifest,
    readonly engine: Engine,
    readonly options: EngineOptions,
  ) {}

  get names(): Level[] {
    return order.filter((level) => this.manifest.models[level]);
  }

  /** The level that a quality begins with. */
  first(quality: Quality): Level {
    return quality === 'auto' ? 'fast' : quality;
  }

  get(level: Level): Promise<Loaded> {
    const known = this.#loaded.get(level);
    if (known) return known;
    const loading = this.#load(level);
    this.#loaded.set(level, loading);
    loading.catch(() => this.#loaded.delete(level)); // it may be tried again
    return loading;
  }

  async #load(level: Level): Promise<Loaded> {
    const model = this.manifest.models[level];
    if (!model) throw new Failure('option', `there is no net for the quality '${level}'.`, 'quality');
    this.assets.expect(model.bytes);
    const bytes = await this.assets.bytes(model.file);
    return { level, model, net: await this.engine.net(bytes, model, this.options.engine) };
  }
}
