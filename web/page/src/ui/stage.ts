// ui/stage: where the picture is. Shows result and input, live or still, and what state the page is in.
import type { State } from '../session';
import type { Source } from '../sources/source';
import { say } from '../words/words';
import { byId } from './dom';

export class Stage {
  private readonly resultVideo = byId<HTMLVideoElement>('result-video');
  private readonly resultStill = byId<HTMLCanvasElement>('result-still');
  private readonly inputVideo = byId<HTMLVideoElement>('input-video');
  private readonly inputStill = byId<HTMLCanvasElement>('input-still');
  private compare = false;
  state: State = 'empty';

  setState(state: State): void {
    this.state = state;
    byId('stage').dataset.state = state;
    byId('welcome').hidden = state !== 'empty';
    byId('busy').hidden = state !== 'starting';
    if (state === 'starting') byId('busy-text').textContent = say('starting');
    if (state === 'empty' || state === 'starting') this.clear();
    byId('result-pane').hidden = state !== 'live' && state !== 'photo';
    this.setCompare(this.compare);
    for (const id of ['snapshot', 'fullscreen']) byId<HTMLButtonElement>(id).disabled = byId('result-pane').hidden;
    byId<HTMLButtonElement>('record').disabled = state !== 'live';
    byId<HTMLButtonElement>('stop').disabled = state === 'empty';
    byId('chip').hidden = state !== 'live';
  }

  setCompare(compare: boolean): void {
    this.compare = compare;
    byId('input-pane').hidden = !compare || byId('result-pane').hidden;
    byId('stage').toggleAttribute('data-compare', compare);
  }

  setMirror(mirror: boolean): void {
    byId('input-pane').toggleAttribute('data-mirror', mirror);
  }

  progress(loaded: number, total: number): void {
    if (total > 0 && loaded < total)
      byId('busy-text').textContent = say('loading', { percent: Math.floor((100 * loaded) / total) });
    else byId('busy-text').textContent = say('starting');
  }

  showLive(output: MediaStreamTrack, source: Source): void {
    this.resultVideo.srcObject = new MediaStream([output]);
    if (source.picture instanceof HTMLVideoElement) follow(this.inputVideo, source.picture);
    else if (!(source.picture instanceof ImageBitmap)) this.inputVideo.srcObject = new MediaStream([source.picture]);
    for (const video of [this.resultVideo, this.inputVideo]) void video.play().catch(() => undefined); // ends with stop
    this.choose(true);
  }

  /** Takes `result` over. */
  showPhoto(result: ImageBitmap, source: Source): void {
    paint(this.resultStill, result);
    result.close();
    if (source.picture instanceof ImageBitmap) paint(this.inputStill, source.picture);
    this.choose(false);
  }

  private choose(live: boolean): void {
    for (const video of [this.resultVideo, this.inputVideo]) video.hidden = !live;
    for (const still of [this.resultStill, this.inputStill]) still.hidden = live;
  }

  private clear(): void {
    for (const video of [this.resultVideo, this.inputVideo]) video.srcObject = null;
    this.inputVideo.removeAttribute('src');
    for (const still of [this.resultStill, this.inputStill]) still.width = 0;
  }
}

/** Plays the same file beside a player. */
function follow(copy: HTMLVideoElement, player: HTMLVideoElement): void {
  copy.src = player.src;
  copy.loop = player.loop;
  const same = () => {
    if (copy.src !== player.src) return;
    copy.currentTime = player.currentTime;
    if (player.paused) copy.pause();
    else void copy.play().catch(() => undefined);
  };
  for (const event of ['play', 'pause', 'seeked']) player.addEventListener(event, same);
}

function paint(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.style.setProperty('--ratio', `${picture.width / picture.height}`);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
}
