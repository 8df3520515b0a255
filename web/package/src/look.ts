// package/look: the defaults of a look, and its check: every value is held to the range that types.ts states.
import { Failure } from './errors';
import type { Background, Look } from './types';

export const plainLook: Look = {
  background: { blur: 2 },
  view: 'picture',
  threshold: 0.5,
  feather: 1,
  smoothStep: false,
  colourTransfer: 0,
  lightWrap: 0,
  harmonise: 0,
  seamlessClone: false,
  mirror: false,
  quality: 'fast',
  targetFps: 28,
};

/** Inclusive ranges of the numbers of a look. */
export const ranges = {
  threshold: [0.05, 0.95],
  feather: [0, 1],
  colourTransfer: [0, 1],
  lightWrap: [0, 2],
  harmonise: [0, 2],
  targetFps: [1, 120],
  blur: [0.1, 20],
  bokeh: [0.1, 10],
  highlights: [0, 1],
} as const;

const choices = {
  view: ['picture', 'matte', 'overlay'],
  quality: ['fast', 'balanced', 'accurate', 'auto'],
  fit: ['fill', 'fit', 'centre'],
};
const switches = ['smoothStep', 'seamlessClone', 'mirror'];

function refuse(field: string, value: unknown, expected: string): never {
  throw new Failure('option', `'${String(value)}' is no value for ${field}. Give ${expected}.`, field);
}

function checkNumber(field: keyof typeof ranges, value: unknown): void {
  const [low, high] = ranges[field];
  const right = typeof value === 'number' && value >= low && value <= high;
  if (!right) refuse(field, value, `a number in ${low}..${high}`);
}

function checkChoice(field: keyof typeof choices, value: unknown): void {
  if (!choices[field].includes(value as string)) refuse(field, value, `one of ${choices[field].join(', ')}`);
}

function checkBackground(value: Background): void {
  if (value === 'none') return;
  const form = "'none', { blur }, { bokeh }, { colour }, { picture } or { video }";
  if (typeof value !== 'object' || value === null) refuse('background', value, form);
  const kinds = ['blur', 'bokeh', 'colour', 'picture', 'video'].filter((kind) => kind in value);
  if (kinds.length !== 1) refuse('background', JSON.stringify(value), form);
  if ('blur' in value) checkNumber('blur', value.blur);
  if ('bokeh' in value) {
    checkNumber('bokeh', value.bokeh);
    if (value.highlights !== undefined) checkNumber('highlights', value.highlights);
  }
  if ('colour' in value && !/^#[0-9a-f]{6}$/i.test(value.colour)) refuse('colour', value.colour, 'a text like #3a6ea5');
  if ('picture' in value && !(value.picture.width > 0)) refuse('picture', 'a closed picture', 'an open ImageBitmap');
  if ('video' in value && value.video.kind !== 'video') refuse('video', value.video.kind, 'a video track');
  if ('fit' in value && value.fit !== undefined) checkChoice('fit', value.fit);
}

/** Throws a Failure with 'option' for the first part that is wrong. Parts that are undefined do not count. */
export function checkLook(look: Partial<Look>): void {
  for (const [name, value] of Object.entries(look)) {
    if (value === undefined) continue;
    if (name === 'background') checkBackground(value as Background);
    else if (name in ranges) checkNumber(name as keyof typeof ranges, value);
    else if (name in choices) checkChoice(name as keyof typeof choices, value);
    else if (!switches.includes(name)) refuse(name, value, `one of ${Object.keys(plainLook).join(', ')}`);
    else if (typeof value !== 'boolean') refuse(name, value, 'true or false');
  }
}

/** `look` without its undefined parts. */
export function defined(look: Partial<Look>): Partial<Look> {
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}
