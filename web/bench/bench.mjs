// bench/bench: the figures of docs/web.md, in headless Chromium with a fake camera of 640 x 480 at 30 pictures a second.
// usage: node bench.mjs [rate | peers | visit | readback | endurance SECONDS | docs]...
// Needs the built package and page (npm run build -w package; npm run build). `docs` writes what was measured into
// docs/web.md. Run it alone on the machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { writeCamera } from '../package/tests/camera.mjs';
import { serve } from '../package/tests/serve.mjs';
import { withMetadata } from './metadata.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const web = dirname(here);
const rounds = 3;
const seconds = 8;

/** A person-like shape before a room, moving a little: all that counts here is that it moves. */
function scene(x, y, frame) {
  const cx = 320 + 60 * Math.sin(frame / 15);
  const head = Math.hypot(x - cx, (y - 170) * 0.8) < 80;
  const body = y > 250 && Math.abs(x - cx) < 90 + (y - 250) * 0.5;
  if (head) return [205, 160, 135];
  if (body) return [60, 70, 130];
  return [(x * 3 + y) % 256, 120 + ((x >> 4) & 63), 150];
}

const folder = mkdtempSync(join(tmpdir(), 'segme-bench-'));
const clip = process.env.SEGME_BENCH_CLIP ?? join(folder, 'camera.y4m');
if (!process.env.SEGME_BENCH_CLIP) writeCamera(clip, 640, 480, 60, scene);
const selfie = fileURLToPath(import.meta.resolve('@mediapipe/selfie_segmentation/selfie_segmentation.tflite'));
const model = join(folder, 'selfie.tflite');
writeFileSync(model, withMetadata(readFileSync(selfie)));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${clip}`,
    '--enable-precise-memory-info',
    '--js-flags=--expose-gc',
    '--enable-blink-features=ForceEagerMeasureMemory',
  ],
});
const busy = () => `load ${loadavg()[0].toFixed(1)}`;

async function open(isolated) {
  const served = await serve(web, isolated, { '/bench/selfie.tflite': model });
  const page = await (await browser.newContext()).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => console.log(`page: ${error.message}`));
  await page.goto(`${served.url}/bench/page.html`);
  await page.waitForFunction('window.ready');
  const close = async () => {
    await page.context().close();
    await served.close();
  };
  return { page, served, close };
}

/** Rows of the table in docs/web.md: what, aim, measured. */
const rows = [];
const figure = (what, aim, measured) => rows.push(`| ${what} | ${aim} | ${measured} |`);

const say = (title, value) => console.log(`${title}: ${JSON.stringify(value)} (${busy()})`);

async function rate() {
  for (const isolated of [true, false]) {
    const { page, served, close } = await open(isolated);
    for (const cache of ['cold', 'warm']) {
      const before = served.sent();
      const result = await page.evaluate(([time]) => window.ours(time), [seconds]);
      say(`${isolated ? 'isolated' : 'not isolated'}, ${cache}, ${served.sent() - before} bytes`, result);
      if (cache === 'warm') {
        const { fps, fpsLeast, loop, read, infer, refine, render } = result;
        const stages = [read, infer, refine, render].map((time) => time.toFixed(1)).join(' + ');
        figure(
          `frames a second, ${isolated ? 'two threads (isolated)' : 'one thread'}`,
          isolated ? '>= 28' : '>= 20',
          `${fps.toFixed(1)} (least second ${fpsLeast.toFixed(0)}); a frame takes ${loop.toFixed(1)} ms: ${stages}`,
        );
      }
      if (cache === 'cold') await page.reload();
      await page.waitForFunction('window.ready');
    }
    await close();
  }
}

const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

async function peers() {
  const { page, close } = await open(true);
  const times = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; ++round) {
    for (const who of round % 2 ? ['theirs', 'ours'] : ['ours', 'theirs']) {
      const result = await page.evaluate(([name, time]) => window[name](time), [who, seconds]);
      times[who].push(result.loop);
      say(who, { loop: result.loop, fps: result.fps });
    }
  }
  const [ours, theirs] = [middle(times.ours), middle(times.theirs)];
  const ratio = (ours / theirs).toFixed(2);
  say('median whole loop', { ours, theirs, ratio });
  const aim = "<= 0.6 of MediaPipe's";
  figure('work on a frame, ms, in one run', aim, `${ours.toFixed(1)} to ${theirs.toFixed(1)}: ${ratio}`);
  await close();
}

/** The page itself: from the moment it is called to its first picture, with the button pressed as soon as it is there. */
async function visit() {
  const served = await serve(join(web, 'page/dist'), true);
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  for (const [cache, aim] of [
    ['cold', '<= 4 s'],
    ['warm', '<= 2 s'],
  ]) {
    const times = [];
    for (let turn = 0; turn < (cache === 'cold' ? 1 : rounds); ++turn) {
      const begin = Date.now();
      await page.goto(`${served.url}/index.html`);
      await page.getByRole('button', { name: 'Start camera' }).click();
      await page.waitForFunction(() => document.querySelector('#stage').dataset.state === 'live', { polling: 20 });
      times.push((Date.now() - begin) / 1000);
    }
    const seconds = middle(times).toFixed(2);
    say(`visit, ${cache}`, times);
    figure(`from opening the page to its first picture, ${cache} cache`, aim, `${seconds} s`);
  }
  await page.context().close();
  await served.close();
}

/** Both ways of reading a matte back, where WebGL2 is drawn by what this machine has. */
async function readback() {
  const { page, close } = await open(true);
  const { exact, packed, plain } = await page.evaluate(() => window.readback(640, 480));
  say('readback', { exact, packed, plain });
  if (!exact) throw new Error('a matte that was read back is not the one that was drawn');
  figure(
    'reading a hard matte of 640 x 480 back from WebGL 2',
    'compared',
    `packed ${packed.toFixed(1)} ms, plain ${plain.toFixed(1)} ms`,
  );
  await close();
}

async function endurance(time) {
  const { page, close } = await open(true);
  const running = page.evaluate((length) => window.endurance(length), time);
  const client = await page.context().newCDPSession(page);
  const heap = async () => {
    await client.send('HeapProfiler.collectGarbage');
    return page.evaluate(() => performance.memory.usedJSHeapSize);
  };
  // Window and worker together, JavaScript and WebAssembly.
  const all = () => page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
  const resident = () => {
    const lines = execFileSync('ps', ['-eo', 'rss,args'], { encoding: 'utf8' }).split('\n');
    const renderers = lines.filter((line) => line.includes('--type=renderer')).map((line) => Number.parseInt(line, 10));
    return Math.max(...renderers);
  };
  const samples = [];
  for (let part = 0; part < 5; ++part) {
    await page.waitForTimeout((time * 1000) / 5.5);
    const ends = part === 0 || part === 4; // Chromium takes a minute to answer
    samples.push({ heap: await heap(), ...(ends && { all: await all() }), residentKilobytes: resident() });
  }
  await running;
  await page.evaluate(() => window.stopEndurance());
  say(`memory over ${time} s`, samples);
  const [first, last] = [samples[0], samples.at(-1)];
  const grown = (name) => `${((last[name] - first[name]) / 1e6).toFixed(2)} MB`;
  const measured = `heap ${grown('heap')}; with WebAssembly and worker ${grown('all')} of ${(last.all / 1e6).toFixed(0)} MB`;
  figure(`growth of memory over ${time} s`, '<= 3 MB', measured);
  await close();
}

function writeDocs() {
  const file = join(dirname(web), 'docs/web.md');
  const old = readFileSync(file, 'utf8');
  const [begin, end] = ['<!-- made by web/bench -->\n', '\n<!-- end -->'];
  const [from, to] = [old.indexOf(begin) + begin.length, old.indexOf(end)];
  // What was not measured this time stays.
  const what = (row) => row.split(' | ')[0];
  const kept = old.slice(from, to).split('\n').slice(2);
  for (const row of rows) {
    const at = kept.findIndex((line) => what(line) === what(row));
    if (at < 0) kept.push(row);
    else kept[at] = row;
  }
  const table = ['| what | aim | measured |', '|---|---|---|', ...kept].join('\n');
  writeFileSync(file, old.slice(0, from) + table + old.slice(to));
}

try {
  const wanted = process.argv.slice(2);
  if (wanted.length === 0) wanted.push('rate', 'peers');
  for (let i = 0; i < wanted.length; ++i) {
    if (wanted[i] === 'rate') await rate();
    else if (wanted[i] === 'peers') await peers();
    else if (wanted[i] === 'visit') await visit();
    else if (wanted[i] === 'readback') await readback();
    else if (wanted[i] === 'docs') writeDocs();
    else if (wanted[i] === 'endurance') await endurance(Number(wanted[++i] ?? 300));
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
