// gl/pack: reads a hard matte back from the GPU in a sixteenth of the numbers: 16 pixels of a row are one number, pixel j
// its bit of weight 2^(7 - j), as in the reference's packing. Here the number's two bytes are stored, two numbers in one
// RGBA texel, so that nothing is lost on a GPU without float targets.
import { drop, Program, type Target, target } from './program';

/** Pixels of a row in one number. */
export const wordPixels = 16;
const texelPixels = 2 * wordPixels;

const pack = `
uniform highp sampler2D matte;
uniform float width;
out vec4 colour;
void main() {
  ivec2 place = ivec2(gl_FragCoord.xy);
  vec4 bytes = vec4(0.0);
  for (int byte = 0; byte < 4; ++byte) {
    float sum = 0.0;
    for (int j = 0; j < 8; ++j) {
      int x = place.x * 32 + byte * 8 + j;
      float bit = x < int(width) ? step(0.5, texelFetch(matte, ivec2(x, place.y), 0).r) : 0.0;
      sum += bit * exp2(float(7 - j));
    }
    bytes[byte] = sum / 255.0;
  }
  colour = bytes;
}`;

/** The number that 16 pixels of 0 or 1 are: the sum of bit j times 2^(7 - j), 0..255.99609375. */
export function packWord(bits: ArrayLike<number>): number {
  let value = 0;
  for (let j = 0; j < wordPixels; ++j) value += (bits[j] ?? 0) * 2 ** (7 - j);
  return value;
}

/** The 16 pixels of a number, 0 or 255, into `out` from `at` on. */
export function unpackWord(value: number, out: Uint8Array, at: number): void {
  const word = Math.floor(value * 256);
  for (let j = 0; j < wordPixels && at + j < out.length; ++j) out[at + j] = ((word >> (15 - j)) & 1) * 255;
}

/** Rows of packed bytes, `rowBytes` each, to width x height pixels of 0 or 255. */
export function unpackRows(bytes: Uint8Array, rowBytes: number, width: number, height: number, out: Uint8Array): void {
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const byte = bytes[y * rowBytes + (x >> 3)] as number;
      out[y * width + x] = ((byte >> (7 - (x & 7))) & 1) * 255;
    }
  }
}

/** Reads mattes of one size, packed or pixel by pixel; person is from 1/2 on. */
export class MatteReadback {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: Program;
  readonly #packed: Target;
  readonly #bytes: Uint8Array;
  readonly #plain: Uint8Array;
  readonly #out: Uint8Array;

  constructor(
    gl: WebGL2RenderingContext,
    readonly width: number,
    readonly height: number,
  ) {
    this.#gl = gl;
    this.#program = new Program(gl, pack);
    const { RGBA8: inner, RGBA: outer, UNSIGNED_BYTE: type, NEAREST: filter } = gl;
    this.#packed = target(gl, Math.ceil(width / texelPixels), height, { inner, outer, type, filter });
    this.#bytes = new Uint8Array(4 * this.#packed.width * height);
    this.#plain = new Uint8Array(4 * width * height);
    this.#out = new Uint8Array(width * height);
  }

  /** 0 or 255 for each pixel; valid until the next call. */
  packed(matte: Target): Uint8Array {
    const gl = this.#gl;
    this.#program.draw(this.#packed, { matte: matte.texture }, { width: this.width });
    gl.readPixels(0, 0, this.#packed.width, this.height, gl.RGBA, gl.UNSIGNED_BYTE, this.#bytes);
    unpackRows(this.#bytes, 4 * this.#packed.width, this.width, this.height, this.#out);
    return this.#out;
  }

  /** The same without packing. */
  plain(matte: Target): Uint8Array {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, matte.frame);
    gl.readPixels(0, 0, this.width, this.height, gl.RGBA, gl.UNSIGNED_BYTE, this.#plain);
    for (let i = 0; i < this.#out.length; ++i) this.#out[i] = (this.#plain[4 * i] as number) >= 128 ? 255 : 0;
    return this.#out;
  }

  close(): void {
    drop(this.#gl, [this.#packed]);
  }
}
