// The page as a place: names for all, languages, light and dark, what is remembered, offline, sizes, tabs, and its policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bench, button, startCamera } from './browser';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open('drawn');
});
afterAll(() => bench.close());

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong: rule and place. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(`{const module = undefined; const define = undefined; ${axe}}`);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
test.each([
  ['desktop, light', true, { colorScheme: 'light' as const }],
  ['desktop, dark', false, { colorScheme: 'dark' as const }],
  ['phone, light', false, { ...phone, colorScheme: 'light' as const }],
  ['phone, dark', true, { ...phone, colorScheme: 'dark' as const }],
])('axe-core finds nothing: %s', async (_, live, options) => {
  const { page, errors } = await bench.visit(options);
  expect(await findings(page)).toEqual([]);
  if (live) {
    await startCamera(page);
    expect(await findings(page)).toEqual([]);
    await button(page, 'Help').click();
    expect(await findings(page)).toEqual([]);
  }
  expect(errors).toEqual([]);
  await page.context().close();
});

test('nothing moves by itself, and nothing is wider than the phone', async () => {
  const { page } = await bench.visit(phone);
  const shift = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 500);
        }),
    );
  await startCamera(page);
  expect(await shift()).toBeLessThan(0.01);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 844, height: 390 }); // turned
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(844);
  expect(await page.locator('#result-video').isVisible()).toBe(true);
  await page.context().close();
});

test.each([
  ['de-DE', 'de', 'Kamera starten', 'Hintergrund: unscharf'],
  ['es-MX', 'es', 'Iniciar cámara', 'Fondo: desenfoque'],
  ['fr-FR', 'en', 'Start camera', 'Background: blur'],
])('a visitor with %s', async (locale, language, start, background) => {
  const { page } = await bench.visit({ ...phone, locale });
  const tooWide = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map(({ id }) => id),
    );
  expect(await tooWide()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
  expect(await button(page, start).isVisible()).toBe(true);
  expect(await button(page, background).isVisible()).toBe(true);
  await page.context().close();
});

test('settings are remembered, language and appearance too; what is stored and wrong is left out', async () => {
  const { page } = await bench.visit();
  await page.getByRole('slider', { name: 'Threshold' }).fill('0.8');
  await button(page, 'Background: dusk').click();
  await page.getByRole('combobox', { name: 'Appearance' }).selectOption('dark');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await page.reload();
  expect(await page.getByRole('slider', { name: 'Schwelle' }).inputValue()).toBe('0.8');
  expect(await button(page, 'Hintergrund: Abend').getAttribute('aria-pressed')).toBe('true');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(15, 17, 20)');
  await page.evaluate(() =>
    localStorage.setItem('segme.settings', '{"threshold": 7, "view": "upside down", "feather": 0.5}'),
  );
  await page.reload();
  expect(await page.getByRole('slider', { name: 'Threshold' }).inputValue()).toBe('0.5');
  expect(await page.getByRole('slider', { name: 'Feather' }).inputValue()).toBe('0.5');
  await button(page, 'Reset all settings').click();
  await expect.poll(() => page.getByRole('slider', { name: 'Feather' }).inputValue()).toBe('1');
  await page.context().close();
});

test('by keyboard alone', async () => {
  const { page } = await bench.visit();
  for (let steps = 0; steps < 12; steps++) {
    await page.keyboard.press('Tab');
    if (await button(page, 'Start camera').evaluate((element) => element === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#stage').getAttribute('data-state')).toBe('live');
  await page.keyboard.press('b');
  expect(await button(page, 'Side by side').getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('x');
  await expect.poll(() => page.locator('#stage').getAttribute('data-state')).toBe('empty');
  await page.keyboard.press('?');
  await page.getByRole('switch', { name: 'Keyboard shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  expect(await page.locator('#stage').getAttribute('data-state')).toBe('empty');
  await page.context().close();
});

test('two tabs, and one of them in the background', async () => {
  const { page } = await bench.visit();
  await startCamera(page);
  const second = await page.context().newPage();
  await second.goto(bench.server.address);
  await startCamera(second);
  const time = () => page.locator('#result-video').evaluate((video) => (video as HTMLVideoElement).currentTime);
  await second.bringToFront();
  const before = await time();
  await page.bringToFront();
  await expect.poll(time).toBeGreaterThan(before);
  await second.close();
  expect(await page.locator('#stage').getAttribute('data-state')).toBe('live');
  await page.context().close();
});

test('another size of window while the camera runs', async () => {
  const { page } = await bench.visit();
  await startCamera(page);
  for (const [width, height] of [
    [700, 900],
    [1600, 900],
    [360, 740],
    [320, 568],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const box = await page.locator('#stage').boundingBox();
    expect(box?.width).toBeLessThanOrEqual(width);
    expect(box?.height).toBeGreaterThan(200);
  }
  await page.context().close();
});

test('the policy: no eval, no inline script, nobody to talk to', async () => {
  const { page } = await bench.visit();
  const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '';
  expect(policy).toContain("'wasm-unsafe-eval'");
  expect(policy).not.toContain("'unsafe-eval'");
  expect(policy).not.toContain('unsafe-inline');
  const reached = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'reached',
      (error: Error) => error.name,
    ),
  );
  expect(reached).toBe('TypeError');
  const evaluated = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective));
        const script = document.createElement('script');
        script.textContent = 'document.title = "inline"';
        document.head.append(script);
      }),
  );
  expect(evaluated).toBe('script-src-elem');
  await page.context().close();
});

test('it can be installed, and works without a network', async () => {
  const own = await Bench.open('drawn');
  const { page, errors } = await own.visit({ serviceWorkers: 'allow' });
  const manifest = await page.evaluate(async () => (await fetch('manifest.webmanifest')).json());
  expect(manifest).toMatchObject({ display: 'standalone', start_url: './' });
  expect(manifest.icons.map((icon: { sizes: string }) => icon.sizes)).toEqual(['any', '192x192', '512x512']);
  await expect.poll(() => page.locator('#offline').textContent()).toBe('Works offline.');
  await own.server.stop();
  await page.reload();
  await startCamera(page);
  await button(page, 'Background: rocket').click();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(errors).toEqual([]);
  await own.close();
});

test('a server without headers: isolated from the second visit on', async () => {
  const own = await Bench.open('drawn', { isolated: false });
  const { page } = await own.visit({ serviceWorkers: 'allow' });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await expect.poll(() => page.locator('#offline').textContent()).toBe('Works offline.');
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await own.close();
});
