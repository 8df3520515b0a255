// ui/player: pause and position of a video file, under the picture.
import { label } from '../words/words';
import { byId, icon } from './dom';

export class Player {
  private video: HTMLVideoElement | null = null;
  private readonly button = byId<HTMLButtonElement>('play');
  private readonly position = byId<HTMLInputElement>('position');

  constructor() {
    this.button.addEventListener('click', () => {
      if (this.video?.paused) void this.video.play();
      else this.video?.pause();
    });
    this.position.addEventListener('input', () => {
      if (this.video) this.video.currentTime = (this.position.valueAsNumber / 1000) * (this.video.duration || 0);
    });
    this.set(null);
  }

  set(video: HTMLVideoElement | null): void {
    this.video = video;
    byId('transport').hidden = !video;
    if (!video) return;
    const show = () => {
      this.button.dataset.label = video.paused ? 'play' : 'pause';
      this.button.replaceChildren(icon(video.paused ? 'play' : 'pause'));
      label(this.button);
    };
    video.onplay = show;
    video.onpause = show;
    video.ontimeupdate = () => {
      this.position.value = `${(1000 * video.currentTime) / (video.duration || 1)}`;
    };
    show();
  }
}
