// page/settings: what the visitor chose. Kept in localStorage, read back with every value checked, watched by who shows it.
import { languages, preferredLanguage } from './words/words';

const choices = {
  language: languages,
  theme: ['auto', 'light', 'dark'],
  background: ['none', 'blur', 'bokeh', 'colour', 'dusk', 'studio', 'room', 'aurora', 'rocket', 'own'],
  fit: ['fill', 'fit', 'centre'],
  blend: ['alpha', 'smooth'],
  view: ['picture', 'matte', 'overlay'],
  quality: ['auto', 'fast', 'balanced', 'accurate'],
  format: ['auto', 'webm', 'mp4'],
} as const;

/** Smallest, largest, step, and what it is at first. */
export const ranges = {
  blur: [0.1, 10, 0.1, 2],
  bokeh: [0.1, 5, 0.1, 1.5],
  highlights: [0, 1, 0.05, 0.5],
  threshold: [0.05, 0.95, 0.01, 0.5],
  feather: [0, 1, 0.01, 1],
  colourTransfer: [0, 1, 0.05, 0],
  lightWrap: [0, 2, 0.05, 0],
  harmonise: [0, 2, 0.05, 0],
} as const satisfies Record<string, readonly [number, number, number, number]>;

export const switchesAtFirst = {
  mirrorCamera: true,
  mirrorOther: false,
  compare: false,
  seamlessClone: false,
  transparent: false,
  sound: false,
  useShortcuts: true,
  startItself: false,
};

type Choices = typeof choices;
export type Choice = keyof Choices;
export type Range = keyof typeof ranges;
export type Switch = keyof typeof switchesAtFirst;
export type Settings = { [K in Choice]: Choices[K][number] } & Record<Range, number> &
  Record<Switch, boolean> & { colour: string; camera: string };

const place = 'segme.settings';

export function settingsAtFirst(): Settings {
  const numbers = Object.fromEntries(Object.entries(ranges).map(([key, range]) => [key, range[3]]));
  return {
    language: preferredLanguage(),
    theme: 'auto',
    background: 'blur',
    fit: 'fill',
    blend: 'alpha',
    view: 'picture',
    quality: 'auto',
    format: 'auto',
    colour: '#2e9e6b',
    camera: '',
    ...(numbers as Record<Range, number>),
    ...switchesAtFirst,
  };
}

/** Whether `value` may be the value of `key`: whatever lies in localStorage is anybody's. */
export function isValid(key: string, value: unknown): boolean {
  if (key in choices) return (choices[key as Choice] as readonly unknown[]).includes(value);
  if (key in ranges) {
    const [low, high] = ranges[key as Range];
    return typeof value === 'number' && value >= low && value <= high;
  }
  if (key in switchesAtFirst) return typeof value === 'boolean';
  if (key === 'colour') return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);
  return key === 'camera' && typeof value === 'string' && value.length < 500;
}

export function readSettings(text: string | null): Settings {
  const settings = settingsAtFirst();
  try {
    for (const [key, value] of Object.entries(JSON.parse(text ?? '{}') ?? {})) {
      if (isValid(key, value)) Object.assign(settings, { [key]: value });
    }
  } catch {
    // no JSON: as if nothing had been kept
  }
  return settings;
}

type Watcher = (settings: Readonly<Settings>, changed: ReadonlySet<keyof Settings>) => void;

/** The settings of this page. set() tells all watchers what changed. */
export class Store {
  private values: Settings;
  private readonly watchers = new Set<Watcher>();

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null = safeStorage()) {
    this.values = readSettings(this.storage?.getItem(place) ?? null);
  }

  get now(): Readonly<Settings> {
    return this.values;
  }

  set(change: Partial<Settings>): void {
    const changed = new Set<keyof Settings>();
    for (const key of Object.keys(change) as (keyof Settings)[]) {
      if (this.values[key] !== change[key] && isValid(key, change[key])) changed.add(key);
    }
    if (changed.size === 0) return;
    this.values = { ...this.values, ...Object.fromEntries([...changed].map((key) => [key, change[key]])) };
    try {
      this.storage?.setItem(place, JSON.stringify(this.values));
    } catch {
      // full or forbidden: the settings hold until the page closes
    }
    for (const watcher of this.watchers) watcher(this.values, changed);
  }

  watch(watcher: Watcher): void {
    this.watchers.add(watcher);
  }
}

function safeStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
