// worker/meter: medians of the last second, stage by stage, without an allocation a frame.
import type { Stages } from '../types';

const most = 128; // pictures a second that are looked at
export const stageNames = ['read', 'infer', 'refine', 'render', 'total'] as const;

export function median(values: readonly number[] | Float64Array): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export class Meter {
  readonly #times = stageNames.map(() => new Float64Array(most));
  readonly #ends = new Float64Array(most);
  #count = 0;

  add(now: number, stages: Stages): void {
    const place = this.#count++ % most;
    this.#ends[place] = now;
    stageNames.forEach((name, i) => {
      (this.#times[i] as Float64Array)[place] = stages[name];
    });
  }

  /** Pictures in the second before `now`, and the medians of their times. */
  read(now: number): { fps: number; stages: Stages } {
    const recent: number[] = [];
    for (let i = 0; i < Math.min(this.#count, most); ++i) if ((this.#ends[i] ?? 0) > now - 1000) recent.push(i);
    const stages = { read: 0, infer: 0, refine: 0, render: 0, total: 0 };
    stageNames.forEach((name, i) => {
      stages[name] = median(recent.map((place) => this.#times[i]?.[place] ?? 0));
    });
    return { fps: recent.length, stages };
  }

  clear(): void {
    this.#count = 0;
  }
}
