// gl/glass: draws frames by WebGL2: the net's matte brought to the frame's edges, then the background. It can what
// can() says; the core does the rest.
import type { WorkerLook } from '../../messages';
import { edge } from '../recipe';
import { cutOf } from './layout';
import { drop, Program, type Target, target, texture } from './program';
import * as shaders from './shaders';

export interface CoarseMatte {
  values: Float32Array;
  width: number;
  height: number;
}

const smaller = 4; // the blurred background has a quarter of the frame's sides
const wrapWidth = 1.2; // hundredths of the longer side, as the light_wrap of the core

export class Glass {
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Record<'upsample' | 'without' | 'blur' | 'light' | 'compose', Program>;
  readonly #frame: WebGLTexture;
  readonly #coarse: WebGLTexture;
  readonly #behind: WebGLTexture;
  #bytes = new Uint8Array(0);
  #matte: Target | undefined;
  #soft: [Target, Target] | undefined;
  #shown: unknown;

  private constructor(
    readonly canvas: OffscreenCanvas,
    gl: WebGL2RenderingContext,
  ) {
    this.#gl = gl;
    this.#programs = {
      upsample: new Program(gl, shaders.upsample),
      without: new Program(gl, shaders.without),
      blur: new Program(gl, shaders.blur),
      light: new Program(gl, shaders.light),
      compose: new Program(gl, shaders.compose),
    };
    this.#frame = texture(gl, gl.LINEAR);
    this.#coarse = texture(gl, gl.NEAREST);
    this.#behind = texture(gl, gl.LINEAR);
  }

  /** Nothing where the browser has no WebGL2, or, unless it is `asked` for, only one that the processor draws. */
  static make(asked: boolean): Glass | undefined {
    const canvas = new OffscreenCanvas(16, 16);
    const plain = { alpha: false, antialias: false, depth: false };
    const gl = canvas.getContext('webgl2', { ...plain, failIfMajorPerformanceCaveat: !asked });
    if (!gl) return undefined;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    return new Glass(canvas, gl);
  }

  /** Whether there is any WebGL2. */
  static possible(): boolean {
    return new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
  }

  can(look: WorkerLook): boolean {
    const bokeh = typeof look.background === 'object' && 'bokeh' in look.background;
    return look.view === 'picture' && !bokeh && look.colourTransfer === 0 && !this.#gl.isContextLost();
  }

  #resize(width: number, height: number): void {
    if (this.#matte?.width === width && this.#matte.height === height) return;
    const gl = this.#gl;
    drop(
      gl,
      [this.#matte, ...(this.#soft ?? [])].filter((one) => one !== undefined),
    );
    this.canvas.width = width;
    this.canvas.height = height;
    this.#matte = target(gl, width, height);
    const [w, h] = [Math.ceil(width / smaller), Math.ceil(height / smaller)];
    this.#soft = [target(gl, w, h), target(gl, w, h)];
  }

  /** Draws the frame, whose coarse matte is given, on the canvas. */
  draw(
    source: TexImageSource,
    width: number,
    height: number,
    coarse: CoarseMatte,
    look: WorkerLook,
    live: ImageBitmap | undefined,
  ): void {
    const gl = this.#gl;
    this.#resize(width, height);
    const [matte, soft] = [this.#matte as Target, this.#soft as [Target, Target]];
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#frame);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, source);
    this.#upload(coarse);
    const mirrored = look.mirror ? 1 : 0;
    this.#programs.upsample.draw(
      matte,
      { frame: this.#frame, coarse: this.#coarse },
      { size: [coarse.width, coarse.height], edge: edge(look), smoothed: look.smoothStep ? 1 : 0, mirrored },
    );
    const { kind, plain, cut, behind, sigma } = this.#background(look, live, width, height);
    if (kind === 2) {
      this.#programs.without.draw(soft[0], { frame: this.#frame, matte: matte.texture }, { mirrored });
      this.#soften(soft, sigma);
    }
    const shown = kind === 2 ? soft[0].texture : behind;
    if (look.lightWrap > 0 && kind === 1) {
      this.#programs.light.draw(soft[0], { behind: shown, matte: matte.texture }, { cut });
      this.#soften(soft, (wrapWidth / 100) * Math.max(soft[0].width, soft[0].height));
    }
    this.#programs.compose.draw(
      { width, height },
      { frame: this.#frame, matte: matte.texture, behind: shown, wrapped: soft[0].texture },
      { kind, mirrored, plain, cut, size: [width, height], wrap: kind === 1 ? look.lightWrap : 0, turned: 1 },
    );
  }

  #soften(soft: [Target, Target], sigma: number): void {
    const { width, height } = soft[0];
    this.#programs.blur.draw(soft[1], { source: soft[0].texture }, { step: [1 / width, 0], sigma });
    this.#programs.blur.draw(soft[0], { source: soft[1].texture }, { step: [0, 1 / height], sigma });
  }

  #upload({ values, width, height }: CoarseMatte): void {
    const gl = this.#gl;
    if (this.#bytes.length !== width * height) this.#bytes = new Uint8Array(width * height);
    for (let i = 0; i < this.#bytes.length; ++i) {
      this.#bytes[i] = Math.min(255, Math.max(0, (values[i] as number) * 255 + 0.5));
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#coarse);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, width, height, 0, gl.RED, gl.UNSIGNED_BYTE, this.#bytes);
  }

  #background(look: WorkerLook, live: ImageBitmap | undefined, width: number, height: number) {
    const { background } = look;
    const nothing = { kind: 0, plain: [0, 0, 0], cut: [1, 1, 0, 0], behind: this.#behind, sigma: 0 };
    if (background === 'none') return { ...nothing, kind: 3 };
    if ('blur' in background) {
      return { ...nothing, kind: 2, sigma: Math.max(0.3, (background.blur / 100 / smaller) * Math.max(width, height)) };
    }
    if ('colour' in background) {
      const value = Number.parseInt(background.colour.slice(1), 16);
      return { ...nothing, plain: [16, 8, 0].map((shift) => ((value >> shift) & 255) / 255) };
    }
    const picture = 'picture' in background ? background.picture : live;
    if (!picture || !('fit' in background || 'picture' in background || 'video' in background)) return nothing;
    if (picture !== this.#shown) {
      const gl = this.#gl;
      gl.bindTexture(gl.TEXTURE_2D, this.#behind);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, picture);
      this.#shown = picture;
    }
    const fit = ('fit' in background && background.fit) || 'fill';
    return { ...nothing, kind: 1, cut: cutOf(fit, picture.width, picture.height, width, height) };
  }

  /** Waits until all is drawn. */
  finish(): void {
    const gl = this.#gl;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  close(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
