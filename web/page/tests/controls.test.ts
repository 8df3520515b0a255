// Every control by its accessible name: that it is there, and what it asks of the segmenter.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bench, button, startCamera, type Visit } from './browser';

let bench: Bench;
let visit: Visit;
beforeAll(async () => {
  bench = await Bench.open('drawn');
  visit = await bench.visit();
  await startCamera(visit.page);
});
afterAll(() => bench.close());

/** What the segmenter was asked to draw last; bitmaps and tracks as their names. */
const look = () =>
  visit.page.evaluate(() => {
    const { look: now } = (globalThis as unknown as { drawn: { look: Record<string, unknown> } }).drawn;
    return JSON.parse(JSON.stringify(now, (_, value) => (value instanceof ImageBitmap ? `${value.width}` : value)));
  });

const sliders: [string, string, string][] = [
  ['Threshold', 'threshold', '0.7'],
  ['Feather', 'feather', '0.25'],
  ['Colour transfer', 'colourTransfer', '0.6'],
  ['Light wrap', 'lightWrap', '1.2'],
];
test.each(sliders)('slider %s', async (name, key, value) => {
  await visit.page.getByRole('slider', { name, exact: true }).fill(value);
  await expect.poll(look).toMatchObject({ [key]: Number(value) });
});

const backgrounds: [string, unknown][] = [
  ['none', 'none'],
  ['blur', { blur: 2 }],
  ['bokeh', { bokeh: 1.5, highlights: 0.5 }],
  ['colour', { colour: '#2e9e6b' }],
  ['dusk', { picture: '1280', fit: 'fill' }],
  ['studio', { picture: '1280', fit: 'fill' }],
  ['room', { picture: '1280', fit: 'fill' }],
  ['aurora', { picture: '1280', fit: 'fill' }],
  ['rocket', { picture: '640', fit: 'fill' }],
];
test.each(backgrounds)('background %s', async (name, background) => {
  await button(visit.page, `Background: ${name}`).click();
  await expect.poll(look).toMatchObject({ background });
  expect(await button(visit.page, `Background: ${name}`).getAttribute('aria-pressed')).toBe('true');
});

const ofBackgrounds: [string, string, string, unknown][] = [
  ['blur', 'Blur strength', '4.5', { blur: 4.5 }],
  ['bokeh', 'Bokeh size', '3', { bokeh: 3 }],
  ['bokeh', 'Highlights', '0.9', { highlights: 0.9 }],
];
test.each(ofBackgrounds)('of background %s: slider %s', async (background, name, value, wanted) => {
  await button(visit.page, `Background: ${background}`).click();
  await visit.page.getByRole('slider', { name, exact: true }).fill(value);
  await expect.poll(look).toMatchObject({ background: wanted });
});

test('colour and layout of a background', async () => {
  await button(visit.page, 'Background: colour').click();
  await visit.page.getByLabel('Background colour').fill('#123456');
  await expect.poll(look).toMatchObject({ background: { colour: '#123456' } });
  await button(visit.page, 'Background: rocket').click();
  await visit.page.getByRole('combobox', { name: 'Picture layout' }).selectOption('Fit');
  await expect.poll(look).toMatchObject({ background: { fit: 'fit' } });
});

const radios: [string, Record<string, unknown>][] = [
  ['Matte', { view: 'matte' }],
  ['Red overlay', { view: 'overlay' }],
  ['Picture', { view: 'picture' }],
  ['Smooth step', { smoothStep: true }],
  ['Alpha', { smoothStep: false }],
  ['Fast', { quality: 'fast' }],
  ['Balanced', { quality: 'balanced' }],
  ['Accurate', { quality: 'accurate' }],
  ['Automatic', { quality: 'auto' }],
];
test.each(radios)('choice %s', async (name, wanted) => {
  await visit.page.getByRole('radio', { name, exact: true }).check();
  await expect.poll(look).toMatchObject(wanted);
});

test('light and colour need something behind the person', async () => {
  await visit.page.getByRole('slider', { name: 'Light wrap' }).fill('1.2');
  await button(visit.page, 'Background: none').click();
  await expect.poll(look).toMatchObject({ background: 'none', lightWrap: 0, colourTransfer: 0 });
  expect(await visit.page.getByRole('slider', { name: 'Light wrap' }).isDisabled()).toBe(true);
  await button(visit.page, 'Background: blur').click();
  await expect.poll(look).toMatchObject({ lightWrap: 1.2 });
});

test('mirror', async () => {
  const { mirror } = await look();
  await button(visit.page, 'Mirror').click();
  await expect.poll(look).toMatchObject({ mirror: !mirror });
});

test('what only stills can have is off for the camera', async () => {
  const { page } = visit;
  expect(await page.getByRole('slider', { name: 'Harmonise' }).isDisabled()).toBe(true);
  expect(await page.getByRole('switch', { name: 'Seamless clone' }).isDisabled()).toBe(true);
  expect(await page.getByText('For photos only.').count()).toBe(2);
});

test('what a build has not got says so', async () => {
  const { page } = await bench.visit({}, '?fail=no-clone');
  await startCamera(page);
  expect(await page.getByRole('switch', { name: 'Seamless clone' }).isDisabled()).toBe(true);
  expect(await page.getByText('Not in the browser version; the desktop one has it.').count()).toBe(1);
  await page.context().close();
});

test('the cameras are listed by name', async () => {
  const list = visit.page.getByRole('combobox', { name: 'Camera', exact: true });
  const names = await list.locator('option').allTextContents();
  expect(names[0]).toBe('Default camera');
  expect(names.length).toBeGreaterThan(1);
  await list.selectOption({ index: 1 });
  await visit.page.waitForFunction(() => document.querySelector('#stage')?.getAttribute('data-state') === 'live');
});

test('the figures name what runs', async () => {
  await expect.poll(() => visit.page.locator('#speed').textContent(), { timeout: 5000 }).toContain('15.0 / s');
  const text = await visit.page.locator('#speed').textContent();
  for (const part of [
    '1.0 ms',
    '2.0 ms',
    '3.0 ms',
    '4.0 ms',
    '10.0 ms',
    '320 x 240',
    'drawn',
    'LiteRT WebAssembly, 1 thread',
  ]) {
    expect(text).toContain(part);
  }
});

test('no error was logged', () => expect(visit.errors).toEqual([]));
