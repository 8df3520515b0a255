// The core in WebAssembly through core.mjs: truth in, truth out. Skips where web/core/build.sh has not been run.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Core, CoreError, loadCore } from '../../core/core.mjs';

const file = process.env.SEGME_CORE ?? fileURLToPath(new URL('../../../build-web/segme.wasm', import.meta.url));
const side = 32;
const card = { name: 'given', file: 'none', width: side, height: side, layout: 'nhwc', output_layout: 'nhwc' };
const green = { background: '#00ff00', refine: 'none' };
const [width, height] = [64, 48];

/** Left half red, right half blue. */
function halves(pixels: Uint8Array): void {
  for (let i = 0; i < width * height; ++i)
    pixels.set(i % width < width / 2 ? [200, 0, 0, 255] : [0, 0, 200, 255], 4 * i);
}

function refusal(work: () => unknown): CoreError {
  try {
    work();
  } catch (error) {
    return error as CoreError;
  }
  throw new Error('nothing was refused');
}

describe.skipIf(!existsSync(file))('core', () => {
  let core: Core;
  beforeAll(async () => {
    core = await loadCore(readFileSync(file));
  });

  /** A frame of which the left half is person, drawn by a recipe. */
  const draw = (recipe: Record<string, string>, mirror = false) => {
    const pipeline = core.pipeline(card, side, side, recipe);
    pipeline.resize(width, height);
    halves(pipeline.pixels);
    const tensor = pipeline.prepare(mirror).slice();
    for (let i = 0; i < side * side; ++i) pipeline.answer[i] = i % side < side / 2 ? 1 : 0;
    const picture = pipeline.process(0).slice();
    const matte = pipeline.matte().slice();
    pipeline.close();
    const at = (x: number) => [...picture.subarray(4 * (20 * width + x), 4 * (20 * width + x) + 4)];
    return { tensor, at, matte };
  };

  it('says its version and lists what it can, without what needs other libraries', () => {
    expect(core.version).toMatch(/^\d+\.\d+\.\d+$/);
    const options = core.options();
    expect(options.background.map(({ name }) => name)).toContain('blur');
    expect(options.refine.find(({ name }) => name === 'guided')?.options.map(({ name }) => name)).toContain('radius');
    expect(options.render.map(({ name }) => name)).not.toContain('harmonise_caffe');
  });

  it('makes the tensor that the card asks for', () => {
    const { tensor } = draw(green);
    expect(tensor.length).toBe(3 * side * side);
    expect(tensor[0]).toBeCloseTo(200 / 255, 5);
    expect(tensor[3 * (side - 1)]).toBe(0);
    expect(tensor[3 * (side - 1) + 2]).toBeCloseTo(200 / 255, 5);
  });

  it('keeps the person and puts green behind', () => {
    const { at, matte } = draw(green);
    expect(at(5)).toEqual([200, 0, 0, 255]);
    expect(at(60)).toEqual([0, 255, 0, 255]);
    expect([matte[5], matte[60]]).toEqual([255, 0]);
  });

  it('mirrors the frame before all else', () => {
    const { at, tensor } = draw(green, true);
    expect(at(5)).toEqual([0, 0, 200, 255]);
    expect(tensor[2]).toBeCloseTo(200 / 255, 5);
  });

  /** RGB of 4:2:0 whose left part is one colour and the rest another one; sides may be odd. */
  const readPlanes = (
    [w, h, left]: [number, number, number],
    colours: [number[], number[]],
    planes: { together: boolean; bt601: boolean; fullRange: boolean },
    mirror = false,
  ) => {
    const pipeline = core.pipeline(card, side, side, green);
    pipeline.resize(w, h);
    const [across, down] = [Math.ceil(w / 2), Math.ceil(h / 2)];
    const colour = (x: number) => (x < left ? colours[0] : colours[1]);
    for (let i = 0; i < w * h; ++i) pipeline.pixels[i] = colour(i % w)[0] as number;
    for (let i = 0; i < across * down; ++i) {
      const [, u, v] = colour(2 * (i % across));
      const at = planes.together ? [2 * i, 2 * i + 1] : [i, across * down + i];
      pipeline.pixels[w * h + (at[0] as number)] = u as number;
      pipeline.pixels[w * h + (at[1] as number)] = v as number;
    }
    pipeline.preparePlanes(planes, mirror);
    const frame = pipeline.frame.slice();
    pipeline.close();
    const at = (x: number, y: number) => [...frame.subarray(3 * (y * w + x), 3 * (y * w + x) + 3)];
    return { at, left: at(0, 0), right: at(w - 1, h - 1) };
  };
  const near = (one: number[], other: number[]) =>
    Math.max(...one.map((value, c) => Math.abs(value - (other[c] ?? 0))));

  it.each([
    // Y, U, V of red and of blue by the book.
    ['BT.601, limited', { bt601: true, fullRange: false }, [81, 90, 240], [41, 240, 110]],
    ['BT.709, limited', { bt601: false, fullRange: false }, [63, 102, 240], [32, 240, 118]],
    ['BT.601, full', { bt601: true, fullRange: true }, [76, 85, 255], [29, 255, 107]],
  ])('reads the planes of a video frame: %s', (_, meaning, red, blue) => {
    for (const together of [false, true]) {
      for (const size of [[64, 48, 32] as const, [35, 7, 16] as const, [1, 1, 1] as const]) {
        const planes = { together, ...meaning };
        const { left, right } = readPlanes([...size], [red, blue], planes);
        expect(near(left, [255, 0, 0])).toBeLessThan(4);
        if (size[0] > 1) expect(near(right, [0, 0, 255])).toBeLessThan(4);
        const turned = readPlanes([...size], [red, blue], planes, true);
        expect([turned.at(size[0] - 1, 0), turned.at(0, size[1] - 1)]).toEqual([left, right]);
      }
    }
  });

  it('draws a frame that was read before', () => {
    const pipeline = core.pipeline(card, side, side, green);
    pipeline.resize(width, height);
    halves(pipeline.pixels);
    const tensor = pipeline.prepare(true).slice();
    const frame = pipeline.frame.slice();
    expect([...frame.subarray(0, 3)]).toEqual([0, 0, 200]);
    const other = core.pipeline(card, side, side, green);
    other.resize(width, height);
    other.frame.set(frame);
    expect(other.prepareFrame()).toEqual(tensor);
    for (const one of [pipeline, other]) one.close();
  });

  it('cuts out where nothing is behind', () => {
    const { at } = draw({ refine: 'none' });
    expect(at(5)[3]).toBe(255);
    expect(at(60)[3]).toBe(0);
  });

  it('puts a picture of any size behind, and forgets it for a colour', () => {
    const pipeline = core.pipeline(card, side, side, green);
    pipeline.resize(width, height);
    const blue = new Uint8ClampedArray(4 * 10 * 10).map((_, i) => (i % 4 < 2 ? 0 : 255));
    pipeline.setBackground(blue, 10, 10);
    halves(pipeline.pixels);
    pipeline.prepare();
    pipeline.answer.fill(0);
    expect([...pipeline.process(0).subarray(0, 3)]).toEqual([0, 0, 255]);
    pipeline.set('background', '#ff0000');
    expect(pipeline.get('background')).toBe('#ff0000');
    pipeline.prepare();
    expect([...pipeline.process(1).subarray(0, 3)]).toEqual([255, 0, 0]);
    const { refine, render } = pipeline.times();
    expect(refine).toBeGreaterThanOrEqual(0);
    expect(render).toBeGreaterThan(0);
    pipeline.close();
  });

  it.each([
    [{ background: 'beach.jpg' }, 6, 'background', /reads no files/],
    [{ background: 'greenish' }, 2, 'background', /greenish/],
    [{ refine: 'guided:radius=0' }, 2, 'refine', /from 1 to 32/],
    [{ refine: 'guided:epsilon=0,1' }, 2, 'refine', /./],
    [{ quality: 'fast' }, 2, 'quality', /segmenter/],
    [{ colour: 'red' }, 2, 'colour', /no key/],
  ])('refuses %j with a code, a field and a sentence', (recipe, code, field, sentence) => {
    const error = refusal(() => core.pipeline(card, side, side, recipe as Record<string, string>));
    expect(error).toBeInstanceOf(CoreError);
    expect(error.code).toBe(code);
    expect(error.field).toBe(field);
    expect(error.message).toMatch(sentence);
  });

  it('keeps all as it was when a change is refused', () => {
    const pipeline = core.pipeline(card, side, side, green);
    expect(refusal(() => pipeline.set('render', 'sepia:strength=2')).code).toBe(2);
    expect(pipeline.get('background')).toBe('#00ff00');
    pipeline.close();
  });

  it('needs no more memory after the first frames, nor after many pipelines', () => {
    const recipe = { background: 'blur:strength=2' };
    const pipeline = core.pipeline(card, side, side, recipe);
    pipeline.resize(160, 120);
    const run = (count: number) => {
      for (let i = 0; i < count; ++i) {
        pipeline.pixels.fill(i);
        pipeline.prepare();
        pipeline.answer.fill(0.5);
        pipeline.process(i / 30);
      }
    };
    run(3);
    for (let i = 0; i < 3; ++i) draw(green);
    const before = core.memoryBytes;
    run(60);
    for (let i = 0; i < 10; ++i) draw(green);
    expect(core.memoryBytes).toBe(before);
    pipeline.close();
  });
});
