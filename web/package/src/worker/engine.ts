// worker/engine: LiteRT.js runs the net: with threads where the page is cross-origin isolated, on WebGPU where that was
// seen to be faster, else on one thread. Only the variant that is used is loaded.
import { type CompiledModel, loadAndCompile, loadLiteRt, supportsFeature, Tensor } from '@litertjs/core';
import { Failure } from '../errors';
import type { EngineOptions } from '../messages';
import type { Running } from '../types';
import type { Assets, Manifest, ModelAsset } from './assets';
import { median } from './meter';

type Variant = 'plain' | 'threaded' | 'compat';

/** Where LiteRT's script looks for its settings while it starts. */
interface ModuleScope {
  Module?: {
    mainScriptUrlOrBlob: string;
    printErr: (line: string) => void;
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => object;
  };
}

export interface Net {
  readonly engine: Running['engine'];
  readonly outputWidth: number;
  readonly outputHeight: number;
  /** Runs the net; `output` is filled. Both tensors are floats in the card's layout. */
  run(input: Float32Array<ArrayBuffer>, output: (floats: Float32Array) => void): Promise<void>;
  close(): void;
}

export function variantOf(isolated: boolean, relaxed: boolean, threads: number): Variant {
  if (!relaxed) return 'compat';
  return isolated && threads > 1 ? 'threaded' : 'plain';
}

export class Engine {
  readonly threads: number;
  readonly variant: Variant;

  private constructor(variant: Variant, threads: number) {
    this.variant = variant;
    this.threads = threads;
  }

  static async load(assets: Assets, manifest: Manifest, options: EngineOptions): Promise<Engine> {
    const isolated = globalThis.crossOriginIsolated === true;
    const wanted = options.threads ?? Math.min(2, navigator.hardwareConcurrency || 1);
    const variant = variantOf(isolated, await supportsFeature('relaxedSimd'), wanted);
    const threads = variant === 'threaded' ? wanted : 1;
    const files = manifest.engines[variant];
    assets.expect(files.bytes);
    const script = assets.url(files.script);
    const module = assets.wasm(files.wasm);
    module.catch(() => {}); // it is looked at below, also where the script itself fails
    let failed: (error: unknown) => void = () => {};
    const failure = new Promise<never>((_, reject) => {
      failed = reject;
    });
    (globalThis as ModuleScope).Module = {
      mainScriptUrlOrBlob: script,
      printErr: (line) => {
        if (!/^(INFO|WARNING|VERBOSE|DEBUG)/.test(line)) console.error(line);
      },
      instantiateWasm: (imports, done) => {
        module.then(async (compiled) => done(await WebAssembly.instantiate(compiled, imports), compiled)).catch(failed);
        return {};
      },
    };
    try {
      await Promise.race([loadLiteRt(assets.url('litert/'), { threads: variant === 'threaded' }), failure]);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('asset', `LiteRT.js does not start: ${String(error)}. Serve the assets folder whole.`, script);
    }
    return new Engine(variant, threads);
  }

  /** The net on WebGPU where 'auto' saw it to be faster, else on the processor. */
  async net(bytes: Uint8Array, model: ModelAsset, engine: EngineOptions['engine'] = 'auto'): Promise<Net> {
    const wasm = engine === 'webgpu' ? undefined : await this.#compile(bytes, model, 'wasm');
    if (engine === 'wasm' || !(await hasRealGpu())) {
      return wasm ?? (await this.#compile(bytes, model, 'wasm'));
    }
    const gpu = await this.#compile(bytes, model, 'webgpu').catch(() => undefined);
    if (!gpu) return wasm ?? (await this.#compile(bytes, model, 'wasm'));
    if (!wasm) return gpu;
    const faster = (await timeOf(gpu, model)) < (await timeOf(wasm, model));
    (faster ? wasm : gpu).close();
    return faster ? gpu : wasm;
  }

  async #compile(bytes: Uint8Array, model: ModelAsset, accelerator: 'wasm' | 'webgpu'): Promise<Net> {
    try {
      const compiled = await loadAndCompile(bytes, {
        accelerator,
        cpuOptions: { numThreads: this.threads },
      });
      return new LiteRtNet(compiled, model, accelerator);
    } catch (error) {
      throw new Failure('model', `the engine refuses '${model.file}': ${String(error)}. Export it again.`, model.file);
    }
  }
}

/** Drawn by the processor, WebGPU is never faster than the processor itself. */
async function hasRealGpu(): Promise<boolean> {
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<GpuAdapter | null> } }).gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return adapter ? !(adapter.isFallbackAdapter ?? adapter.info?.isFallbackAdapter ?? false) : false;
}

interface GpuAdapter {
  isFallbackAdapter?: boolean;
  info?: { isFallbackAdapter?: boolean };
}

async function timeOf(net: Net, model: ModelAsset): Promise<number> {
  const input = new Float32Array(3 * model.card.width * model.card.height);
  const times: number[] = [];
  for (let i = 0; i < 6; ++i) {
    const begin = performance.now();
    await net.run(input, () => {});
    if (i > 0) times.push(performance.now() - begin); // the first one warms up
  }
  return median(times);
}

class LiteRtNet implements Net {
  readonly outputWidth: number;
  readonly outputHeight: number;
  readonly #shape: number[];

  constructor(
    readonly compiled: CompiledModel,
    model: ModelAsset,
    readonly engine: Running['engine'],
  ) {
    const input = compiled.getInputDetails()[0];
    const output = compiled.getOutputDetails()[0];
    const { width, height } = model.card;
    this.#shape = [...(input?.shape ?? [1, height, width, 3])];
    const flat = (output?.shape.length ?? 0) < 4;
    this.outputHeight = flat ? height : Number(output?.shape[1]);
    this.outputWidth = flat ? width : Number(output?.shape[2]);
  }

  async run(input: Float32Array<ArrayBuffer>, output: (floats: Float32Array) => void): Promise<void> {
    const tensor = new Tensor(input, this.#shape);
    let given: Tensor | undefined = tensor;
    try {
      if (this.engine === 'webgpu') given = await tensor.moveTo('webgpu');
      const results = await this.compiled.run([given]);
      try {
        output((await (results[0] as Tensor).data()) as Float32Array);
      } finally {
        for (const result of results) result.delete();
      }
    } finally {
      given.delete();
    }
  }

  close(): void {
    this.compiled.delete();
  }
}
