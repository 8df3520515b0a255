// package/tests: what chromium.test.ts calls in the browser: the built package over a picture whose matte is known.
import { createSegmenter } from '../dist/index.js';

const assets = '../assets/';

async function bitmap(url) {
  return createImageBitmap(await (await fetch(url)).blob());
}

function pixelsOf(image, width = image.width, height = image.height) {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/** Mean difference of the matte from a grey picture of its size, in 1/255. */
window.matteBeside = async (photo, truth, options = {}) => {
  const segmenter = await createSegmenter({ assets, ...options });
  const { width, height, data } = await segmenter.matte(await bitmap(photo));
  const wanted = pixelsOf(await bitmap(truth), width, height);
  let sum = 0;
  for (let i = 0; i < data.length; ++i) sum += Math.abs(data[i] - wanted[4 * i]);
  const { running, capabilities } = segmenter;
  await segmenter.close();
  return { mean: sum / data.length, width, height, running, capabilities };
};

const text = (bytes) => {
  let letters = '';
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters);
};

/** A photo at a size, as RGBA, and its matte; both in base64. */
window.matteOf = async (photo, width, height, options = {}) => {
  const rgba = pixelsOf(await bitmap(photo), width, height);
  const segmenter = await createSegmenter({ assets, ...options });
  const { data } = await segmenter.matte(new ImageData(rgba, width, height));
  await segmenter.close();
  return { rgba: text(rgba), matte: text(data) };
};

/** A photo as a camera, on green: how far sure pixels are from green and from the photo. */
window.cameraOnGreen = async (photo, truth, options = {}) => {
  const image = await bitmap(photo);
  const [width, height] = [640, 480];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  const draw = () => context.drawImage(image, 0, 0, width, height);
  draw();
  const timer = setInterval(draw, 33);
  const [camera] = canvas.captureStream(30).getVideoTracks();
  const segmenter = await createSegmenter({ assets, background: { colour: '#00ff00' }, ...options });
  const errors = [];
  segmenter.on('error', (error) => errors.push(`${error.code}: ${error.message}`));
  const statistics = new Promise((resolve) => segmenter.on('statistics', resolve));
  const first = new Promise((resolve) => segmenter.on('first', resolve));
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([segmenter.attach(camera)]);
  await video.play();
  const { milliseconds } = await first;
  const seen = await statistics;
  const shown = pixelsOf(video, width, height);
  const source = context.getImageData(0, 0, width, height).data;
  const matte = pixelsOf(await bitmap(truth), width, height);
  const far = { green: 0, person: 0 };
  const count = { green: 0, person: 0 };
  for (let i = 0; i < shown.length; i += 4) {
    const off = (to) => Math.max(...[0, 1, 2].map((c) => Math.abs(shown[i + c] - to[c])));
    if (matte[i] === 0) {
      count.green += 1;
      far.green += off([0, 255, 0]);
    } else if (matte[i] === 255) {
      count.person += 1;
      far.person += off(source.subarray(i, i + 3));
    }
  }
  const cut = await segmenter.snapshot({ transparent: true });
  const cutPixels = pixelsOf(cut);
  let transparent = 0;
  for (let i = 3; i < cutPixels.length; i += 4) transparent += cutPixels[i] < 8 ? 1 : 0;
  let refused = '';
  await segmenter.update({ threshold: 2 }).catch((error) => {
    refused = `${error.code} ${error.field}`;
  });
  await segmenter.update({ background: { blur: 3 }, lightWrap: 1, threshold: 0.6, feather: 0.5, mirror: true });
  clearInterval(timer);
  const ended = new Promise((resolve) => segmenter.on('ended', () => resolve(true)));
  camera.stop();
  camera.dispatchEvent(new Event('ended')); // stop() itself tells nobody
  const result = {
    green: far.green / count.green,
    person: far.person / count.person,
    greenPixels: count.green,
    personPixels: count.person,
    transparent: transparent / (width * height),
    milliseconds,
    fps: seen.fps,
    running: seen.running,
    refused,
    ended: await ended,
    errors,
  };
  await segmenter.close();
  await segmenter.matte(image).catch((error) => {
    result.closed = error.code;
  });
  return result;
};

/** Levels that 'auto' goes to: first with much room for each picture, then with more pictures than anybody can draw. */
window.autoLevels = async (photo) => {
  const image = await bitmap(photo);
  const context = Object.assign(document.createElement('canvas'), { width: 640, height: 480 }).getContext('2d');
  const timer = setInterval(() => context.drawImage(image, 0, 0, 640, 480), 8);
  const [camera] = context.canvas.captureStream().getVideoTracks();
  const segmenter = await createSegmenter({ assets, quality: 'auto', targetFps: 1 });
  const changed = () => new Promise((resolve) => segmenter.on('level', ({ level }) => resolve(level)));
  const began = segmenter.running.level;
  const higher = changed();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([segmenter.attach(camera)]);
  await video.play();
  const up = await higher;
  const lower = changed();
  await segmenter.update({ targetFps: 120 });
  const down = await lower;
  const { level } = segmenter.running;
  clearInterval(timer);
  await segmenter.close();
  return { began, up, down, level };
};

/** What a wrong start is refused with. */
window.refusal = async (options) => {
  try {
    await createSegmenter({ assets, ...options });
  } catch (error) {
    return { code: error.code, field: error.field, message: error.message };
  }
  return { code: 'none' };
};

/** The packed way of reading a matte back, in the worker. */
window.readback = (width, height) =>
  new Promise((resolve) => {
    const worker = new Worker('../assets/worker.js');
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data.value);
    };
    worker.postMessage({ kind: 'readback', id: 0, width, height, rounds: 5 });
  });
window.ready = true;
