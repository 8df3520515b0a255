// The page with the real package, core and net: the camera shows a photo whose matte is known, and pixels are read back.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bench, button, distance, pixel, startCamera, type Visit } from './browser';
import { type Frame, writeClip } from './clip';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const clip = here('../../.cache/astronaut.y4m');
const photo = here('../../../samples/astronaut.png');
const golden = here('../../../models/portrait_fast/golden.png');
const colour = [46, 158, 107];

/** A picture file as pixels, decoded by a browser. */
async function decode(page: Page, file: string): Promise<Frame> {
  const { width, height, text } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' });
    const context = new OffscreenCanvas(picture.width, picture.height).getContext(
      '2d',
    ) as OffscreenCanvasRenderingContext2D;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let letters = '';
    for (let at = 0; at < data.length; at += 8192) letters += String.fromCharCode(...data.subarray(at, at + 8192));
    return { width: picture.width, height: picture.height, text: btoa(letters) };
  }, readFileSync(file).toString('base64'));
  return { width, height, data: Buffer.from(text, 'base64') };
}

/** The result as grey values, at the size of `like`, and how far they are from it on average, of 255. */
async function meanDistance(page: Page, like: Frame): Promise<number> {
  const values = await page.evaluate(
    ([width, height]) => {
      const still = document.querySelector('#result-still') as HTMLCanvasElement;
      const video = document.querySelector('#result-video') as HTMLVideoElement;
      const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(still.hidden ? video : still, 0, 0, width, height);
      return [...context.getImageData(0, 0, width, height).data.filter((_, at) => at % 4 === 1)];
    },
    [like.width, like.height] as const,
  );
  return values.reduce((sum, value, at) => sum + Math.abs(value - (like.data[4 * at] ?? 0)), 0) / values.length;
}

let bench: Bench;
let visit: Visit;
let known: Frame;
beforeAll(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage();
  writeClip(clip, [await decode(page, photo)]);
  known = await decode(page, golden);
  await browser.close();
  bench = await Bench.open('real', { camera: clip });
  visit = await bench.visit();
}, 120_000);
afterAll(() => bench?.close());

test('the camera: the matte is the one that is known', async () => {
  const { page } = visit;
  await button(page, 'Mirror').click();
  await page.getByRole('radio', { name: 'Matte' }).check();
  await startCamera(page);
  await expect.poll(() => meanDistance(page, known), { timeout: 15_000 }).toBeLessThan(4);
}, 60_000);

test('the person before a colour: her own pixels, and the colour around', async () => {
  const { page } = visit;
  await page.getByRole('radio', { name: 'Picture' }).check();
  await button(page, 'Background: colour').click();
  await expect.poll(async () => distance(await pixel(page, 0.9, 0.1), colour), { timeout: 15_000 }).toBeLessThan(12);
  const person = await pixel(page, 0.45, 0.9); // her orange suit
  expect((person[0] ?? 0) - (person[2] ?? 0)).toBeGreaterThan(60);
});

test.each(['none', 'blur', 'bokeh', 'dusk', 'rocket'])(
  'background %s changes what is behind, and not the person',
  async (name) => {
    const { page } = visit;
    const before = await pixel(page, 0.45, 0.9);
    await button(page, `Background: ${name}`).click();
    await expect
      .poll(async () => distance(await pixel(page, 0.9, 0.1), colour), { timeout: 15_000 })
      .toBeGreaterThan(25);
    expect(distance(await pixel(page, 0.45, 0.9), before)).toBeLessThan(25);
  },
);

test('the figures say what runs', async () => {
  const text = () => visit.page.locator('#speed').textContent();
  await expect.poll(text, { timeout: 15_000 }).toContain('portrait_fast');
  expect(await text()).toMatch(/LiteRT WebAssembly, \d threads?/);
  expect(await text()).toContain('MediaStreamTrackProcessor');
  expect(await text()).toContain('512 x 512');
});

test('a transparent snapshot of the camera', async () => {
  const { page } = visit;
  await page.getByRole('switch', { name: 'Transparent snapshot' }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Snapshot').click()]);
  const { data, width } = await decode(page, await download.path());
  const alpha = (x: number, y: number) => data[4 * (y * width + x) + 3];
  expect(alpha(460, 50)).toBe(0);
  expect(alpha(230, 400)).toBe(255);
});

test('a photo: the matte is the one that is known', async () => {
  const { page } = visit;
  await button(page, 'Stop').click();
  await button(page, 'Mirror').evaluate(
    (element) => element.getAttribute('aria-pressed') === 'true' && (element as HTMLElement).click(),
  );
  await page.getByRole('radio', { name: 'Matte' }).check();
  await page.locator('#photo-file').setInputFiles(photo);
  await expect.poll(() => page.locator('#stage').getAttribute('data-state'), { timeout: 20_000 }).toBe('photo');
  expect(await meanDistance(page, known)).toBeLessThan(4);
}, 60_000);

test('a photo, cloned: the person in the light of the new background, which stays what it is', async () => {
  const { page } = visit;
  await page.getByRole('radio', { name: 'Picture' }).check();
  await button(page, 'Background: colour').click();
  const both = async () => [await pixel(page, 0.45, 0.9), await pixel(page, 0.95, 0.05)] as const;
  await expect.poll(async () => distance((await both())[1], colour), { timeout: 15_000 }).toBeLessThan(3);
  const [person, sky] = await both();
  await page.getByRole('switch', { name: 'Seamless clone' }).check();
  await expect.poll(async () => distance((await both())[0], person), { timeout: 20_000 }).toBeGreaterThan(10);
  expect(distance((await both())[1], sky)).toBeLessThan(3);
  await page.getByRole('switch', { name: 'Seamless clone' }).uncheck();
  await expect.poll(async () => distance((await both())[0], person), { timeout: 20_000 }).toBeLessThan(3);
}, 60_000);

test('no error was logged', () => expect(visit.errors).toEqual([]));

test('a server without headers: one thread and a sentence; then offline, isolated, with two', async () => {
  const own = await Bench.open('real', { camera: clip, isolated: false });
  const { page, errors } = await own.visit({ serviceWorkers: 'allow' });
  await expect
    .poll(() => page.locator('#messages').textContent(), { timeout: 30_000 })
    .toContain('does not isolate this page');
  await startCamera(page);
  await expect.poll(() => page.locator('#speed').textContent(), { timeout: 20_000 }).toContain('WebAssembly, 1 thread');
  await expect.poll(() => page.locator('#offline').textContent(), { timeout: 30_000 }).toBe('Works offline.');
  await own.server.stop();
  await page.reload();
  await startCamera(page);
  await expect
    .poll(() => page.locator('#speed').textContent(), { timeout: 20_000 })
    .toContain('WebAssembly, 2 threads');
  expect(errors).toEqual([]);
  await own.close();
}, 120_000);
