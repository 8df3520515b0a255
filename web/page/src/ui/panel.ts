// ui/panel: fills the sections of the panel with their controls; says which of them wait for a photo or are not built in.
import type { Capabilities } from '../engine';
import type { SourceKind } from '../look';
import type { Store } from '../settings';
import { apply } from '../words/words';
import { disable, list, segmented, slider, toggle } from './controls';
import { byId } from './dom';

export class Panel {
  private readonly rows;
  private missing: Capabilities['missing'] = [];
  private kind: SourceKind | undefined;

  constructor(private readonly store: Store) {
    this.rows = {
      colourTransfer: slider(store, 'colourTransfer', 'colourTransfer'),
      lightWrap: slider(store, 'lightWrap', 'lightWrap'),
      harmonise: slider(store, 'harmonise', 'harmonise'),
      seamlessClone: toggle(store, 'seamlessClone', 'seamlessClone'),
    };
    byId('edge-rows').append(
      slider(store, 'threshold', 'threshold'),
      slider(store, 'feather', 'feather'),
      segmented(store, 'blend', 'blend', [
        ['alpha', 'blendAlpha'],
        ['smooth', 'blendSmooth'],
      ]),
    );
    byId('light-rows').append(...Object.values(this.rows));
    byId('view-rows').append(
      segmented(store, 'view', 'viewTitle', [
        ['picture', 'viewPicture'],
        ['matte', 'viewMatte'],
        ['overlay', 'viewOverlay'],
      ]),
    );
    byId('camera-rows').append(
      segmented(store, 'quality', 'quality', [
        ['auto', 'auto'],
        ['fast', 'fast'],
        ['balanced', 'balanced'],
        ['accurate', 'accurate'],
      ]),
      toggle(store, 'startItself', 'startItself'),
    );
    byId('save-rows').append(
      toggle(store, 'transparent', 'transparent'),
      toggle(store, 'sound', 'sound'),
      list(store, 'format', 'format', [
        ['auto', 'formatAuto'],
        ['webm', 'WebM'],
        ['mp4', 'MP4'],
      ]),
    );
    byId('keys').before(toggle(store, 'useShortcuts', 'useShortcuts'));
    store.watch((_, changed) => {
      if (changed.has('background') || changed.has('view')) this.show();
    });
    this.show();
  }

  setCapabilities({ missing }: Capabilities): void {
    this.missing = missing;
    this.show();
  }

  setKind(kind: SourceKind | undefined): void {
    this.kind = kind;
    this.show();
  }

  private show(): void {
    for (const [name, row] of Object.entries(this.rows)) {
      const still = name === 'harmonise' || name === 'seamlessClone';
      const absent = this.missing.some((missing) => missing === name);
      const bare = this.store.now.background === 'none' && this.store.now.view === 'picture';
      disable(
        row,
        absent ? 'notInBuild' : still && this.kind !== 'photo' ? 'photosOnly' : bare ? 'needsBackground' : null,
      );
    }
    apply(this.store.now.language);
  }
}
