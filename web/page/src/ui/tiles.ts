// ui/tiles: the backgrounds as a grid of small views, and the options that the chosen one has.
import { isPicture, pictures } from '../look';
import type { OwnBackground } from '../own_background';
import type { Settings, Store } from '../settings';
import type { Word } from '../words/words';
import { list, slider } from './controls';
import { byId, icon, make } from './dom';

export const backgrounds = [
  'none',
  'blur',
  'bokeh',
  'colour',
  'dusk',
  'studio',
  'room',
  'aurora',
  'rocket',
  'own',
] as const;
type Name = Settings['background'];

/** `takeOwn` is called with the file that the visitor chose. */
export function fillTiles(store: Store, own: OwnBackground, takeOwn: (file: File) => void): { show: () => void } {
  const chooser = byId<HTMLInputElement>('background-file');
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? [];
    if (file) takeOwn(file);
    chooser.value = '';
  });
  const tiles = backgrounds.map((name) => {
    const tile = tileOf(name);
    tile.addEventListener('click', () => {
      if (name === 'own' && !own.background('fill')) chooser.click();
      else store.set({ background: name });
    });
    return tile;
  });
  byId('tiles').append(...tiles);

  const colour = colourRow(store);
  const change = make('button', { dataset: { word: 'changeOwn' } });
  change.addEventListener('click', () => chooser.click());
  const rows: [HTMLElement, (name: Name) => boolean][] = [
    [slider(store, 'blur', 'blurStrength'), (name) => name === 'blur'],
    [slider(store, 'bokeh', 'bokehSize'), (name) => name === 'bokeh'],
    [slider(store, 'highlights', 'highlights'), (name) => name === 'bokeh'],
    [colour, (name) => name === 'colour'],
    [fitRow(store), (name) => isPicture(name) || name === 'own'],
    [make('div', { className: 'row' }, change), (name) => name === 'own'],
  ];
  byId('background-options').append(...rows.map(([row]) => row));

  const show = () => {
    const { background } = store.now;
    backgrounds.forEach((name, at) => {
      tiles[at]?.setAttribute('aria-pressed', String(name === background));
    });
    for (const [row, wanted] of rows) row.hidden = !wanted(background);
    const swatch = tiles[backgrounds.indexOf('colour')]?.querySelector<HTMLElement>('.view');
    if (swatch) swatch.style.backgroundColor = store.now.colour;
    const image = tiles[backgrounds.indexOf('own')]?.querySelector('img');
    if (image && image.src !== own.preview) {
      image.hidden = !own.preview;
      if (own.preview) image.src = own.preview;
    }
  };
  store.watch(show);
  show();
  return { show };
}

function tileOf(name: Name): HTMLButtonElement {
  const view = make('span', { className: `view view-${name}` });
  if (isPicture(name)) view.append(make('img', { src: pictures[name], alt: '', loading: 'lazy' }));
  if (name === 'own') view.append(icon('plus'), make('img', { alt: '', hidden: true }));
  const word: Word = name === 'own' ? 'ownShort' : name;
  const text = make('span', { dataset: { word } });
  return make('button', { className: 'tile', dataset: { label: 'backgroundOf', name } }, view, text);
}

function colourRow(store: Store): HTMLElement {
  const input = make('input', { type: 'color', id: 'colour' });
  const show = () => {
    input.value = store.now.colour;
  };
  input.addEventListener('input', () => store.set({ colour: input.value }));
  store.watch(show);
  show();
  const label = make('label', { htmlFor: 'colour', dataset: { word: 'backgroundColour' } });
  return make('div', { className: 'row list' }, label, input);
}

const fitRow = (store: Store) =>
  list(store, 'fit', 'fit', [
    ['fill', 'fitFill'],
    ['fit', 'fitFit'],
    ['centre', 'fitCentre'],
  ]);
