// The page in WebKit (WebKitGTK's MiniBrowser by WebDriver, under Xvfb): no SharedArrayBuffer and no camera there, so a photo,
// a video file on one thread, and the sentence that says what is missing. Skipped where it is not installed.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distance } from './browser';
import { photoAsVideo } from './photo_video';
import { type Served, serve } from './serve';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const driver = '/usr/bin/WebKitWebDriver';
const browser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const xvfb = '/usr/bin/xvfb-run';
const program = process.env.CHROMIUM ?? '/usr/bin/chromium'; // writes the video
const photo = here('../../../samples/astronaut.png');
const clip = here('../../.cache/astronaut.webm');
const colour = [46, 158, 107];
const port = 4987;
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

describe.skipIf(![driver, browser, xvfb].every(existsSync))('WebKit', () => {
  let server: Served;
  let process_: ChildProcess;
  let session = '';

  async function ask(path: string, body: unknown = {}): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const { value } = (await answer.json()) as { value: { message?: string } };
    if (!answer.ok) throw new Error(value.message);
    return value;
  }
  const run = (script: string) => ask(`/${session}/execute/sync`, { script, args: [] });
  const state = () => run('return document.getElementById("stage").dataset.state');
  const choose = async (field: string, file: string) => {
    const found = (await ask(`/${session}/element`, { using: 'css selector', value: field })) as Record<string, string>;
    await ask(`/${session}/element/${found[elementKey]}/value`, { text: file });
  };

  beforeAll(async () => {
    server = await serve(here('../dist'));
    process_ = spawn(xvfb, ['-a', driver, `--port=${port}`], {
      env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
      detached: true,
      stdio: 'ignore',
    });
    const alwaysMatch = {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    };
    for (let tries = 0; !session && tries < 40; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 1000)); // the driver takes a moment
      const made = (await ask('', { capabilities: { alwaysMatch } }).catch(() => null)) as { sessionId: string } | null;
      session = made?.sessionId ?? '';
    }
    if (!session) throw new Error('WebKitWebDriver gives no session');
    await ask(`/${session}/url`, { url: server.address });
  }, 90_000);
  afterAll(async () => {
    if (session)
      await fetch(`http://127.0.0.1:${port}/session/${session}`, { method: 'DELETE' }).catch(() => undefined);
    if (process_?.pid) process.kill(-process_.pid);
    await server?.stop();
  });

  test('a photo is cut out', async () => {
    await expect.poll(() => run('return document.body.dataset.ready'), { timeout: 20_000 }).toBe('');
    await choose('#photo-file', photo);
    await expect.poll(state, { timeout: 90_000 }).toBe('photo');
    await run('document.querySelector("[data-name=colour]").click()');
    const sky = () =>
      run('return [...document.querySelector("#result-still").getContext("2d").getImageData(460, 50, 1, 1).data]');
    await expect.poll(sky, { timeout: 60_000 }).toEqual([...colour, 255]);
  }, 180_000);

  test.skipIf(!existsSync(program))(
    'a video file is cut out, on one thread, and moves',
    async () => {
      mkdirSync(dirname(clip), { recursive: true });
      const chrome = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
      writeFileSync(clip, await photoAsVideo(await chrome.newPage(), photo).finally(() => chrome.close()));
      await run('document.getElementById("stop").click()');
      await choose('#video-file', clip);
      await expect.poll(state, { timeout: 60_000 }).toBe('live');
      const pixel = async (x: number, y: number) =>
        (await run(`
        const video = document.querySelector("#result-video");
        if (!video.videoWidth) return [0, 0, 0];
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
        const context = canvas.getContext("2d");
        context.drawImage(video, 0, 0);
        return [...context.getImageData(${x} * canvas.width, ${y} * canvas.height, 1, 1).data];
      `)) as number[];
      await expect.poll(async () => distance(await pixel(0.9, 0.1), colour), { timeout: 60_000 }).toBeLessThan(12);
      const person = await pixel(0.45, 0.9); // her orange suit
      expect((person[0] ?? 0) - (person[2] ?? 0)).toBeGreaterThan(60);
      const speed = () => run('return document.getElementById("speed").textContent') as Promise<string>;
      await expect.poll(speed, { timeout: 30_000 }).toMatch(/LiteRT WebAssembly, 1 thread(?!s)/);
      expect(await speed()).toContain('requestVideoFrameCallback');
      const time = () => run('return document.querySelector("#result-video").currentTime') as Promise<number>;
      const before = await time();
      await expect.poll(time, { timeout: 30_000 }).toBeGreaterThan(before);
      expect(await run('return document.getElementById("alerts").textContent')).toBe('');
    },
    180_000,
  );

  test('the camera: a sentence says what is wrong', async () => {
    await run('document.getElementById("stop").click()');
    await run('document.getElementById("start-camera").click()');
    await expect.poll(state, { timeout: 30_000 }).toBe('empty');
    expect(await run('return document.getElementById("alerts").textContent')).toMatch(/camera/);
  }, 60_000);
});
