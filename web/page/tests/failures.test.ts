// The world is wrong: each failure gives its one sentence, and the page can be used on.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bench, button, startCamera } from './browser';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open('drawn');
});
afterAll(() => bench.close());

const alert = (page: Page) => page.getByRole('alert');
const state = (page: Page) => page.locator('#stage').getAttribute('data-state');

/** A page whose browser answers a request for the camera with that error. */
async function withCameraError(name: string): Promise<Page> {
  const { page } = await bench.visit();
  await page.evaluate((error) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('said by the test', error));
  }, name);
  await button(page, 'Start camera').click();
  return page;
}

test('permission refused by the browser itself', async () => {
  const other = await Bench.open('drawn', { allow: false, flags: ['--deny-permission-prompts'] });
  const { page } = await other.visit();
  await button(page, 'Start camera').click();
  await expect.poll(() => alert(page).textContent()).toContain('The browser refused the camera.');
  expect(await state(page)).toBe('empty');
  await other.close();
});

test.each([
  ['NotFoundError', 'No camera was found.'],
  ['NotReadableError', 'another program uses it'],
  ['OverconstrainedError', 'The chosen camera is not there.'],
  ['TypeError', 'The camera could not be opened (TypeError)'],
])('the camera answers %s', async (error, sentence) => {
  const page = await withCameraError(error);
  await expect.poll(() => alert(page).textContent()).toContain(sentence);
  expect(await state(page)).toBe('empty');
  await button(page, 'Dismiss').click();
  expect(await alert(page).textContent()).toBe('');
  expect(await button(page, 'Start camera').isEnabled()).toBe(true);
  await page.context().close();
});

test('the camera is unplugged, and starts again', async () => {
  const { page } = await bench.visit();
  await startCamera(page);
  await page.evaluate(() => {
    const { srcObject } = document.querySelector('#input-video') as HTMLVideoElement;
    (srcObject as MediaStream).getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
  });
  await expect.poll(() => alert(page).textContent()).toContain('it may be unplugged');
  expect(await state(page)).toBe('empty');
  await startCamera(page);
  expect(await alert(page).textContent()).toBe('');
  await page.context().close();
});

test('no screen is shared', async () => {
  const { page } = await bench.visit();
  await page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await button(page, 'Share screen').click();
  await expect.poll(() => alert(page).textContent()).toContain('No screen was shared.');
  await page.context().close();
});

test.each([
  ['#photo-file', 'broken.jpg', 'image/jpeg', 'The photo “broken.jpg” cannot be read.'],
  ['#video-file', 'broken.mp4', 'video/mp4', 'The video “broken.mp4” cannot be played here.'],
  ['#background-file', 'wall.png', 'image/png', 'The background “wall.png” cannot be read.'],
])('%s that cannot be read', async (chooser, name, mimeType, sentence) => {
  const { page, errors } = await bench.visit();
  await page.locator(chooser).setInputFiles({ name, mimeType, buffer: Buffer.from('this is no picture') });
  await expect.poll(() => alert(page).textContent()).toContain(sentence);
  expect(await state(page)).toBe('empty');
  expect(errors.filter((error) => !error.includes('ERR_'))).toEqual([]);
  await page.context().close();
});

test('something dropped that is neither', async () => {
  const { page } = await bench.visit();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'letter.txt', { type: 'text/plain' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  });
  await expect.poll(() => alert(page).textContent()).toContain('“letter.txt” is neither a photo nor a video.');
  await page.context().close();
});

test.each([
  ['no-simd', 'it has no WebAssembly SIMD'],
  ['asset', 'A part of the page could not be loaded'],
  ['model', 'The net could not be started'],
  ['memory', 'There is not enough memory.'],
])('the package cannot start: %s', async (code, sentence) => {
  const { page } = await bench.visit({}, `?fail=${code}`);
  await expect.poll(() => alert(page).textContent()).toContain(sentence);
  await page.context().close();
});

test.each([
  ['no-webgl', 'This browser has no WebGL 2 here.'],
  ['not-isolated', 'The server does not isolate this page'],
])('the package warns: %s', async (code, sentence) => {
  const { page } = await bench.visit({}, `?fail=${code}`);
  await expect.poll(() => page.getByRole('status').first().textContent()).toContain(sentence);
  await startCamera(page);
  await page.context().close();
});

test('the worker ends while frames flow', async () => {
  const { page } = await bench.visit();
  await startCamera(page);
  await page.evaluate(() => {
    const { drawn } = globalThis as unknown as {
      drawn: { tell: (name: string, event: unknown) => void; failure: (code: string) => unknown };
    };
    drawn.tell('error', drawn.failure('worker'));
  });
  await expect
    .poll(() => alert(page).textContent())
    .toContain('The part that finds the person stopped (asked for: worker).');
  await startCamera(page);
  await page.context().close();
});

test('the microphone is refused: the picture is recorded alone', async () => {
  const { page } = await bench.visit();
  await startCamera(page);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.getByRole('switch', { name: 'Sound in recordings' }).check();
  await button(page, 'Record').click();
  await expect.poll(() => page.getByRole('status').first().textContent()).toContain('There is no sound');
  await expect.poll(() => button(page, 'Record').getAttribute('aria-pressed')).toBe('true');
  await page.context().close();
});
