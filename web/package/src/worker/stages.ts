// worker/stages: an empty list of times.
import type { Stages } from '../types';

export function noStages(): Stages {
  return { read: 0, infer: 0, refine: 0, render: 0, total: 0 };
}
