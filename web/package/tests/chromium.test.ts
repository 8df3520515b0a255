// The built package in headless Chromium: its pixels, its errors, its two ways of threads and of drawing. Skips where the
// package is not built or no Chromium is installed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './serve.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
const built = existsSync(join(root, 'web/package/assets/worker.js'));
const photo = '/samples/astronaut.png';
const golden = '/models/portrait_fast/golden.png';

// A camera that shows a test card, where nobody is.
const flags = ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

declare const window: Record<string, (...words: unknown[]) => Promise<Record<string, never>>>;

let browser: Browser;
beforeAll(async () => {
  if (!built || !existsSync(program)) return;
  browser = await chromium.launch({ executablePath: program, args: [...flags] });
});
afterAll(() => browser?.close());

describe.skipIf(!built || !existsSync(program)).each([true, false])('cross-origin isolated: %s', (isolated) => {
  let served: Served;
  let page: Page;
  const complaints: string[] = [];
  const call = (name: string, ...words: unknown[]) =>
    page.evaluate(([f, w]) => window[f as string]?.(...(w as unknown[])), [name, words] as const) as Promise<
      Record<string, never>
    >;

  beforeAll(async () => {
    served = await serve(root, isolated);
    page = await (await browser.newContext()).newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${served.url}/web/package/tests/blank.html`);
    await page.waitForFunction('window.ready');
  });
  afterAll(async () => {
    await page?.close();
    await served?.close();
    expect(complaints.filter((text) => !/nowhere/.test(text))).toEqual([]);
  });

  it('finds in a still what the desktop finds', async () => {
    const found = await call('matteBeside', photo, golden);
    expect(found).toMatchObject({ width: 512, height: 512 });
    expect(found.mean).toBeLessThan(3);
    expect(found.running).toMatchObject({ model: 'portrait_fast', threads: isolated ? 2 : 1 });
    expect(found.capabilities).toMatchObject({ isolated, missing: [] });
  });

  it.each(['wasm', 'webgl2'])('puts a track on green by %s, and refuses what is wrong', async (renderer) => {
    const seen = await call('cameraOnGreen', photo, golden, { renderer });
    expect(seen.errors).toEqual([]);
    expect(seen.running).toMatchObject({ renderer, engine: 'wasm', frames: 'processor' });
    expect(seen.greenPixels).toBeGreaterThan(50_000);
    expect(seen.personPixels).toBeGreaterThan(50_000);
    expect(seen.green).toBeLessThan(6);
    expect(seen.person).toBeLessThan(6);
    expect(seen.transparent).toBeGreaterThan(0.2);
    expect(seen.transparent).toBeLessThan(0.8);
    expect(seen.refused).toBe('option threshold');
    expect(seen.ended).toBe(true);
    expect(seen.closed).toBe('closed');
  });

  it('names what it cannot start with', async () => {
    expect(await call('refusal', { quality: 'best' })).toMatchObject({ code: 'option', field: 'quality' });
    const missing = await call('refusal', { assets: 'nowhere/' });
    expect(missing.code).toBe('asset');
    expect(missing.message).toMatch(/nowhere.*Serve the assets folder/);
  });

  it('goes to a better level where there is room, and back where pictures are lost', async () => {
    const seen = await call('autoLevels', photo);
    expect(seen).toMatchObject({ began: 'fast', up: 'balanced', down: 'fast' });
  }, 60_000);

  it('reads a packed matte back exactly', async () => {
    for (const [width, height] of [
      [256, 256],
      [250, 61],
    ]) {
      expect(await call('readback', width, height)).toMatchObject({ exact: true });
    }
  });
});

describe.skipIf(!built || !existsSync(program))('the example call', () => {
  it('sends the picture from peer to peer, and changes it while it runs', async () => {
    const served = await serve(root, true);
    const page = await (await browser.newContext()).newPage();
    try {
      await page.goto(`${served.url}/web/package/example/call.html`);
      await page.getByRole('button', { name: 'Call' }).click();
      const green = page.getByRole('button', { name: 'Background: green' });
      await expect.poll(() => green.isEnabled(), { timeout: 20_000 }).toBe(true);
      await green.click();
      const middle = () =>
        page.evaluate(() => {
          const video = document.querySelector<HTMLVideoElement>('#far');
          const context = new OffscreenCanvas(8, 8).getContext('2d');
          if (!video?.videoWidth || !context) return [0, 0, 0];
          context.drawImage(video, 0, 0, 8, 8);
          return [...context.getImageData(1, 1, 1, 1).data];
        });
      await expect
        .poll(async () => (await middle()).slice(0, 3).map((value) => Math.round(value / 255)), { timeout: 20_000 })
        .toEqual([0, 1, 0]);
      await page.getByRole('button', { name: 'Hang up' }).click();
      await expect.poll(() => page.locator('#state').textContent()).toBe('Ended');
    } finally {
      await page.close();
      await served.close();
    }
  });
});
