// save/recorder: records the picture, with sound where there is some, as WebM or MP4: whichever was asked for and can be had.
import { Failure } from '../failure';

export type Format = 'auto' | 'webm' | 'mp4';

const kinds: [Exclude<Format, 'auto'>, string[]][] = [
  ['mp4', ['video/mp4;codecs="avc1.42E01F,mp4a.40.2"', 'video/mp4;codecs="avc1.42E01F,opus"', 'video/mp4']],
  ['webm', ['video/webm;codecs="vp9,opus"', 'video/webm;codecs="vp8,opus"', 'video/webm']],
];

/** The kind to record in; the other format where the browser cannot write the one asked for. '' where it writes none. */
export function kindFor(format: Format, can: (type: string) => boolean): string {
  const order = format === 'mp4' ? kinds : [...kinds].reverse();
  return order.flatMap(([, types]) => types).find(can) ?? '';
}

export class Recorder {
  private readonly parts: Blob[] = [];
  private readonly recorder: MediaRecorder;
  private problem = '';
  readonly started = performance.now();
  /** The file: when it was stopped, or a track ended, or recording failed (`problem` says why, '' is well). */
  readonly file: Promise<{ blob: Blob; ending: string; problem: string }>;

  /** Throws a Failure. The recording stops with the picture's track; `sound` is stopped at the end. */
  constructor(picture: MediaStreamTrack, sound: MediaStreamTrack | undefined, format: Format) {
    const type =
      typeof MediaRecorder === 'undefined' ? '' : kindFor(format, (kind) => MediaRecorder.isTypeSupported(kind));
    if (!type) throw new Failure('recordNo');
    this.recorder = new MediaRecorder(new MediaStream(sound ? [picture, sound] : [picture]), {
      mimeType: type,
      videoBitsPerSecond: 5_000_000,
    });
    this.file = new Promise((resolve) => {
      this.recorder.ondataavailable = ({ data }) => this.parts.push(data);
      this.recorder.onerror = (event) => {
        this.problem = 'error' in event && event.error instanceof Error ? event.error.name : 'error';
      };
      this.recorder.onstop = () => {
        const plain = type.split(';')[0] ?? type;
        const blob = new Blob(this.parts, { type: plain });
        resolve({ blob, ending: plain === 'video/mp4' ? 'mp4' : 'webm', problem: this.problem });
      };
    });
    this.recorder.start(1000);
  }

  stop(): void {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
  }

  /** '1:05' */
  get clock(): string {
    const seconds = Math.floor((performance.now() - this.started) / 1000);
    return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
  }
}
