// gl/layout: which part of a background picture each place of the frame shows.
import type { Fit } from '../../types';

/** Scale and shift from places of the frame (0..1) to places of the picture (0..1); outside of 0..1 is black. */
export function cutOf(fit: Fit, pictureWidth: number, pictureHeight: number, width: number, height: number): number[] {
  const [across, down] = [width / pictureWidth, height / pictureHeight];
  // Frame pixels a picture pixel.
  const scale = fit === 'fill' ? Math.max(across, down) : fit === 'fit' ? Math.min(across, down) : 1;
  const sx = across / scale;
  const sy = down / scale;
  return [sx, sy, (1 - sx) / 2, (1 - sy) / 2];
}
