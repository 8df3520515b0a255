// The package's matte beside the desktop's, of the same pixels: at most 1/255 apart on average. Skips where
// the package, libsegme or a C compiler is missing.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './serve.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const build = process.env.SEGME_BINARY_DIR ?? join(root, 'build-train');
const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ready =
  existsSync(join(root, 'web/package/assets/worker.js')) &&
  existsSync(program) &&
  existsSync(join(build, 'libsegme.so')) &&
  spawnSync('cc', ['--version']).status === 0;

declare const window: Record<string, (...words: unknown[]) => Promise<{ rgba: string; matte: string }>>;

describe.skipIf(!ready)('beside the desktop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segme-desktop-'));
  const native = join(folder, 'native');
  let browser: Browser;
  let served: Served;
  let page: Page;
  beforeAll(async () => {
    const source = join(root, 'web/core/golden/native.c');
    const link = [`-L${build}`, '-lsegme', `-Wl,-rpath,${build}`];
    execFileSync('cc', ['-O1', `-I${join(root, 'src/capi')}`, source, '-o', native, ...link]);
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
    served = await serve(root, true);
    page = await browser.newPage();
    await page.goto(`${served.url}/web/package/tests/blank.html`);
    await page.waitForFunction('window.ready');
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const photos: [string, number, number][] = [
    ['astronaut.png', 640, 480],
    ['photographer.png', 640, 480],
    ['astronaut.png', 512, 512],
    ['photographer.png', 512, 512],
  ];

  /** Mean difference of 255, each side with its own engine. */
  async function apart(quality: string, photo: string, width: number, height: number): Promise<number> {
    const words = [`/samples/${photo}`, width, height, { quality }];
    const ours = await page.evaluate(([w]) => window.matteOf?.(...(w as unknown[])), [words] as const);
    const rgba = Buffer.from(ours?.rgba ?? '', 'base64');
    const matte = Buffer.from(ours?.matte ?? '', 'base64');
    expect(matte.length).toBe(width * height);
    const frame = join(folder, 'frame.rgb');
    const rgb = rgba.filter((_, at) => at % 4 < 3);
    writeFileSync(frame, rgb);
    execFileSync(native, ['net', frame, String(width), String(height), quality, join(folder, 'matte.grey')]);
    const theirs = readFileSync(join(folder, 'matte.grey'));
    const sum = matte.reduce((all, value, at) => all + Math.abs(value - (theirs[at] ?? 255)), 0);
    return sum / matte.length;
  }

  // Two engines round a net of 8 bits in two ways: where it is in doubt (the photographer's tripod) that shows.
  it.each(['fast', 'balanced'])(
    '%s',
    async (quality) => {
      let sum = 0;
      for (const [photo, width, height] of photos) {
        const mean = await apart(quality, photo, width, height);
        console.log(`${quality}, ${photo} at ${width} x ${height}: ${mean.toFixed(3)} of 255 off the desktop's matte`);
        expect(mean).toBeLessThan(2.5);
        sum += mean;
      }
      expect(sum / photos.length).toBeLessThanOrEqual(1);
    },
    120_000,
  );
});
