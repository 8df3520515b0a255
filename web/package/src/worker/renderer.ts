// worker/renderer: who draws, the core or WebGL2: both draw a few pictures at the start, and the faster one stays.
import type { WorkerLook } from '../messages';
import type { Running } from '../types';
import type { Glass } from './gl/glass';
import { median } from './meter';
import type { Painter } from './painter';
import { noStages } from './stages';

export interface Choice {
  renderer: Running['renderer'];
  reason: string;
  webgl2: boolean;
}

// Small: a frame costs either way as many times as much, and WebGL2 drawn by a processor is to be found out quickly.
const width = 160;
const height = 120;
const rounds = 4;
const hopeless = 8; // times slower in the first round: no other one is needed

/** A picture with edges and colours: what is drawn does not matter, only how long it takes. */
function testPicture(): { image: ImageData; rgb: Uint8Array } {
  const image = new ImageData(width, height);
  const rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; ++i) {
    const colour = [i % 251, (i >> 3) % 241, (i * 7) % 239];
    image.data.set([...colour, 255], 4 * i);
    rgb.set(colour, 3 * i);
  }
  return { image, rgb };
}

export async function chooseRenderer(
  wanted: 'auto' | 'webgl2' | 'wasm',
  software: string,
  painter: Painter,
  glass: Glass | undefined,
  look: WorkerLook,
): Promise<Choice> {
  if (wanted === 'wasm') return { renderer: 'wasm', reason: 'asked for', webgl2: false };
  if (software) return { renderer: 'wasm', reason: `the processor draws WebGL2 (${software})`, webgl2: true };
  if (!glass) return { renderer: 'wasm', reason: 'no WebGL2', webgl2: false };
  if (wanted === 'webgl2') return { renderer: 'webgl2', reason: 'asked for', webgl2: true };
  const { image, rgb } = testPicture();
  const source = await createImageBitmap(image);
  await painter.findIn(rgb, width, height, noStages());
  const matte = { values: painter.answer, width: painter.net.outputWidth, height: painter.net.outputHeight };
  const plain: WorkerLook = { ...look, background: { blur: 2 }, view: 'picture', colourTransfer: 0 };
  const times: Record<'webgl2' | 'wasm', number[]> = { webgl2: [], wasm: [] };
  for (let round = 0; round <= rounds; ++round) {
    const begin = performance.now();
    glass.draw(source, width, height, { ...matte, values: painter.answer }, plain, undefined);
    glass.finish();
    const middle = performance.now();
    painter.draw(round, noStages());
    const [gl, wasm] = [middle - begin, performance.now() - middle];
    const lost = round === 0 && gl > hopeless * wasm;
    if (round === 0 && !lost) continue; // the first one warms up
    times.webgl2.push(gl);
    times.wasm.push(wasm);
    if (lost) break;
  }
  source.close();
  const [gl, wasm] = [median(times.webgl2), median(times.wasm)];
  const reason = `webgl2 ${gl.toFixed(1)} ms, wasm ${wasm.toFixed(1)} ms for ${width} x ${height}`;
  return { renderer: gl < wasm ? 'webgl2' : 'wasm', reason, webgl2: true };
}
