// ui/appearance: language, and light or dark, from the lists in the head of the page.
import type { Settings, Store } from '../settings';
import { apply } from '../words/words';
import { byId } from './dom';

export function bindAppearance(store: Store): void {
  const show = () => {
    const { language, theme } = store.now;
    if (document.documentElement.lang !== language) apply(language);
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    byId<HTMLSelectElement>('language').value = language;
    byId<HTMLSelectElement>('theme').value = theme;
  };
  for (const key of ['language', 'theme'] as const) {
    const select = byId<HTMLSelectElement>(key);
    select.addEventListener('change', () => store.set({ [key]: select.value } as Partial<Settings>));
  }
  store.watch(show);
  show();
}
