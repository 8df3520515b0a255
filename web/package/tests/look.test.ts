// A look is held to its ranges, and becomes the core's recipe.
import { describe, expect, it } from 'vitest';
import { Failure } from '../src/errors';
import { checkLook, defined, plainLook, ranges } from '../src/look';
import type { Look } from '../src/types';
import { edge, recipeOf } from '../src/worker/recipe';

const refused = (look: unknown): Failure => {
  try {
    checkLook(look as Partial<Look>);
  } catch (error) {
    return error as Failure;
  }
  throw new Error('nothing was refused');
};

describe('checkLook', () => {
  it('takes the defaults and every end of every range', () => {
    checkLook(plainLook);
    for (const name of ['threshold', 'feather', 'colourTransfer', 'lightWrap', 'harmonise', 'targetFps'] as const) {
      for (const value of ranges[name]) checkLook({ [name]: value });
    }
  });

  it.each([
    [{ threshold: 0.04 }, 'threshold'],
    [{ threshold: Number.NaN }, 'threshold'],
    [{ feather: '1' }, 'feather'],
    [{ lightWrap: 2.1 }, 'lightWrap'],
    [{ view: 'alpha' }, 'view'],
    [{ quality: 'best' }, 'quality'],
    [{ mirror: 1 }, 'mirror'],
    [{ background: { blur: 0 } }, 'blur'],
    [{ background: { blur: 2, colour: '#000000' } }, 'background'],
    [{ background: { bokeh: 1, highlights: 2 } }, 'highlights'],
    [{ background: { colour: 'green' } }, 'colour'],
    [{ background: null }, 'background'],
    [{ unknown: 1 }, 'unknown'],
  ])('refuses %j and names %s', (look, field) => {
    const failure = refused(look);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure.code).toBe('option');
    expect(failure.field).toBe(field);
    expect(failure.message).toMatch(/Give .+\.$/);
  });

  it('lets undefined parts pass and defined() takes them out', () => {
    expect(defined({ feather: undefined as never, threshold: 0.5 })).toEqual({ threshold: 0.5 });
  });
});

const live = { still: false, transparent: false };
const look = { ...plainLook, background: { blur: 2 } as const };

describe('recipeOf', () => {
  it('leaves the matte alone where the edge is the whole range', () => {
    expect(recipeOf(look, live)).toEqual({
      refine: 'largest_person,guided',
      render: 'alpha:estimate=off',
      background: 'blur:strength=2',
      fit: 'fill',
    });
  });

  it('narrows the edge around the threshold', () => {
    expect(edge({ threshold: 0.5, feather: 1 })).toEqual([0, 1]);
    expect(edge({ threshold: 0.5, feather: 0.4 })).toEqual([0.3, 0.7]);
    expect(edge({ threshold: 0.9, feather: 0.4 })).toEqual([0.7, 1]);
    const [low, high] = edge({ threshold: 0.3, feather: 0 });
    expect(low).toBeLessThan(high);
    expect(recipeOf({ ...look, feather: 0.4 }, live).refine).toBe(
      'largest_person,guided,smooth_step:low=0.3,high=0.7,straight=on',
    );
    expect(recipeOf({ ...look, smoothStep: true }, live).refine).toContain('low=0,high=1,straight=off');
  });

  it('shows matte and overlay with nothing behind', () => {
    for (const [view, render] of [
      ['matte', 'matte_view'],
      ['overlay', 'overlay'],
    ] as const) {
      expect(recipeOf({ ...look, view }, live)).toMatchObject({ render, background: 'none' });
    }
  });

  it('estimates no colours of the person where a live frame itself is behind', () => {
    expect(recipeOf(look, live)).toMatchObject({ render: 'alpha:estimate=off', background: 'blur:strength=2' });
    expect(recipeOf({ ...look, lightWrap: 1 }, live).render).toBe('alpha:estimate=off,light_wrap:strength=1');
    expect(recipeOf(look, { still: true, transparent: false }).render).toBe('');
    expect(recipeOf({ ...look, background: { colour: '#00ff00' } }, live).render).toBe('');
  });

  it('harmonises stills alone', () => {
    const both = { ...look, harmonise: 1, colourTransfer: 0.5, lightWrap: 1 };
    expect(recipeOf(both, live).render).toBe('colour_transfer:strength=0.5,light_wrap:strength=1');
    expect(recipeOf(both, { still: true, transparent: false }).render).toBe(
      'harmonise:strength=1,light_wrap:strength=1',
    );
  });

  it('clones stills alone, in place of the transfer, and not into nothing', () => {
    const cloned = { ...look, seamlessClone: true, colourTransfer: 0.5, lightWrap: 1 };
    const still = { still: true, transparent: false };
    expect(recipeOf(cloned, live).render).toBe('colour_transfer:strength=0.5,light_wrap:strength=1');
    expect(recipeOf(cloned, still).render).toBe('seamless_clone,light_wrap:strength=1');
    expect(recipeOf({ ...cloned, harmonise: 1 }, still).render).toBe(
      'seamless_clone,harmonise:strength=1,light_wrap:strength=1',
    );
    expect(recipeOf({ ...look, seamlessClone: true, background: 'none' }, still).render).toBe('');
  });

  it('leaves everything out of a transparent picture, and the curve out of a plain matte', () => {
    const narrow = { ...look, feather: 0.2, lightWrap: 1 };
    expect(recipeOf(narrow, { still: true, transparent: true })).toMatchObject({ render: '', background: 'none' });
    expect(recipeOf(narrow, { still: true, transparent: false, plain: true }).refine).toBe('largest_person,guided');
  });
});
