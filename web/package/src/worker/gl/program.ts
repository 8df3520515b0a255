// gl/program: shaders, textures and targets of WebGL2 in few words. What the context refuses is an Error.

const corners = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}`;

export interface Target {
  texture: WebGLTexture;
  frame: WebGLFramebuffer;
  width: number;
  height: number;
}

export interface Format {
  inner: number;
  outer: number;
  type: number;
  filter: number;
}

export function texture(gl: WebGL2RenderingContext, filter: number): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return made;
}

/** A texture that can be drawn into. */
export function target(gl: WebGL2RenderingContext, width: number, height: number, format?: Format): Target {
  const { inner, outer, type, filter } = format ?? {
    inner: gl.RGBA8,
    outer: gl.RGBA,
    type: gl.UNSIGNED_BYTE,
    filter: gl.LINEAR,
  };
  const made = texture(gl, filter);
  gl.texImage2D(gl.TEXTURE_2D, 0, inner, width, height, 0, outer, type, null);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, made, 0);
  if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) {
    throw new Error('WebGL2 cannot draw into this kind of texture');
  }
  return { texture: made, frame, width, height };
}

export function drop(gl: WebGL2RenderingContext, targets: Target[]): void {
  for (const { texture: made, frame } of targets) {
    gl.deleteTexture(made);
    gl.deleteFramebuffer(frame);
  }
}

/** A fragment shader over the whole of a target. */
export class Program {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #places = new Map<string, WebGLUniformLocation | null>();

  constructor(gl: WebGL2RenderingContext, fragment: string) {
    this.#gl = gl;
    this.#program = gl.createProgram();
    for (const [kind, text] of [
      [gl.VERTEX_SHADER, corners],
      [gl.FRAGMENT_SHADER, `#version 300 es\nprecision highp float;\nin vec2 at;\n${fragment}`],
    ] as const) {
      const shader = gl.createShader(kind) as WebGLShader;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(this.#program, shader);
      gl.deleteShader(shader);
    }
    gl.linkProgram(this.#program);
    if (!gl.getProgramParameter(this.#program, gl.LINK_STATUS)) {
      throw new Error(`WebGL2 refuses a shader: ${gl.getProgramInfoLog(this.#program)}`);
    }
  }

  #place(name: string): WebGLUniformLocation | null {
    if (!this.#places.has(name)) this.#places.set(name, this.#gl.getUniformLocation(this.#program, name));
    return this.#places.get(name) ?? null;
  }

  /** Draws with textures by name and numbers by name; no target is the canvas. */
  draw(
    into: Target | { width: number; height: number },
    textures: Record<string, WebGLTexture>,
    numbers: Record<string, number | number[]> = {},
  ): void {
    const gl = this.#gl;
    gl.useProgram(this.#program);
    gl.bindFramebuffer(gl.FRAMEBUFFER, 'frame' in into ? into.frame : null);
    gl.viewport(0, 0, into.width, into.height);
    Object.entries(textures).forEach(([name, made], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, made);
      gl.uniform1i(this.#place(name), unit);
    });
    for (const [name, value] of Object.entries(numbers)) {
      const list = typeof value === 'number' ? [value] : value;
      const set = [gl.uniform1fv, gl.uniform2fv, gl.uniform3fv, gl.uniform4fv][list.length - 1];
      set?.call(gl, this.#place(name), list);
    }
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
}
