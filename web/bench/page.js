// bench/page: what bench.mjs calls in the browser: loops over the camera by this package and by MediaPipe Tasks.
import { createSegmenter } from '../package/dist/index.js';

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

async function camera() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, frameRate: 30 } });
  return stream.getVideoTracks()[0];
}

/** Plays a track, so that somebody takes its pictures. */
function play(track) {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  video.play();
  return video;
}

/** Median whole-loop time and frame rate of this package over some seconds. */
window.ours = async (seconds, options = {}) => {
  const track = await camera();
  const begin = performance.now();
  const segmenter = await createSegmenter({ background: { blur: 2 }, assets: '../package/assets/', ...options });
  let first = 0;
  segmenter.on('first', () => {
    first = performance.now() - begin;
  });
  const errors = [];
  segmenter.on('error', (error) => errors.push(error.message));
  const all = [];
  segmenter.on('statistics', (statistics) => all.push(statistics));
  const video = play(segmenter.attach(track));
  await wait(seconds);
  const memory = performance.memory?.usedJSHeapSize ?? 0;
  const settled = all.slice(2);
  const of = (name) => median(settled.map(({ stages }) => stages[name]));
  const result = {
    first,
    fps: median(settled.map(({ fps }) => fps)),
    fpsLeast: Math.min(...settled.map(({ fps }) => fps)),
    // The work on a frame, without its wait for the one before: what the other side measures, too.
    loop: median(settled.map(({ stages: s }) => s.read + s.infer + s.refine + s.render)),
    total: of('total'),
    read: of('read'),
    infer: of('infer'),
    refine: of('refine'),
    render: of('render'),
    running: segmenter.running,
    memory,
    errors,
  };
  video.remove();
  await segmenter.close();
  track.stop();
  return result;
};

/** The same picture by MediaPipe Tasks' ImageSegmenter: the confidence as alpha over the blurred frame, on a canvas. */
window.theirs = async (seconds, delegate = 'CPU') => {
  const { FilesetResolver, ImageSegmenter } = await import('../node_modules/@mediapipe/tasks-vision/vision_bundle.mjs');
  const files = await FilesetResolver.forVisionTasks('../node_modules/@mediapipe/tasks-vision/wasm');
  const segmenter = await ImageSegmenter.createFromOptions(files, {
    baseOptions: { modelAssetPath: 'selfie.tflite', delegate },
    runningMode: 'VIDEO',
    outputCategoryMask: false,
    outputConfidenceMasks: true,
  });
  const track = await camera();
  const video = play(track);
  await new Promise((resolve) => {
    video.onloadeddata = resolve;
  });
  const [width, height] = [video.videoWidth, video.videoHeight];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  const person = new OffscreenCanvas(width, height);
  const personContext = person.getContext('2d');
  const matte = new OffscreenCanvas(width, height);
  const matteContext = matte.getContext('2d');
  const alpha = new ImageData(width, height);
  const draw = (mask) => {
    const values = mask.getAsFloat32Array();
    for (let i = 0; i < values.length; ++i) alpha.data[4 * i + 3] = 255 * values[i];
    matteContext.putImageData(alpha, 0, 0);
    personContext.globalCompositeOperation = 'copy';
    personContext.drawImage(matte, 0, 0, width, height);
    personContext.globalCompositeOperation = 'source-in';
    personContext.drawImage(video, 0, 0);
    context.filter = 'blur(12.8px)';
    context.drawImage(video, 0, 0);
    context.filter = 'none';
    context.drawImage(person, 0, 0);
  };
  const times = [];
  const begin = performance.now();
  let going = true;
  const frame = () => {
    if (!going) return;
    const start = performance.now();
    segmenter.segmentForVideo(video, start, (result) => draw(result.confidenceMasks[0]));
    canvas.transferToImageBitmap().close();
    times.push(performance.now() - start);
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  await wait(seconds);
  going = false;
  const fps = (1000 * times.length) / (performance.now() - begin);
  segmenter.close();
  video.remove();
  track.stop();
  return { loop: median(times.slice(5)), fps };
};

/** A hard matte read back from WebGL2 in 1 bit a pixel, and pixel by pixel. */
window.readback = (width, height) =>
  new Promise((resolve) => {
    const worker = new Worker('../package/assets/worker.js');
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data.value);
    };
    worker.postMessage({ kind: 'readback', id: 0, width, height, rounds: 30 });
  });

/** The matte of a picture, as 255 x person. */
window.matteOf = async (url, options = {}) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const segmenter = await createSegmenter({ assets: '../package/assets/', ...options });
  const { width, height, data } = await segmenter.matte(image);
  await segmenter.close();
  return { width, height, data: Array.from(data) };
};

/** Frames go on while heap and wasm memory are looked at. */
window.endurance = async (seconds) => {
  const track = await camera();
  const segmenter = await createSegmenter({ assets: '../package/assets/' });
  const video = play(segmenter.attach(track));
  window.stopEndurance = async () => {
    video.remove();
    await segmenter.close();
    track.stop();
  };
  await wait(seconds);
};
window.ready = true;
