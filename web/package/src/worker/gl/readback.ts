// gl/readback: holds the packed way of reading a matte back against the plain one: the same pixels, and how long both take.
import { median } from '../meter';
import { MatteReadback } from './pack';
import { drop, target } from './program';

export interface ReadbackReport {
  /** Whether both gave what was drawn, in every pixel. */
  exact: boolean;
  packed: number; // median milliseconds
  plain: number;
}

/** Draws random hard mattes of this size and reads them back. Nothing where there is no WebGL2. */
export function measureReadback(width: number, height: number, rounds: number): ReadbackReport | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return undefined;
  const matte = target(gl, width, height);
  const readback = new MatteReadback(gl, width, height);
  const truth = new Uint8Array(width * height);
  const pixels = new Uint8Array(4 * truth.length);
  const times: Record<'packed' | 'plain', number[]> = { packed: [], plain: [] };
  let exact = true;
  for (let round = 0; round <= rounds; ++round) {
    for (let i = 0; i < truth.length; ++i) {
      truth[i] = Math.random() < 0.5 ? 0 : 255;
      pixels.fill(truth[i] as number, 4 * i, 4 * i + 4);
    }
    gl.bindTexture(gl.TEXTURE_2D, matte.texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    gl.finish();
    for (const way of ['packed', 'plain'] as const) {
      const begin = performance.now();
      const seen = readback[way](matte);
      if (round > 0) times[way].push(performance.now() - begin); // the first one warms up
      exact &&= seen.every((value, i) => value === truth[i]);
    }
  }
  readback.close();
  drop(gl, [matte]);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { exact, packed: median(times.packed), plain: median(times.plain) };
}
