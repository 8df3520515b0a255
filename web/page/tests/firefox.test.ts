// The page in Firefox, over WebDriver BiDi: no MediaStreamTrackProcessor and, headless, no WebGL 2. Its fake camera shows its
// own test card. Skipped where Firefox is not installed.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from './serve';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

describe.skipIf(!existsSync(firefox))('Firefox', () => {
  let browser: Browser;
  let server: Served;
  let page: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    server = await serve(here('../dist'));
    browser = await launch({
      browser: 'firefox',
      executablePath: firefox,
      extraPrefsFirefox: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(server.address);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const press = (id: string) => page.evaluate((name) => document.getElementById(name)?.click(), id);
  const state = () => page.evaluate(() => document.getElementById('stage')?.dataset.state);
  const text = (id: string) => page.evaluate((name) => document.getElementById(name)?.textContent ?? '', id);

  test('the camera gives pictures, or a sentence', async () => {
    await press('start-camera');
    await expect.poll(state, { timeout: 60_000 }).toBe('live');
    await expect.poll(() => text('speed'), { timeout: 30_000 }).toContain('requestVideoFrameCallback');
    await press('stop');
    expect(await state()).toBe('empty');
  }, 120_000);

  test('a photo is cut out', async () => {
    const chooser = await page.$('#photo-file');
    await (chooser as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(
      here('../../../samples/astronaut.png'),
    );
    await expect.poll(state, { timeout: 60_000 }).toBe('photo');
    const sky = () =>
      page.evaluate(() => {
        const canvas = document.querySelector('#result-still') as HTMLCanvasElement;
        return [...(canvas.getContext('2d')?.getImageData(460, 50, 1, 1).data ?? [])];
      });
    await page.evaluate(() => (document.querySelector('[data-name="colour"]') as HTMLElement).click());
    await expect.poll(sky, { timeout: 30_000 }).toEqual([46, 158, 107, 255]);
  }, 120_000);

  test('no error was thrown', () => expect(errors).toEqual([]));
});
