// tests/photo_video: a WebM file whose every picture is a photo, written by a browser that can.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Two seconds of the photo. */
export async function photoAsVideo(page: Page, photo: string): Promise<Buffer> {
  const text = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: picture.width, height: picture.height });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const draw = () => context.drawImage(picture, 0, 0);
    draw();
    const timer = setInterval(draw, 33);
    const recorder = new MediaRecorder(canvas.captureStream(30), {
      mimeType: 'video/webm;codecs=vp8',
      videoBitsPerSecond: 4e6,
    });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.stop();
    await ended;
    clearInterval(timer);
    const file = new Uint8Array(await new Blob(parts).arrayBuffer());
    let letters = '';
    for (let at = 0; at < file.length; at += 8192) letters += String.fromCharCode(...file.subarray(at, at + 8192));
    return btoa(letters);
  }, readFileSync(photo).toString('base64'));
  return Buffer.from(text, 'base64');
}
