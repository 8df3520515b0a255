// The parts of the worker that need no browser: newest frame only, medians, the level that holds the frame rate, layout.
import { describe, expect, it } from 'vitest';
import type { Level } from '../src/types';
import { AutoLevel } from '../src/worker/auto_level';
import { variantOf } from '../src/worker/engine';
import { cutOf } from '../src/worker/gl/layout';
import { Meter, median } from '../src/worker/meter';
import { Newest } from '../src/worker/newest';
import { planesOf } from '../src/worker/pixels';
import { noStages } from '../src/worker/stages';

class Item {
  closed = 0;
  constructor(readonly number: number) {}
  close(): void {
    this.closed += 1;
  }
}

describe('Newest', () => {
  it('works on the first and the newest, drops what lies between, closes each once', async () => {
    const seen: number[] = [];
    let go: () => void = () => {};
    const newest = new Newest<Item>(async (item) => {
      seen.push(item.number);
      await new Promise<void>((resolve) => {
        go = resolve;
      });
    });
    const items = [0, 1, 2, 3].map((number) => new Item(number));
    for (const item of items) newest.offer(item);
    expect(newest.dropped).toBe(2);
    go();
    await new Promise((resolve) => setTimeout(resolve));
    go();
    await new Promise((resolve) => setTimeout(resolve));
    expect(seen).toEqual([0, 3]);
    expect(items.map((item) => item.closed)).toEqual([1, 1, 1, 1]);
  });
});

describe('Meter', () => {
  it('counts the last second and takes medians', () => {
    expect(median([])).toBe(0);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    const meter = new Meter();
    for (let i = 0; i < 300; ++i) meter.add(i * 100, { ...noStages(), infer: i, total: 2 * i });
    const { fps, stages } = meter.read(29_950);
    expect(fps).toBe(10);
    expect(stages.infer).toBe(294.5);
    expect(stages.total).toBe(589);
    meter.clear();
    expect(meter.read(29_950).fps).toBe(0);
  });
});

describe('AutoLevel', () => {
  const levels: Level[] = ['fast', 'balanced', 'accurate'];
  it('goes down after three slow seconds, up where there is room, and not at once up again', () => {
    const auto = new AutoLevel();
    const slow = (level: Level) => auto.next(level, levels, 12, 18, 80, 28);
    const easy = (level: Level) => auto.next(level, levels, 30, 0, 5, 28);
    expect([slow('balanced'), slow('balanced'), slow('balanced')]).toEqual(['balanced', 'balanced', 'fast']);
    let seconds = 0;
    while (easy('fast') === 'fast') seconds += 1;
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThan(70);
    expect(slow('fast')).toBe('fast');
  });
  it('blames work that fills the second, though no frame was seen to be left out', () => {
    const auto = new AutoLevel();
    const seen = [1, 2, 3].map(() => auto.next('balanced', levels, 10, 0, 95, 28));
    expect(seen).toEqual(['balanced', 'balanced', 'fast']);
  });
  it('does not blame the work for a slow camera', () => {
    const auto = new AutoLevel();
    for (let i = 0; i < 10; ++i) expect(auto.next('balanced', levels, 15, 0, 30, 28)).toBe('balanced');
  });
});

describe('planesOf', () => {
  const of = (format: string, matrix: string | null, fullRange: boolean | null, x = 0) =>
    planesOf({ format, colorSpace: { matrix, fullRange }, visibleRect: { x, y: 0 } } as unknown as VideoFrame);
  it('takes planes that the core can convert, and leaves others to the browser', () => {
    expect(of('I420', 'bt709', false)).toEqual({ together: false, bt601: false, fullRange: false });
    expect(of('NV12', 'smpte170m', true)).toEqual({ together: true, bt601: true, fullRange: true });
    expect(of('I420', 'bt2020-ncl', false)).toBeUndefined();
    expect(of('I420', null, null)).toEqual({ together: false, bt601: true, fullRange: false });
    expect(of('I420', 'bt709', null)).toBeUndefined();
    expect(of('I420', 'bt709', false, 1)).toBeUndefined();
    expect(of('BGRX', 'rgb', true)).toBeUndefined();
  });
});

describe('variantOf', () => {
  it('takes threads only where the page is isolated', () => {
    expect(variantOf(true, true, 2)).toBe('threaded');
    expect(variantOf(false, true, 2)).toBe('plain');
    expect(variantOf(true, true, 1)).toBe('plain');
    expect(variantOf(true, false, 2)).toBe('compat');
  });
});

describe('cutOf', () => {
  it('covers, shows all, or keeps the size', () => {
    expect(cutOf('fill', 200, 100, 100, 100)).toEqual([0.5, 1, 0.25, 0]);
    expect(cutOf('fit', 200, 100, 100, 100)).toEqual([1, 2, 0, -0.5]);
    expect(cutOf('centre', 200, 100, 100, 100)).toEqual([0.5, 1, 0.25, 0]);
  });
});
