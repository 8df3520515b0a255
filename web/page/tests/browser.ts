// tests/browser: Chromium with a known camera, pages of the built page in it, and what tests ask of a page.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { halves, writeClip } from './clip';
import { type Served, serve } from './serve';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const red: [number, number, number] = [220, 30, 30];
export const green: [number, number, number] = [20, 200, 60];
const clip = here('../../.cache/halves.y4m');

export interface Visit {
  page: Page;
  /** Console errors and uncaught errors since the visit began. */
  errors: string[];
}

export class Bench {
  private constructor(
    readonly browser: Browser,
    readonly server: Served,
  ) {}

  /** The page with the drawn segmenter, built once a run, or the real one that was built before. */
  static async open(
    kind: 'drawn' | 'real',
    options: { camera?: string; allow?: boolean; isolated?: boolean; flags?: string[] } = {},
  ) {
    const folder = kind === 'drawn' ? here('../../.cache/page-drawn') : here('../dist');
    if (kind === 'drawn') await build({ configFile: here('../vite.config.ts'), mode: 'drawn', logLevel: 'error' });
    else if (!existsSync(folder)) throw new Error('build the page first: npm run build');
    if (!options.camera) writeClip(clip, [halves(red, green)], 15);
    const flags = [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${options.camera ?? clip}`,
    ];
    if (options.allow !== false) flags.push('--use-fake-ui-for-media-stream');
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...flags, ...(options.flags ?? [])],
    });
    return new Bench(browser, await serve(folder, options.isolated ?? true));
  }

  async visit(options: BrowserContextOptions = {}, address = ''): Promise<Visit> {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      serviceWorkers: 'block',
      ...options,
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(this.server.address + address);
    return { page, errors };
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop().catch(() => undefined);
  }
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const result = (page: Page) =>
  page.locator('video[aria-label="Result"]:visible, canvas[aria-label="Result"]:visible');

/** Starts the camera and waits for the first picture. */
export async function startCamera(page: Page): Promise<void> {
  await button(page, 'Start camera').click();
  await page.waitForFunction(() => document.querySelector('#stage')?.getAttribute('data-state') === 'live');
  await page.waitForFunction(() => (document.querySelector('#result-video') as HTMLVideoElement).videoWidth > 0);
}

/** R, G, B, A of the result at a place given in parts of its sides. */
export async function pixel(page: Page, x: number, y: number): Promise<number[]> {
  return result(page).evaluate(
    (picture, [px, py]) => {
      const still = picture instanceof HTMLCanvasElement;
      const width = still ? picture.width : (picture as HTMLVideoElement).videoWidth;
      const height = still ? picture.height : (picture as HTMLVideoElement).videoHeight;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(picture as CanvasImageSource, 0, 0);
      return [...context.getImageData(Math.floor(px * width), Math.floor(py * height), 1, 1).data];
    },
    [x, y] as const,
  );
}

export const distance = (a: number[], b: number[]) =>
  Math.max(...[0, 1, 2].map((at) => Math.abs((a[at] ?? 999) - (b[at] ?? 999))));
