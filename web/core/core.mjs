// web/core/core: segme.h for JavaScript. Loads segme.wasm, and keeps pixels, tensors and handles in its memory. One
// pipeline is one net and one look; its engine runs outside: prepare(), run the net, write `answer`, process().

const RGB8 = 1;
const RGBA8 = 2;
const GREY8 = 6;
const IMAGE_BYTES = 40; // segme_image on a 32-bit machine: 3 pointers, 3 strides, 4 numbers
const TIMES_BYTES = 32; // segme_times: 4 doubles

/** What the core refused: `code` is a segme_code, `field` the key or argument meant. */
export class CoreError extends Error {
  constructor(code, field, text) {
    super(text);
    this.name = 'CoreError';
    this.code = code;
    this.field = field;
  }
}

/** The system calls that are left in the core: a clock, and files that are not there. */
function imports(memory) {
  const badFile = () => 8;
  const answers = {
    clock_time_get: (_clock, _precision, place) => {
      new DataView(memory().buffer).setBigUint64(place, BigInt(Math.round(performance.now() * 1e6)), true);
      return 0;
    },
    environ_sizes_get: (count, size) => {
      const view = new DataView(memory().buffer);
      view.setUint32(count, 0, true);
      view.setUint32(size, 0, true);
      return 0;
    },
    environ_get: () => 0,
    proc_exit: (code) => {
      throw new Error(`the core ended with ${code}`);
    },
  };
  const missing = (name) => answers[name] ?? badFile;
  return new Proxy({}, { get: (_target, _module) => new Proxy({}, { get: (_names, name) => missing(name) }) });
}

/** Loads the core from a compiled module or its bytes. */
export async function loadCore(wasm) {
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  let memory;
  const from = imports(() => memory);
  const wanted = {};
  for (const { module: space, name } of WebAssembly.Module.imports(module)) {
    wanted[space] ??= {};
    wanted[space][name] = from[space][name];
  }
  const instance = await WebAssembly.instantiate(module, wanted);
  memory = instance.exports.memory;
  instance.exports._initialize();
  return new Core(instance.exports);
}

export class Core {
  constructor(exports) {
    this.exports = exports;
    this.errorPlace = this.take(4);
    this.errors = 0;
  }

  get version() {
    return this.text(this.exports.segme_version());
  }

  /** Refiners, backgrounds and renderers with their options, types, ranges and defaults. */
  options() {
    return JSON.parse(this.text(this.exports.segme_options()));
  }

  /** Bytes of the core's memory. */
  get memoryBytes() {
    return this.exports.memory.buffer.byteLength;
  }

  pipeline(card, outputWidth, outputHeight, recipe) {
    return new CorePipeline(this, card, outputWidth, outputHeight, recipe);
  }

  // Below: for CorePipeline.

  take(bytes) {
    const place = this.exports.malloc(bytes);
    if (place === 0) throw new CoreError(8, '', 'there is not enough memory for this. Try a smaller picture.');
    return place;
  }

  bytes(place, count) {
    return new Uint8Array(this.exports.memory.buffer, place, count);
  }

  floats(place, count) {
    return new Float32Array(this.exports.memory.buffer, place, count);
  }

  text(place) {
    const all = new Uint8Array(this.exports.memory.buffer);
    return new TextDecoder().decode(all.slice(place, all.indexOf(0, place)));
  }

  /** Calls work with the places of texts, which live until it returns. */
  withTexts(texts, work) {
    const places = texts.map((text) => {
      const encoded = new TextEncoder().encode(text);
      const place = this.take(encoded.length + 1);
      this.bytes(place, encoded.length + 1).set([...encoded, 0]);
      return place;
    });
    try {
      return work(...places);
    } finally {
      for (const place of places) this.exports.free(place);
    }
  }

  /** What a function of segme.h returned, or a CoreError where that is 0. */
  checked(result) {
    if (result !== 0) return result;
    const error = new Uint32Array(this.exports.memory.buffer, this.errorPlace, 1)[0];
    const { segme_error_code, segme_error_field, segme_error_text, segme_error_free } = this.exports;
    const thrown = new CoreError(
      segme_error_code(error),
      this.text(segme_error_field(error)),
      this.text(segme_error_text(error)),
    );
    segme_error_free(error);
    throw thrown;
  }

  image(place, data, width, height, format) {
    const channels = format === RGB8 ? 3 : format === RGBA8 ? 4 : 1;
    const words = new Int32Array(this.exports.memory.buffer, place, IMAGE_BYTES / 4);
    words.set([data, 0, 0, channels * width, 0, 0, width, height, format, 0]);
    return place;
  }
}

export class CorePipeline {
  #core;
  #segmenter = 0;
  #pipeline = 0;
  #answer;
  #answerCount;
  #views;
  #countPlace;
  #times;
  #width = 0;
  #height = 0;
  #rgba = 0; // in and out: the frame, then the picture
  #rgb = 0;
  #grey = 0;

  constructor(core, card, outputWidth, outputHeight, recipe) {
    this.#core = core;
    const { exports } = core;
    this.#views = core.take(2 * IMAGE_BYTES);
    this.#countPlace = core.take(4);
    this.#times = core.take(TIMES_BYTES);
    this.#answerCount = outputWidth * outputHeight * (card.output_channels ?? 1);
    this.#answer = core.take(4 * this.#answerCount);
    try {
      core.withTexts([JSON.stringify(card), JSON.stringify(recipe)], (cardText, recipeText) => {
        this.#segmenter = core.checked(
          exports.page_segmenter(cardText, outputWidth, outputHeight, this.#answer, core.errorPlace),
        );
        this.#pipeline = core.checked(exports.segme_pipeline_new_with(this.#segmenter, recipeText, core.errorPlace));
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get width() {
    return this.#width;
  }
  get height() {
    return this.#height;
  }

  /** Frames have this size from now on. */
  resize(width, height) {
    if (width === this.#width && height === this.#height) return;
    this.#freePixels();
    this.#rgba = this.#core.take(4 * width * height);
    this.#rgb = this.#core.take(3 * width * height);
    this.#grey = this.#core.take(width * height);
    this.#width = width;
    this.#height = height;
    this.reset();
  }

  /** RGBA of the frame before prepare(), of the picture after process(). Look it up anew each time: memory moves. */
  get pixels() {
    return this.#core.bytes(this.#rgba, 4 * this.#width * this.#height);
  }

  /** What the net answered, as floats in the card's layout; to be written before process(). */
  get answer() {
    return this.#core.floats(this.#answer, this.#answerCount);
  }

  /** RGB of the frame, after prepare(); to be written before prepareFrame(). */
  get frame() {
    return this.#core.bytes(this.#rgb, 3 * this.#width * this.#height);
  }

  /** The net's input of the frame in `pixels`: a view that is valid until the next call. */
  prepare(mirror = false) {
    const { exports } = this.#core;
    exports.page_read_rgba(this.#rgba, this.#width, this.#height, mirror ? 1 : 0, this.#rgb);
    return this.prepareFrame();
  }

  /** The same where `pixels` holds luma and then chroma of 4:2:0, in rows without gaps. */
  preparePlanes({ together, bt601, fullRange }, mirror = false) {
    const flags = [together, bt601, fullRange, mirror].map((flag) => (flag ? 1 : 0));
    this.#core.exports.page_read_planes(this.#rgba, this.#width, this.#height, ...flags, this.#rgb);
    return this.prepareFrame();
  }

  /** The same for the RGB in `frame`. */
  prepareFrame() {
    const { exports, errorPlace } = this.#core;
    const view = this.#core.image(this.#views, this.#rgb, this.#width, this.#height, RGB8);
    const tensor = this.#core.checked(
      exports.segme_segmenter_prepare(this.#segmenter, view, this.#countPlace, errorPlace),
    );
    const count = new Uint32Array(exports.memory.buffer, this.#countPlace, 1)[0];
    return this.#core.floats(tensor, count);
  }

  /** Refines and draws the prepared frame into `pixels`. */
  process(seconds) {
    const { exports, errorPlace } = this.#core;
    const view = this.#core.image(this.#views, this.#rgb, this.#width, this.#height, RGB8);
    const out = this.#core.image(this.#views + IMAGE_BYTES, this.#rgba, this.#width, this.#height, RGBA8);
    this.#core.checked(exports.segme_pipeline_process_at(this.#pipeline, view, out, seconds, errorPlace));
    return this.pixels;
  }

  /** Only the matte of the prepared frame, 255 is person. */
  find(seconds) {
    const { exports, errorPlace } = this.#core;
    const view = this.#core.image(this.#views, this.#rgb, this.#width, this.#height, RGB8);
    const out = this.#core.image(this.#views + IMAGE_BYTES, this.#grey, this.#width, this.#height, GREY8);
    this.#core.checked(exports.segme_pipeline_process_at(this.#pipeline, view, out, seconds, errorPlace));
    return this.#core.bytes(this.#grey, this.#width * this.#height);
  }

  /** The matte of the last frame, 255 is person. */
  matte() {
    const out = this.#core.image(this.#views, this.#grey, this.#width, this.#height, GREY8);
    this.#core.checked(this.#core.exports.segme_pipeline_matte(this.#pipeline, out, this.#core.errorPlace));
    return this.#core.bytes(this.#grey, this.#width * this.#height);
  }

  /** Milliseconds of the last frame: refining its matte, drawing it. */
  times() {
    const { exports, errorPlace } = this.#core;
    this.#core.checked(exports.segme_pipeline_times(this.#pipeline, this.#times, errorPlace));
    const [, , refine, render] = new Float64Array(exports.memory.buffer, this.#times, 4);
    return { refine, render };
  }

  set(key, value) {
    const { exports, errorPlace } = this.#core;
    this.#core.withTexts([key, value], (keyText, valueText) =>
      this.#core.checked(exports.segme_pipeline_set(this.#pipeline, keyText, valueText, errorPlace)),
    );
  }

  get(key) {
    const { exports, errorPlace } = this.#core;
    return this.#core.withTexts([key], (keyText) =>
      this.#core.text(this.#core.checked(exports.segme_pipeline_get(this.#pipeline, keyText, errorPlace))),
    );
  }

  /** A picture of any size behind the person, RGBA; it is copied. */
  setBackground(pixels, width, height) {
    const { exports, errorPlace } = this.#core;
    const place = this.#core.take(pixels.length);
    try {
      this.#core.bytes(place, pixels.length).set(pixels);
      const view = this.#core.image(this.#views, place, width, height, RGBA8);
      this.#core.checked(exports.segme_pipeline_set_background(this.#pipeline, view, errorPlace));
    } finally {
      exports.free(place);
    }
  }

  reset() {
    this.#core.exports.segme_pipeline_reset(this.#pipeline);
  }

  close() {
    const { exports } = this.#core;
    exports.segme_pipeline_free(this.#pipeline);
    exports.segme_segmenter_free(this.#segmenter);
    this.#freePixels();
    for (const place of [this.#answer, this.#views, this.#countPlace, this.#times]) exports.free(place);
    this.#pipeline = this.#segmenter = this.#answer = this.#views = this.#countPlace = this.#times = 0;
  }

  #freePixels() {
    for (const place of [this.#rgba, this.#rgb, this.#grey]) this.#core.exports.free(place);
    this.#rgba = this.#rgb = this.#grey = 0;
    this.#width = this.#height = 0;
  }
}
