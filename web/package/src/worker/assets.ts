// worker/assets: files of the package, fetched with progress. Large ones lie gzipped, so that any server will do; one that
// unpacks them itself, or an unpacked file, is taken as well.
import { Failure } from '../errors';
import type { Level } from '../types';

export interface ModelAsset {
  file: string;
  card: Record<string, unknown> & { name: string; width: number; height: number };
  bytes: number;
}

/** assets.json: what there is, with the bytes that are loaded. */
export interface Manifest {
  version: string;
  core: { file: string; bytes: number };
  engines: Record<'plain' | 'threaded' | 'compat', { script: string; wasm: string; bytes: number }>;
  models: Partial<Record<Level, ModelAsset>>;
}

const gzipMagic = [0x1f, 0x8b];

/** The chunks of a body from its first one on, unpacked where they are gzip. */
async function unpacked(body: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const reader = body.getReader();
  const first = await reader.read();
  const packed = gzipMagic.every((byte, i) => first.value?.[i] === byte);
  const whole = new ReadableStream<Uint8Array>({
    start: (control) => (first.value ? control.enqueue(first.value) : control.close()),
    pull: async (control) => {
      const { done, value } = await reader.read();
      if (done) control.close();
      else control.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  if (!packed) return whole;
  return whole.pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>);
}

export class Assets {
  #loaded = 0;
  #total = 0;

  constructor(
    readonly base: string,
    readonly progress: (loaded: number, total: number) => void,
  ) {}

  url(file: string): string {
    return new URL(file, this.base).href;
  }

  /** Announces what will be loaded. */
  expect(bytes: number): void {
    this.#total += bytes;
  }

  async manifest(): Promise<Manifest> {
    return JSON.parse(new TextDecoder().decode(await this.bytes('assets.json'))) as Manifest;
  }

  async bytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.#open(file)).arrayBuffer());
  }

  /** Compiles while it loads. */
  async wasm(file: string): Promise<WebAssembly.Module> {
    const answer = await this.#open(file);
    try {
      return await WebAssembly.compileStreaming(answer);
    } catch (error) {
      if (error instanceof Failure) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new Failure('asset', `'${this.url(file)}' is no WebAssembly: ${why}. Copy the assets folder again.`, file);
    }
  }

  async #open(file: string): Promise<Response> {
    const url = this.url(file);
    const refused = (why: string) =>
      new Failure('asset', `cannot load '${url}': ${why}. Serve the assets folder.`, file);
    let answer: Response;
    try {
      answer = await fetch(url);
    } catch (error) {
      throw refused(error instanceof Error ? error.message : 'no answer');
    }
    if (!answer.ok || !answer.body) throw refused(`the server answered ${answer.status}`);
    const counted = answer.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, control) => {
          this.#loaded += chunk.byteLength;
          this.progress(this.#loaded, Math.max(this.#total, this.#loaded));
          control.enqueue(chunk);
        },
      }),
    );
    return new Response(await unpacked(counted), { headers: { 'content-type': 'application/wasm' } });
  }
}
