// ui/files: photos and videos that are chosen, dropped on the page or pasted into it.
import { byId } from './dom';

/** `take` gets each file; the choosers say what it must be. */
export function acceptFiles(take: (file: File, kind?: 'photo' | 'video') => void): void {
  for (const kind of ['photo', 'video'] as const) {
    const chooser = byId<HTMLInputElement>(`${kind}-file`);
    byId(`choose-${kind}`).addEventListener('click', () => chooser.click());
    chooser.addEventListener('change', () => {
      const [file] = chooser.files ?? [];
      if (file) take(file, kind);
      chooser.value = ''; // so that the same file can be chosen again
    });
  }
  let depth = 0; // enter and leave come for every element on the way
  const show = (change: number) => {
    depth = Math.max(0, depth + change);
    byId('drop').hidden = depth === 0;
  };
  document.addEventListener('dragenter', (event) => event.dataTransfer?.types.includes('Files') && show(1));
  document.addEventListener('dragleave', () => show(-1));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    show(-depth);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  });
  document.addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) take(file);
  });
}
