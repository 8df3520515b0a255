// worker/auto_level: holds the frame rate. A level that misses it for some seconds is left for the one below; one that
// has room for twice its work for a while is left for the one above, unless that one failed shortly before.
import type { Level } from '../types';

const slowSeconds = 3;
const roomySeconds = 6;
const nearly = 0.93; // of the frame rate asked for: a camera's own rate wavers
const full = 850; // milliseconds of work a second: the work, not the camera, is what others wait for
const patience = 60; // seconds until a level that was too slow is tried again

export class AutoLevel {
  #slow = 0;
  #roomy = 0;
  #sinceFall = patience;

  /** Once a second: the level from now on. `busy` is milliseconds of work a picture. */
  next(level: Level, levels: readonly Level[], fps: number, dropped: number, busy: number, target: number): Level {
    const place = levels.indexOf(level);
    this.#sinceFall += 1;
    // While the net runs, the browser itself leaves frames out, and does not say so.
    const late = dropped > 0 || busy * fps > full;
    this.#slow = fps < target * nearly && late ? this.#slow + 1 : 0;
    this.#roomy = busy * 2.5 < 1000 / target && this.#sinceFall >= patience ? this.#roomy + 1 : 0;
    if (this.#slow >= slowSeconds && place > 0) {
      this.#slow = this.#sinceFall = 0;
      return levels[place - 1] ?? level;
    }
    if (this.#roomy >= roomySeconds && place < levels.length - 1) {
      this.#roomy = 0;
      return levels[place + 1] ?? level;
    }
    return level;
  }
}
