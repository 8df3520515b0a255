// Sixteen pixels in one number and back, exactly.
import { expect, it } from 'vitest';
import { packWord, unpackRows, unpackWord } from '../src/worker/gl/pack';

it('has the weights of the reference', () => {
  expect(packWord([1])).toBe(128);
  expect(packWord([0, 0, 0, 0, 0, 0, 0, 1])).toBe(1);
  expect(packWord([...new Array(15).fill(0), 1])).toBe(1 / 256);
  expect(packWord(new Array(16).fill(1))).toBe(255.99609375);
});

it('gives every word of 16 pixels back, also as a float of 32 bits', () => {
  const out = new Uint8Array(16);
  for (let word = 0; word < 65536; ++word) {
    const bits = Array.from({ length: 16 }, (_, j) => (word >> (15 - j)) & 1);
    unpackWord(Math.fround(packWord(bits)), out, 0);
    expect(out.every((value, j) => value === 255 * (bits[j] as number))).toBe(true);
  }
});

it('unpacks rows whose width is no multiple of 32', () => {
  const out = new Uint8Array(2 * 35);
  const bytes = new Uint8Array(16);
  bytes[0] = 0b10000001;
  bytes[4] = 0b00100000; // pixel 34 of the first row
  bytes[8 + 4] = 0b11100000;
  unpackRows(bytes, 8, 35, 2, out);
  const set = [...out.keys()].filter((i) => out[i] === 255);
  expect(set).toEqual([0, 7, 34, 35 + 32, 35 + 33, 35 + 34]);
});
