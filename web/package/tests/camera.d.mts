// The types of camera.mjs.
export declare function writeCamera(
  path: string,
  width: number,
  height: number,
  count: number,
  pixel: (x: number, y: number, frame: number) => readonly [number, number, number],
): void;
