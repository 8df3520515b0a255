// ui/speed: what the package measures, once a second: frame rate, milliseconds of each stage, and what really runs.
import type { Statistics } from '../engine';
import { say, type Word } from '../words/words';
import { byId, make } from './dom';

const engines = { webgpu: 'LiteRT WebGPU', wasm: 'LiteRT WebAssembly' };
const renderers = { webgl2: 'WebGL 2', wasm: 'WebAssembly' };
const sources = { processor: 'MediaStreamTrackProcessor', callback: 'requestVideoFrameCallback', none: '–' };

const figures: [Word, (statistics: Statistics) => string][] = [
  ['fps', ({ fps }) => `${fps.toFixed(1)} / s`],
  ['read', ({ stages }) => milliseconds(stages.read)],
  ['infer', ({ stages }) => milliseconds(stages.infer)],
  ['refine', ({ stages }) => milliseconds(stages.refine)],
  ['render', ({ stages }) => milliseconds(stages.render)],
  ['total', ({ stages }) => milliseconds(stages.total)],
  ['dropped', ({ dropped }) => `${dropped}`],
  ['size', ({ width, height }) => (width ? `${width} x ${height}` : '–')],
  ['model', ({ running }) => running.model],
  ['quality', ({ running }) => say(running.level)],
  ['engine', ({ running }) => engineText(running)],
  ['renderer', ({ running }) => renderers[running.renderer]],
  ['frames', ({ running }) => sources[running.frames]],
];

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;

function engineText({ engine, threads }: Statistics['running']): string {
  return say(threads === 1 ? 'oneThread' : 'threads', { engine: engines[engine], count: threads });
}

/** Returns what shows new figures. */
export function fillSpeed(): (statistics: Statistics) => void {
  const places = figures.map(([word]) => {
    const value = make('dd', { textContent: '–' });
    byId('speed').append(make('div', {}, make('dt', { dataset: { word } }), value));
    return value;
  });
  const reason = make('p', { className: 'muted' });
  byId('speed').after(reason);
  return (statistics) => {
    figures.forEach(([, text], at) => {
      const place = places[at];
      if (place) place.textContent = text(statistics);
    });
    reason.textContent = statistics.running.rendererReason;
    const { fps, running } = statistics;
    byId('chip').textContent =
      `${Math.round(fps)} / s · ${say(running.level)} · ${running.engine === 'webgpu' ? 'WebGPU' : 'Wasm'}`;
  };
}
