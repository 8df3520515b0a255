// page/look: turns settings into the look that the segmenter draws. Supplied pictures are read once and kept.

import rocket from '../../../samples/rocket.jpg?url';
import aurora from './backgrounds/aurora.svg?url';
import dusk from './backgrounds/dusk.svg?url';
import room from './backgrounds/room.svg?url';
import studio from './backgrounds/studio.svg?url';
import type { Background, Look } from './engine';
import type { OwnBackground } from './own_background';
import type { Settings } from './settings';

/** The supplied pictures, by the name that is also their word. */
export const pictures = { dusk, studio, room, aurora, rocket } as const;
export type Picture = keyof typeof pictures;
export const isPicture = (name: string): name is Picture => name in pictures;

/** A picture of any kind as pixels. SVG has them only once it is drawn. */
async function pixelsOf(address: string): Promise<ImageBitmap> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return createImageBitmap(canvas);
}

const kept = new Map<Picture, Promise<ImageBitmap>>();

async function backgroundOf(settings: Readonly<Settings>, own: OwnBackground): Promise<Background> {
  const { background: name, fit } = settings;
  switch (name) {
    case 'none':
      return 'none';
    case 'blur':
      return { blur: settings.blur };
    case 'bokeh':
      return { bokeh: settings.bokeh, highlights: settings.highlights };
    case 'colour':
      return { colour: settings.colour };
    case 'own':
      return own.background(fit) ?? { blur: settings.blur };
    default: {
      const picture = kept.get(name) ?? pixelsOf(pictures[name]);
      kept.set(name, picture);
      return { picture: await picture, fit };
    }
  }
}

export type SourceKind = 'camera' | 'screen' | 'video' | 'photo';
export const mirrorKey = (kind: SourceKind | undefined): 'mirrorCamera' | 'mirrorOther' =>
  kind === undefined || kind === 'camera' ? 'mirrorCamera' : 'mirrorOther';

/** The whole look; the segmenter sees what changed. */
export async function lookOf(
  settings: Readonly<Settings>,
  own: OwnBackground,
  kind: SourceKind | undefined,
): Promise<Partial<Look>> {
  const bare = settings.background === 'none'; // light and colour of nothing mean nothing
  return {
    background: await backgroundOf(settings, own),
    view: settings.view,
    threshold: settings.threshold,
    feather: settings.feather,
    smoothStep: settings.blend === 'smooth',
    colourTransfer: bare ? 0 : settings.colourTransfer,
    lightWrap: bare ? 0 : settings.lightWrap,
    mirror: settings[mirrorKey(kind)],
    quality: settings.quality,
    ...(kind === 'photo' && {
      harmonise: bare ? 0 : settings.harmonise,
      seamlessClone: !bare && settings.seamlessClone,
    }),
  };
}
