// bench/pictures: the page on a desk and on a phone, as docs/images has them: the built page with a camera that shows a
// photo. usage: node pictures.mjs
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { writeCamera } from '../package/tests/camera.mjs';
import { serve } from '../package/tests/serve.mjs';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(web);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const [width, height] = [960, 720];
const quality = 0.86;

/** The upper part of the photo at the camera's size, row by row, R G B A. */
async function pixels() {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const text = await page.evaluate(
    async ([base64, w, h]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const photo = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(w, h).getContext('2d');
      context.drawImage(photo, 0, 0, photo.width, (photo.width * h) / w, 0, 0, w, h);
      const { data } = context.getImageData(0, 0, w, h);
      let letters = '';
      for (let at = 0; at < data.length; at += 8192) letters += String.fromCharCode(...data.subarray(at, at + 8192));
      return btoa(letters);
    },
    [readFileSync(join(root, 'samples/astronaut.png')).toString('base64'), width, height],
  );
  await browser.close();
  return Buffer.from(text, 'base64');
}

/** PNG to WebP, by the browser. */
async function webp(page, png) {
  const text = await page.evaluate(
    async ([base64, as]) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
      const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
      canvas.getContext('2d').drawImage(picture, 0, 0);
      return canvas.toDataURL('image/webp', as).split(',')[1];
    },
    [png.toString('base64'), quality],
  );
  return Buffer.from(text, 'base64');
}

const views = [
  {
    file: 'web-desktop.webp',
    options: { viewport: { width: 1360, height: 850 }, locale: 'en-US', colorScheme: 'light' },
    presses: ['Background: dusk'],
  },
  {
    file: 'web-phone.webp',
    options: {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      locale: 'de-DE',
      colorScheme: 'dark',
    },
    presses: ['Hintergrund: Nordlicht'],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'segme-pictures-'));
const clip = join(folder, 'camera.y4m');
const data = await pixels();
writeCamera(clip, width, height, 2, (x, y) => data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3));
const served = await serve(join(web, 'page/dist'), true);
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${clip}`,
  ],
});
const plain = await browser.newPage();
try {
  for (const { file, options, presses } of views) {
    const page = await (await browser.newContext({ serviceWorkers: 'block', ...options })).newPage();
    await page.goto(`${served.url}/index.html`);
    await page.locator('#start-camera').click();
    await page.waitForFunction(() => document.querySelector('#stage').dataset.state === 'live');
    for (const name of presses) await page.getByRole('button', { name, exact: true }).click();
    // Until the first figures are there and the sentence that the picture runs has left.
    await page.waitForFunction(() => document.querySelector('#chip').textContent !== '');
    await page.waitForFunction(() => document.querySelector('#messages').textContent === '', null, { timeout: 20_000 });
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.mouse.move(0, 0);
    await page.waitForTimeout(1500);
    writeFileSync(join(root, 'docs/images', file), await webp(plain, await page.screenshot()));
    await page.context().close();
  }
} finally {
  await browser.close();
  await served.close();
  rmSync(folder, { recursive: true, force: true });
}
