// tests/drawn_segmenter: stands in for the package where the page alone is tested. The person is an ellipse in the middle;
// backgrounds, view and mirror are drawn with a plain canvas, so pixels are known.
import type {
  CreateSegmenter,
  Look,
  Running,
  Segmenter,
  SegmenterError,
  SegmenterEvents,
  Still,
} from '../../package/src/types';

const running: Running = {
  model: 'drawn',
  level: 'fast',
  engine: 'wasm',
  threads: 1,
  renderer: 'wasm',
  rendererReason: 'drawn for tests',
  frames: 'callback',
  version: '0.0.0',
};

/** '?fail=no-simd' and so on: what creating it, or a warning (no-webgl, not-isolated), would report; or what it lacks. */
const failure = (code: string) => Object.assign(new Error(`asked for: ${code}`), { code, field: '' }) as SegmenterError;

export const createSegmenter: CreateSegmenter = async () => {
  const look: Partial<Look> = {};
  const fail = new URLSearchParams(location.search).get('fail') ?? '';
  const warns = ['no-webgl', 'not-isolated', 'no-clone'].includes(fail);
  if (fail && !warns && fail !== 'worker') throw failure(fail);
  const listeners = new Map<string, Set<(event: never) => void>>();
  const tell = <N extends keyof SegmenterEvents>(name: N, event: SegmenterEvents[N]) => {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  };
  const canvas = document.createElement('canvas');
  let latest: ImageBitmap | HTMLVideoElement | null = null;
  let stopLoop = () => {};

  const draw = (
    on: HTMLCanvasElement,
    picture: CanvasImageSource,
    width: number,
    height: number,
    transparent: boolean,
  ) => {
    on.width = width;
    on.height = height;
    const context = on.getContext('2d') as CanvasRenderingContext2D;
    const ellipse = new Path2D();
    ellipse.ellipse(width / 2, height / 2, width / 4, height / 2.2, 0, 0, 7);
    if (look.view === 'matte') {
      context.fillStyle = '#000';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#fff';
      return context.fill(ellipse);
    }
    if (!transparent) paintBackground(context, look.background, width, height);
    context.save();
    context.clip(ellipse);
    if (look.mirror) context.setTransform(-1, 0, 0, 1, width, 0);
    context.drawImage(picture, 0, 0, width, height);
    context.restore();
    if (look.view !== 'overlay') return;
    context.fillStyle = 'rgb(255 0 0 / 50%)';
    context.fill(ellipse);
  };

  const still = async (image: Still, transparent: boolean) => {
    const picture = await createImageBitmap(image as ImageBitmapSource);
    draw(canvas, picture, picture.width, picture.height, transparent);
    return createImageBitmap(canvas);
  };

  const segmenter: Segmenter = {
    capabilities: {
      levels: ['fast'],
      missing: fail === 'no-clone' ? ['seamlessClone'] : [],
      isolated: crossOriginIsolated && fail !== 'not-isolated',
      webgl2: fail !== 'no-webgl',
      webgpu: false,
    },
    running,
    attach(source) {
      stopLoop();
      const given = source instanceof HTMLVideoElement;
      const video = given ? source : document.createElement('video');
      video.muted = true;
      if (!given) video.srcObject = new MediaStream([source]);
      latest = video;
      const output = canvas.captureStream(15);
      let frames = 0;
      const timer = setInterval(() => {
        if (video.videoWidth === 0) return;
        draw(canvas, video, video.videoWidth, video.videoHeight, false);
        if (frames++ === 0) tell('first', { milliseconds: 1 });
        const stages = { read: 1, infer: 2, refine: 3, render: 4, total: 10 };
        if (frames % 15 === 1)
          tell('statistics', { fps: 15, stages, dropped: 0, width: canvas.width, height: canvas.height, running });
      }, 66);
      stopLoop = () => clearInterval(timer);
      void video.play();
      const [result] = output.getVideoTracks();
      if (!result) throw new Error('no track');
      return result;
    },
    detach: () => stopLoop(),
    async matte() {
      throw new Error('not drawn');
    },
    picture: (image, options) => still(image, options?.transparent ?? false),
    async snapshot(options) {
      if (!(latest instanceof HTMLVideoElement)) throw new Error('nothing is attached');
      const picture = await createImageBitmap(latest);
      return still(picture, options?.transparent ?? false);
    },
    async update(change) {
      Object.assign(look, change);
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    async close() {
      stopLoop();
    },
  };
  Object.assign(globalThis, { drawn: { look, tell, failure } });
  return segmenter;
};

function paintBackground(
  context: CanvasRenderingContext2D,
  background: Look['background'] | undefined,
  width: number,
  height: number,
) {
  if (typeof background === 'object' && 'picture' in background)
    return context.drawImage(background.picture, 0, 0, width, height);
  context.fillStyle = typeof background === 'object' && 'colour' in background ? background.colour : '#0000ff';
  context.fillRect(0, 0, width, height);
}
