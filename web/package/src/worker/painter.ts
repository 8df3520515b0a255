// worker/painter: one net and one look over frames of any size, drawn by the core: pixels -> tensor -> net -> matte ->
// picture. Each picture is made of the very frame that its matte was found in.
import type { Core, CorePipeline } from '../../../core/core.mjs';
import type { WorkerLook } from '../messages';
import type { Stages } from '../types';
import type { ModelAsset } from './assets';
import { backgroundPixels } from './background';
import type { Net } from './engine';
import { PixelReader, type Source, sizeOf } from './pixels';
import { type Recipe, recipeOf, type Wanted } from './recipe';

export class Painter {
  readonly #pipeline: CorePipeline;
  readonly #reader = new PixelReader();
  #recipe: Recipe;
  #look: WorkerLook;
  #behindOf: unknown; // the picture that is behind now

  constructor(
    core: Core,
    model: ModelAsset,
    readonly net: Net,
    look: WorkerLook,
    readonly wanted: Wanted,
  ) {
    this.#look = look;
    this.#recipe = recipeOf(look, wanted);
    this.#pipeline = core.pipeline(model.card, net.outputWidth, net.outputHeight, { ...this.#recipe });
  }

  /** The next frame is drawn so. On failure all stays as it was. */
  set look(look: WorkerLook) {
    const before = this.#recipe;
    try {
      this.#change(recipeOf(look, this.wanted));
    } catch (error) {
      this.#change(before);
      throw error;
    }
    this.#look = look;
  }

  #change(recipe: Recipe): void {
    const old = this.#recipe;
    this.#recipe = recipe;
    if (recipe.fit !== old.fit) this.#pipeline.set('fit', recipe.fit);
    if (recipe.refine !== old.refine) this.#pipeline.set('refine', recipe.refine);
    const own = this.#behindOf !== undefined; // a picture stands in for the recipe's background
    if (!own && recipe.background === old.background && recipe.render === old.render) return;
    // The plain renderer goes with every background; others are refused beside one that they do not show.
    for (const [key, value] of [
      ['render', ''],
      ['background', recipe.background],
      ['render', recipe.render],
    ] as const) {
      this.#pipeline.set(key, value);
    }
    this.#behindOf = undefined;
  }

  get width(): number {
    return this.#pipeline.width;
  }
  get height(): number {
    return this.#pipeline.height;
  }
  get answer(): Float32Array<ArrayBuffer> {
    return this.#pipeline.answer;
  }

  /** RGB of the frame that was found last, turned where the look is mirrored; valid until the next call. */
  get frame(): Uint8Array<ArrayBuffer> {
    return this.#pipeline.frame;
  }

  /** Reads a frame and lets the net answer; `stages` gets the times. */
  async find(source: Source, stages: Stages): Promise<void> {
    const begin = performance.now();
    const { width, height } = sizeOf(source);
    const pipeline = this.#pipeline;
    pipeline.resize(width, height);
    const planes = await this.#reader.read(source, width, height, () => pipeline.pixels);
    const mirror = this.#look.mirror && !this.wanted.plain;
    await this.#ask(planes ? pipeline.preparePlanes(planes, mirror) : pipeline.prepare(mirror), stages, begin);
  }

  /** The same for the `frame` of this painter or another one. */
  async findIn(rgb: Uint8Array, width: number, height: number, stages: Stages): Promise<void> {
    const begin = performance.now();
    this.#pipeline.resize(width, height);
    this.#pipeline.frame.set(rgb);
    await this.#ask(this.#pipeline.prepareFrame(), stages, begin);
  }

  async #ask(tensor: Float32Array<ArrayBuffer>, stages: Stages, begin: number): Promise<void> {
    const pipeline = this.#pipeline;
    const read = performance.now();
    await this.net.run(tensor, (floats) => pipeline.answer.set(floats));
    stages.read = read - begin;
    stages.infer = performance.now() - read;
  }

  /** The picture of the frame that was found last: RGBA in the core's memory, valid until the next call. */
  draw(seconds: number, stages: Stages, live?: ImageBitmap): Uint8Array<ArrayBuffer> {
    const begin = performance.now();
    this.#putBehind(live);
    const picture = this.#pipeline.process(seconds);
    const { refine } = this.#pipeline.times();
    stages.refine = refine;
    stages.render = performance.now() - begin - refine;
    return picture;
  }

  /** Only its matte, 255 is person. */
  matte(): Uint8Array<ArrayBuffer> {
    return this.#pipeline.find(0);
  }

  /** Pictures that the core cannot make itself: a picture, a video's newest one, the checkerboard. */
  #putBehind(live?: ImageBitmap): void {
    if (this.#look.view !== 'picture' || this.wanted.transparent) return;
    const { background } = this.#look;
    const checked = background === 'none' && !this.wanted.still;
    const picture = typeof background === 'object' && 'picture' in background ? background.picture : undefined;
    const video = typeof background === 'object' && 'video' in background ? live : undefined;
    if (!checked && !picture && !video) return;
    const key = checked ? `checkerboard ${this.width} x ${this.height}` : (picture ?? video);
    if (key === this.#behindOf) return;
    const { data, width, height } = backgroundPixels(picture ?? video, this.width, this.height);
    this.#pipeline.setBackground(data, width, height);
    this.#behindOf = key;
  }

  /** A cut, a seek, another input. */
  reset(): void {
    this.#pipeline.reset();
  }

  close(): void {
    this.#pipeline.close();
  }
}
