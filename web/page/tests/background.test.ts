// A tab that is really in the background: Chromium with windows, on a screen that nobody sees (Xvfb), and without the
// switches that keep hidden tabs awake (Puppeteer: Playwright tells every page that it is seen). The real package: frames
// flow in its worker. Skipped where Xvfb is not installed.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { green } from './browser';
import { halves, writeClip } from './clip';
import { type Served, serve } from './serve';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const xvfb = '/usr/bin/Xvfb';
const clip = here('../../.cache/background.y4m');

/** An X server; its display as ":7". */
function screen(): Promise<[ChildProcess, string]> {
  const server = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x900x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.stdio[3]?.on('data', (number) => resolve([server, `:${String(number).trim()}`]));
  });
}

describe.skipIf(!existsSync(xvfb) || !existsSync(here('../dist')))('a tab in the background', () => {
  const profile = mkdtempSync(join(tmpdir(), 'segme-profile-'));
  let server: Served;
  let display: ChildProcess;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    writeClip(clip, [halves(green, [40, 60, 200], 640, 480)], 30);
    server = await serve(here('../dist'));
    const [started, name] = await screen();
    display = started;
    browser = await launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      headless: false,
      userDataDir: profile,
      env: { ...process.env, DISPLAY: name },
      ignoreDefaultArgs: [
        '--disable-background-timer-throttling',
        '--disable-backgrounding-occluded-windows',
        '--disable-renderer-backgrounding',
      ],
      args: [
        '--no-sandbox',
        '--lang=en-US',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${clip}`,
      ],
    });
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(server.address);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    display?.kill();
    await server?.stop();
    rmSync(profile, { recursive: true, force: true });
  });

  const state = () => page.evaluate(() => document.getElementById('stage')?.dataset.state);
  const visibility = () => page.evaluate(() => document.visibilityState);
  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);

  test('what a call would get goes on, frame by frame in order, and the page is live on return', async () => {
    await page.evaluate(() => document.getElementById('start-camera')?.click());
    await expect.poll(state, { timeout: 30_000 }).toBe('live');
    await page.evaluate(() => {
      const { srcObject } = document.querySelector('#result-video') as HTMLVideoElement;
      const track = (srcObject as MediaStream).getVideoTracks()[0]?.clone() as MediaStreamTrack;
      type Processor = new (options: { track: MediaStreamTrack }) => { readable: ReadableStream<VideoFrame> };
      const { MediaStreamTrackProcessor } = globalThis as unknown as { MediaStreamTrackProcessor: Processor };
      const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
      const times: number[] = [];
      Object.assign(globalThis, { seen: times });
      void (async () => {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          times.push(value.timestamp);
          value.close();
        }
      })();
    });
    await expect.poll(async () => (await seen()).length, { timeout: 20_000 }).toBeGreaterThan(5);
    const other = await browser.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    await expect.poll(visibility, { timeout: 10_000 }).toBe('hidden');
    const before = (await seen()).length;
    await expect.poll(async () => (await seen()).length, { timeout: 30_000 }).toBeGreaterThan(before + 15);
    expect(await visibility()).toBe('hidden');
    const times = await seen();
    expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0))).toBe(true); // never an old frame
    await page.bringToFront();
    await expect.poll(visibility, { timeout: 10_000 }).toBe('visible');
    const shown = () => page.$eval('#result-video', (video) => (video as HTMLVideoElement).currentTime);
    const now = await shown();
    await expect.poll(shown, { timeout: 10_000 }).toBeGreaterThan(now);
    expect(await state()).toBe('live');
    await other.close();
  }, 120_000);

  test('no error was logged', () => expect(errors).toEqual([]));
});
