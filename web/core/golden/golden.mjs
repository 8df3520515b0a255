// web/core/golden: holds the core in WebAssembly against the desktop's, picture by picture, over every refiner, background
// and renderer that both have. usage: node golden.mjs SEGME.wasm NATIVE (native.c, linked with libsegme)
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCore } from '../core.mjs';

const width = 161; // no multiple of a vector
const height = 120;
const side = 48;
const card = { name: 'given', file: 'none', width: side, height: side, layout: 'nhwc', output_layout: 'nhwc' };

/** A frame with edges, slopes and noise, and a matte that is sure, unsure and soft by places. */
function draw() {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed >>> 24;
  };
  const inside = (x, y) =>
    Math.hypot(x - 0.5, (y - 0.6) * 0.8) < 0.28 + 0.03 * Math.sin(20 * Math.atan2(y - 0.6, x - 0.5));
  const frame = new Uint8Array(3 * width * height);
  for (let y = 0, i = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x, i += 3) {
      const person = inside(x / width, y / height);
      const noise = random() % 16;
      frame.set(person ? [190 + noise, 120 + noise, 90] : [x % 200, 60 + y, 140 + noise], i);
    }
  }
  const answer = new Float32Array(side * side);
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      const near = [-1, 0, 1].flatMap((dx) =>
        [-1, 0, 1].map((dy) => inside((x + dx + 0.5) / side, (y + dy + 0.5) / side)),
      );
      answer[y * side + x] = near.filter(Boolean).length / 9;
    }
  }
  return { frame, answer };
}

function recipes(options) {
  const skipped = ['temporal']; // of one frame it says nothing
  const from = (kinds) => kinds.map(({ name }) => name).filter((name) => !skipped.includes(name));
  const enlarged = (name) => (['upsample', 'guided'].includes(name) ? name : `guided,${name}`);
  const list = [{ refine: 'none' }];
  for (const name of from(options.refine)) list.push({ refine: enlarged(name) });
  for (const name of from(options.background)) list.push({ background: name });
  for (const name of from(options.render)) {
    for (const background of ['none', '#3366aa', 'blur']) list.push({ background, render: name });
  }
  list.push({ background: 'blur', refine: 'largest_person,guided,smooth_step:low=0.3,high=0.7,straight=on' });
  return list;
}

/** The same chain in both, or the sentence that the core refuses it with. */
function drawn(core, recipe, frame, answer) {
  let pipeline;
  try {
    pipeline = core.pipeline(card, side, side, recipe);
  } catch (error) {
    return error.message;
  }
  pipeline.resize(width, height);
  const { pixels } = pipeline;
  for (let i = 0; i < width * height; ++i) pixels.set([...frame.subarray(3 * i, 3 * i + 3), 255], 4 * i);
  pipeline.prepare();
  pipeline.answer.set(answer);
  const picture = pipeline.process(0).slice();
  const matte = pipeline.matte().slice();
  pipeline.close();
  return { picture, matte };
}

function difference(a, b) {
  let most = 0;
  let sum = 0;
  for (let i = 0; i < a.length; ++i) {
    const off = Math.abs(a[i] - b[i]);
    most = Math.max(most, off);
    sum += off;
  }
  return { most, mean: sum / a.length };
}

const [wasm, native] = process.argv.slice(2);
const core = await loadCore(readFileSync(wasm));
const { frame, answer } = draw();
const folder = mkdtempSync(join(tmpdir(), 'golden-'));
let failed = 0;
try {
  writeFileSync(join(folder, 'frame.rgb'), frame);
  writeFileSync(join(folder, 'answer.f32'), new Uint8Array(answer.buffer));
  writeFileSync(join(folder, 'card.json'), JSON.stringify(card));
  const made = [];
  for (const recipe of recipes(core.options())) {
    writeFileSync(join(folder, `${made.length}.json`), JSON.stringify(recipe));
    made.push({ recipe, result: drawn(core, recipe, frame, answer) });
  }
  execFileSync(native, ['chains', folder, String(width), String(height)], { stdio: 'inherit' });
  let exact = 0;
  let refused = 0;
  made.forEach(({ recipe, result }, i) => {
    const sentence = join(folder, `${i}.refused`);
    if (typeof result === 'string' || existsSync(sentence)) {
      const alike = existsSync(sentence) && readFileSync(sentence, 'utf8') === result;
      refused += 1;
      if (!alike) failed += 1;
      if (!alike) console.log(`FAILED  ${JSON.stringify(recipe)}: only one of the two refuses it`);
      return;
    }
    const pictures = difference(result.picture, readFileSync(join(folder, `${i}.rgba`)));
    const mattes = difference(result.matte, readFileSync(join(folder, `${i}.grey`)));
    const same = pictures.most === 0 && mattes.most === 0;
    exact += same ? 1 : 0;
    // A float that is rounded once less in the desktop's fused multiply-add may end on the other side of a half.
    const near = pictures.most <= 1 && mattes.most <= 1;
    if (!near) failed += 1;
    const words = `up to ${pictures.most}, mean ${pictures.mean.toFixed(4)}; matte ${mattes.most}`;
    if (!same) console.log(`${near ? 'near' : 'FAILED'}  ${JSON.stringify(recipe)}: ${words}`);
  });
  const near = made.length - exact - refused - failed;
  console.log(
    `${made.length} chains: ${exact} bit for bit, ${near} within 1/255, ${refused} refused alike, ${failed} failed`,
  );
  if (exact < 20) failed += 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
