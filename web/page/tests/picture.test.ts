// What the visitor sees and saves: pixels of the result, stills from everywhere, snapshots and recordings decoded again.
import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bench, button, distance, green, pixel, red, result, startCamera } from './browser';

let bench: Bench;
let page: Page;
let errors: string[];
beforeAll(async () => {
  bench = await Bench.open('drawn');
  ({ page, errors } = await bench.visit({ acceptDownloads: true }));
});
afterAll(() => bench.close());

const middle = 0.5;
const colour = [46, 158, 107];

/** Bytes as a file that the page may read. */
const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

async function saved(act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Size and one pixel of a PNG, decoded by the browser. */
const decoded = (png: Buffer, x: number, y: number) =>
  page.evaluate(
    async ([text, px, py]) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(picture.width, picture.height).getContext(
        '2d',
      ) as OffscreenCanvasRenderingContext2D;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(px * picture.width, py * picture.height, 1, 1);
      return { width: picture.width, height: picture.height, pixel: [...data] };
    },
    [png.toString('base64'), x, y] as const,
  );

test('the camera: person before the colour, mirrored and not', async () => {
  await button(page, 'Background: colour').click();
  await startCamera(page);
  await expect.poll(async () => distance(await pixel(page, 0.02, middle), colour)).toBeLessThan(25);
  await expect.poll(async () => distance(await pixel(page, 0.4, middle), green)).toBeLessThan(40);
  await button(page, 'Mirror').click();
  await expect.poll(async () => distance(await pixel(page, 0.4, middle), red)).toBeLessThan(40);
});

test('matte and red overlay', async () => {
  await page.getByRole('radio', { name: 'Matte' }).check();
  await expect.poll(async () => distance(await pixel(page, middle, middle), [255, 255, 255])).toBeLessThan(10);
  await expect.poll(async () => distance(await pixel(page, 0.02, 0.02), [0, 0, 0])).toBeLessThan(10);
  await page.getByRole('radio', { name: 'Picture' }).check();
  await expect.poll(async () => distance(await pixel(page, 0.02, middle), colour)).toBeLessThan(25);
});

test('side by side with the input', async () => {
  await button(page, 'Side by side').click();
  await expect.poll(() => page.locator('video[aria-label="Input"]').isVisible()).toBe(true);
  const places = await Promise.all(['#input-pane', '#result-pane'].map((id) => page.locator(id).boundingBox()));
  expect(places[0]?.width).toBe(places[1]?.width);
  await button(page, 'Side by side').click();
  expect(await page.locator('video[aria-label="Input"]').isVisible()).toBe(false);
});

test('snapshot, and a transparent one', async () => {
  const plain = await saved(() => button(page, 'Snapshot').click());
  expect(plain.name).toMatch(/^segme-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.png$/);
  const corner = await decoded(plain.bytes, 0.02, middle);
  expect([corner.width, corner.height]).toEqual([320, 240]);
  expect(distance(corner.pixel, colour)).toBeLessThan(3);
  await page.getByRole('switch', { name: 'Transparent snapshot' }).check();
  const clear = await saved(() => button(page, 'Snapshot').click());
  expect((await decoded(clear.bytes, 0.02, middle)).pixel[3]).toBe(0);
  expect((await decoded(clear.bytes, 0.4, middle)).pixel[3]).toBe(255);
  await page.getByRole('switch', { name: 'Transparent snapshot' }).uncheck();
});

/** Plays a recording: its size, a pixel of the background, and whether anything is to be heard. */
const played = (bytes: Buffer, type: string) =>
  page.evaluate(
    async ([text, kind]) => {
      const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([data], { type: kind }));
      await video.play();
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const context = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext(
        '2d',
      ) as OffscreenCanvasRenderingContext2D;
      context.drawImage(video, 0, 0);
      const pixel = [...context.getImageData(4, video.videoHeight / 2, 1, 1).data];
      const sound = await new AudioContext().decodeAudioData(data.buffer).catch(() => null);
      return {
        width: video.videoWidth,
        pixel,
        seconds: sound?.duration ?? 0,
        loudest: Math.max(...(sound?.getChannelData(0) ?? [0])),
      };
    },
    [bytes.toString('base64'), type] as const,
  );

async function record(format: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('combobox', { name: 'Recording format' }).selectOption(format);
  await button(page, 'Record').click();
  await page.waitForFunction(() => document.querySelector('#record')?.getAttribute('aria-pressed') === 'true');
  await page.waitForTimeout(2500);
  return saved(() => button(page, 'Record').click());
}

let webm: Buffer;
test('recording as WebM, without sound', async () => {
  const { name, bytes } = await record('WebM');
  expect(name).toMatch(/\.webm$/);
  expect(bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  webm = bytes;
  const seen = await played(bytes, 'video/webm');
  expect(seen.width).toBe(320);
  expect(distance(seen.pixel, colour)).toBeLessThan(25);
  expect(seen.seconds).toBe(0);
});

test('recording with sound of the microphone', async () => {
  await page.getByRole('switch', { name: 'Sound in recordings' }).check();
  const { bytes } = await record('WebM');
  const seen = await played(bytes, 'video/webm');
  expect(seen.seconds).toBeGreaterThan(1);
  expect(seen.loudest).toBeGreaterThan(0.01); // the fake microphone beeps
  await page.getByRole('switch', { name: 'Sound in recordings' }).uncheck();
});

test('recording as MP4, or as WebM where the browser writes no MP4', async () => {
  const can = await page.evaluate(() => MediaRecorder.isTypeSupported('video/mp4'));
  const { name, bytes } = await record('MP4');
  expect(name).toMatch(can ? /\.mp4$/ : /\.webm$/);
  const seen = await played(bytes, can ? 'video/mp4' : 'video/webm');
  expect(distance(seen.pixel, colour)).toBeLessThan(25);
});

test('a recording ends with the picture, and is saved', async () => {
  await button(page, 'Record').click();
  await page.waitForTimeout(1500);
  const { bytes } = await saved(() => button(page, 'Stop').click());
  expect((await played(bytes, 'video/webm')).width).toBe(320);
});

test('a photo that is chosen', async () => {
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(200, 100);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.fillStyle = '#ff00ff';
    context.fillRect(0, 0, 200, 100);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await page.locator('#photo-file').setInputFiles(file('a.png', 'image/png', Buffer.from(png)));
  await expect.poll(() => page.locator('canvas[aria-label="Result"]').isVisible()).toBe(true);
  expect(distance(await pixel(page, middle, middle), [255, 0, 255])).toBeLessThan(3);
  expect(distance(await pixel(page, 0.02, middle), colour)).toBeLessThan(3);
  const snapshot = await saved(() => button(page, 'Snapshot').click());
  expect((await decoded(snapshot.bytes, middle, middle)).width).toBe(200);
  expect(await button(page, 'Record').isDisabled()).toBe(true);
  await page.getByRole('slider', { name: 'Harmonise' }).fill('1.5');
  await page.getByRole('switch', { name: 'Seamless clone' }).check();
  const look = () =>
    page.evaluate(() => (globalThis as unknown as { drawn: { look: Record<string, unknown> } }).drawn.look);
  await expect.poll(look).toMatchObject({ harmonise: 1.5, seamlessClone: true });
});

for (const way of ['drop', 'paste'] as const) {
  test(`a photo by ${way}`, async () => {
    await page.evaluate(async (kind) => {
      const canvas = new OffscreenCanvas(120, 80);
      (canvas.getContext('2d') as OffscreenCanvasRenderingContext2D).fillRect(0, 0, 120, 80);
      const transfer = new DataTransfer();
      transfer.items.add(new File([await canvas.convertToBlob()], 'b.png', { type: 'image/png' }));
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
      document.body.dispatchEvent(event);
    }, way);
    await expect.poll(() => result(page).evaluate((canvas) => (canvas as HTMLCanvasElement).width)).toBe(120);
    await button(page, 'Stop').click();
  });
}

test('a video file: plays, pauses, moves', async () => {
  await page.locator('#video-file').setInputFiles(file('c.webm', 'video/webm', webm));
  await page.waitForFunction(() => document.querySelector('#stage')?.getAttribute('data-state') === 'live');
  await expect.poll(async () => distance(await pixel(page, 0.02, middle), colour)).toBeLessThan(25);
  await button(page, 'Pause').click();
  await expect.poll(() => button(page, 'Play').count()).toBe(1);
  await button(page, 'Play').click();
  await expect.poll(() => button(page, 'Pause').count()).toBe(1);
  expect(await page.getByRole('slider', { name: 'Position' }).isVisible()).toBe(true);
  await button(page, 'Stop').click();
});

test('a shared screen: cut out like a camera, not mirrored, and a sentence when sharing ends', async () => {
  await button(page, 'Background: colour').click();
  await button(page, 'Share screen').click();
  await page.waitForFunction(() => document.querySelector('#stage')?.getAttribute('data-state') === 'live');
  await expect.poll(async () => distance(await pixel(page, 0.02, middle), colour)).toBeLessThan(25);
  await expect.poll(async () => distance(await pixel(page, middle, middle), colour)).toBeGreaterThan(25);
  const look = () =>
    page.evaluate(() => (globalThis as unknown as { drawn: { look: { mirror: boolean } } }).drawn.look.mirror);
  expect(await look()).toBe(false);
  const shown = await page.evaluate(() => {
    const { srcObject } = document.querySelector('#input-video') as HTMLVideoElement;
    const [track] = (srcObject as MediaStream).getVideoTracks();
    return track?.getSettings().displaySurface;
  });
  expect(['monitor', 'window', 'browser']).toContain(shown);
  await page.evaluate(() => {
    const { srcObject } = document.querySelector('#input-video') as HTMLVideoElement;
    (srcObject as MediaStream).getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
  });
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('Sharing the screen has ended.');
  expect(await page.locator('#stage').getAttribute('data-state')).toBe('empty');
});

test('an own background, picture and video, and it is remembered', async () => {
  const png = await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 64 } });
  await page.locator('#background-file').setInputFiles(file('own.png', 'image/png', png));
  await expect.poll(() => button(page, 'Background: own picture or video').getAttribute('aria-pressed')).toBe('true');
  await page.locator('#background-file').setInputFiles(file('own.webm', 'video/webm', webm));
  await page.waitForTimeout(300);
  await page.reload();
  await startCamera(page);
  const kind = () =>
    page.evaluate(() =>
      Object.keys((globalThis as unknown as { drawn: { look: { background: object } } }).drawn.look.background),
    );
  await expect.poll(kind).toEqual(['video', 'fit']);
});

test('no error was logged', () => expect(errors).toEqual([]));
