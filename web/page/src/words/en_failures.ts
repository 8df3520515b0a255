// words/en_failures: what went wrong, in English: what was tried, what happened, what to do.
export const enFailures = {
  noCamera: 'No camera was found. Plug one in and press “Start camera” again, or choose a photo.',
  refused: 'The browser refused the camera. Allow it by the sign beside the address, then press “Start camera” again.',
  inUse: 'The camera could not be opened: another program uses it. Close that program and press “Start camera” again.',
  cameraGone: 'The chosen camera is not there. Choose another one.',
  unplugged: 'The camera stopped sending pictures; it may be unplugged. Plug it in and press “Start camera” again.',
  insecure: 'The browser gives cameras to secure pages only. Open this page by https or on localhost.',
  cameraOther: 'The camera could not be opened ({detail}). Press “Start camera” again, or choose a photo.',
  screenRefused: 'No screen was shared. Press “Share screen” and choose a window.',
  screenNo: 'This browser cannot share the screen. Use the camera, a photo or a video.',
  screenEnded: 'Sharing the screen has ended.',
  photoUnreadable: 'The photo “{name}” cannot be read. Choose a JPEG, PNG or WebP file.',
  photoTooLarge: 'The photo “{name}” is too large: {width} x {height}. Make it smaller than 50 million pixels.',
  videoUnreadable: 'The video “{name}” cannot be played here. Choose an MP4 or WebM file.',
  notMedia: '“{name}” is neither a photo nor a video. Choose another file.',
  backgroundUnreadable:
    'The background “{name}” cannot be read. Choose a picture (JPEG, PNG, WebP) or a video (MP4, WebM).',
  noSimd: 'This browser is too old: it has no WebAssembly SIMD. Update it, or use another one.',
  asset: 'A part of the page could not be loaded ({detail}). Check the connection and reload the page.',
  modelRefused: 'The net could not be started ({detail}). Reload the page.',
  noWebgl: 'This browser has no WebGL 2 here. The processor draws instead, which is slower.',
  notIsolated:
    'The server does not isolate this page, so one thread works alone. Reload once, or set the headers of the guide.',
  notInCore: '“{name}” is not in this version for the browser.',
  optionRefused: 'The setting “{name}” was refused; all stays as it was.',
  trackLost: 'There is no live picture. Start the camera again.',
  memory: 'There is not enough memory. Close other tabs, or choose a smaller photo.',
  worker: 'The part that finds the person stopped ({detail}). Start again.',
  snapshotFailed: 'The snapshot could not be made ({detail}). Try again.',
  recordNo: 'This browser cannot record video. Snapshots work.',
  recordFailed: 'The recording stopped ({detail}). What was recorded until then is saved.',
  noMicrophone: 'There is no sound: the microphone was refused or is missing. The picture is recorded.',
  fullscreenNo: 'This browser does not show full screen here.',
  unexpected: 'Something unexpected happened ({detail}). Reload the page.',
};

export type Failure = keyof typeof enFailures;
