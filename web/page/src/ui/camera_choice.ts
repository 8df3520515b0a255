// ui/camera_choice: the list of cameras. It follows what is plugged in, and names them once the browser tells the names.
import type { Store } from '../settings';
import { cameras } from '../sources/camera';
import { say } from '../words/words';
import { byId, make } from './dom';

/** `changed` is called when the visitor has chosen another camera. Returns what fills the list anew. */
export function addCameraChoice(store: Store, changed: () => void): () => Promise<void> {
  const select = make('select', { id: 'camera' });
  const label = make('label', { htmlFor: 'camera', dataset: { word: 'camera' } });
  byId('camera-rows').prepend(make('div', { className: 'row list' }, label, select));
  select.addEventListener('change', () => {
    store.set({ camera: select.value });
    changed();
  });
  const fill = async () => {
    const found = await cameras().catch(() => []);
    const options = found.map(({ id, name }, at) =>
      make('option', { value: id, textContent: name || say('cameraNumber', { number: at + 1 }) }),
    );
    select.replaceChildren(make('option', { value: '', textContent: say('cameraDefault') }), ...options);
    select.value = found.some(({ id }) => id === store.now.camera) ? store.now.camera : '';
  };
  navigator.mediaDevices?.addEventListener?.('devicechange', () => void fill());
  void fill();
  return fill;
}
