// The page's parts that need no browser: settings as they are kept, words, file names, formats, failures.
import { beforeEach, expect, test, vi } from 'vitest';
import { cameraFailure, failureOf } from '../src/failure';
import { nameOf } from '../src/save/download';
import { kindFor } from '../src/save/recorder';
import { isValid, ranges, readSettings, Store, settingsAtFirst } from '../src/settings';
import { de } from '../src/words/de';
import { en } from '../src/words/en';
import { enFailures } from '../src/words/en_failures';
import { es } from '../src/words/es';

beforeEach(() => {
  vi.stubGlobal('navigator', { languages: ['de-AT', 'en'] });
  vi.stubGlobal('document', { documentElement: {} });
});

test('settings are read back as they were kept', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const store = new Store(storage);
  store.set({ threshold: 0.7, background: 'aurora', mirrorCamera: false });
  expect(new Store(storage).now).toEqual({
    ...settingsAtFirst(),
    threshold: 0.7,
    background: 'aurora',
    mirrorCamera: false,
  });
});

test.each(['', '{', 'null', '[1]', '7', '{"threshold":"high","view":"none","colour":"red","zzz":1,"fit":null}'])(
  'kept text %s gives the settings at first',
  (text) => expect(readSettings(text)).toEqual(settingsAtFirst()),
);

test('every number is valid at its ends and at first, and not beyond', () => {
  for (const [key, [low, high, step, first]] of Object.entries(ranges)) {
    for (const value of [low, high, first]) expect(isValid(key, value), key).toBe(true);
    for (const value of [low - step, high + step, Number.NaN, '1']) expect(isValid(key, value), key).toBe(false);
  }
});

test('a watcher hears what changed, and nothing when nothing did', () => {
  const store = new Store(null);
  const heard: string[][] = [];
  store.watch((_, changed) => heard.push([...changed]));
  store.set({ threshold: store.now.threshold });
  store.set({ threshold: 0.6, feather: 5 }); // the feather is out of range
  expect(heard).toEqual([['threshold']]);
});

test('the first language that the page speaks is taken', () => {
  expect(settingsAtFirst().language).toBe('de');
  vi.stubGlobal('navigator', { languages: ['pt', 'es-AR'] });
  expect(settingsAtFirst().language).toBe('es');
  vi.stubGlobal('navigator', { languages: ['ja'] });
  expect(settingsAtFirst().language).toBe('en');
});

test('every language has every word, with the same holes', () => {
  const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  const english = { ...en, ...enFailures };
  for (const words of [de, es]) {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      const other = words[key as keyof typeof words];
      expect(other.trim().length, key).toBeGreaterThan(0);
      expect(holes(other), key).toEqual(holes(text));
    }
  }
});

test('files are named after their moment', () => {
  expect(nameOf('png', new Date(2026, 0, 31, 9, 5, 7))).toBe('segme-2026-01-31-09-05-07.png');
});

test('the format asked for, else the other one, else none', () => {
  const webm = (type: string) => type.startsWith('video/webm');
  expect(kindFor('webm', () => true)).toContain('webm');
  expect(kindFor('mp4', () => true)).toContain('mp4');
  expect(kindFor('mp4', webm)).toContain('webm');
  expect(kindFor('auto', (type) => !webm(type))).toContain('mp4');
  expect(kindFor('auto', () => false)).toBe('');
});

test('errors of camera and package become sentences', () => {
  const named = (name: string) => Object.assign(new Error('x'), { name });
  expect(cameraFailure(named('NotReadableError')).word).toBe('inUse');
  expect(cameraFailure('odd').message).toContain('odd');
  expect(failureOf(Object.assign(new Error('no'), { code: 'picture', field: '' }), 'a.jpg').message).toContain(
    '“a.jpg”',
  );
  expect(failureOf(new Error('boom')).message).toContain('boom');
});
