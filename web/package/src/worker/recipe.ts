// worker/recipe: a look as the texts that the core's recipe takes: refiners, renderers, background.
import type { WorkerLook } from '../messages';

export interface Recipe {
  refine: string;
  render: string;
  background: string;
  fit: string;
}

export interface Wanted {
  /** A single picture: harmonise and seamlessClone count. */
  still: boolean;
  /** The background is left out. */
  transparent: boolean;
  /** The matte as the net and the guided filter give it, without threshold and feather. */
  plain?: boolean;
}

const narrowest = 0.01; // of the edge: the core wants low < high

/** Matte values where the edge begins and ends. */
export function edge(look: Pick<WorkerLook, 'threshold' | 'feather'>): [number, number] {
  const half = Math.max(look.feather, narrowest) / 2;
  const low = Math.max(0, look.threshold - half);
  const high = Math.min(1, look.threshold + half);
  return [Number(low.toFixed(4)), Number(high.toFixed(4))];
}

function refiners(look: WorkerLook): string {
  const [low, high] = edge(look);
  const chain = 'largest_person,guided';
  if (low === 0 && high === 1 && !look.smoothStep) return chain;
  return `${chain},smooth_step:low=${low},high=${high},straight=${look.smoothStep ? 'off' : 'on'}`;
}

function behind(look: WorkerLook): string {
  const { background } = look;
  if (background === 'none') return 'none';
  if ('blur' in background) return `blur:strength=${background.blur}`;
  if ('bokeh' in background) {
    return `bokeh:strength=${background.bokeh},highlights=${background.highlights ?? 0.5}`;
  }
  if ('colour' in background) return background.colour;
  return '#000000'; // until the picture is there
}

function renderers(look: WorkerLook, still: boolean): string {
  if (look.view === 'matte') return 'matte_view';
  if (look.view === 'overlay') return 'overlay';
  const chain: string[] = [];
  const clone = still && look.seamlessClone && look.background !== 'none'; // into nothing nobody can be cloned
  if (clone) chain.push('seamless_clone');
  if (still && look.harmonise > 0) chain.push(`harmonise:strength=${look.harmonise}`);
  else if (look.colourTransfer > 0 && !clone) chain.push(`colour_transfer:strength=${look.colourTransfer}`);
  if (look.lightWrap > 0) chain.push(`light_wrap:strength=${look.lightWrap}`);
  // Behind is the frame itself, blurred: what of the old background shines through at the edge is right there, and a live
  // frame need not wait until the person's own colours are estimated.
  const { background } = look;
  const ownBehind = typeof background === 'object' && ('blur' in background || 'bokeh' in background);
  if (!still && ownBehind && look.colourTransfer === 0) chain.unshift('alpha:estimate=off');
  return chain.join(',');
}

export function recipeOf(look: WorkerLook, wanted: Wanted): Recipe {
  const { background } = look;
  const fit = (typeof background === 'object' && 'fit' in background && background.fit) || 'fill';
  if (wanted.transparent) return { refine: refiners(look), render: '', background: 'none', fit };
  // What only shows the matte has nothing behind it.
  const shown = look.view === 'picture';
  return {
    refine: wanted.plain ? 'largest_person,guided' : refiners(look),
    render: renderers(look, wanted.still),
    background: shown ? behind(look) : 'none',
    fit,
  };
}
