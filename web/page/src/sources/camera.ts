// sources/camera: the visitor's cameras: opening one, and the list to choose from.
import { cameraFailure, Failure } from '../failure';
import type { Source } from './source';

/** resizeMode: what the camera itself gives; browsers would cut a square picture to the shape that is asked for. */
const wish = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, resizeMode: { ideal: 'none' } };

/** Opens the camera with that id, or the one that faces the visitor. Throws a Failure. */
export async function openCamera(id: string): Promise<Source> {
  if (!navigator.mediaDevices?.getUserMedia) throw new Failure(window.isSecureContext ? 'noCamera' : 'insecure');
  const which = id ? { deviceId: { exact: id } } : { facingMode: 'user' };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...wish, ...which } });
    const [picture] = stream.getVideoTracks();
    if (!picture) throw new Failure('noCamera');
    return { kind: 'camera', picture, close: () => picture.stop() };
  } catch (error) {
    throw error instanceof Failure ? error : cameraFailure(error);
  }
}

export interface Camera {
  id: string;
  /** '' before the visitor has allowed a camera. */
  name: string;
}

/** The cameras there are. Browsers name them only once one has been allowed. */
export async function cameras(): Promise<Camera[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices
    .filter((device) => device.kind === 'videoinput' && device.deviceId)
    .map((device) => ({ id: device.deviceId, name: device.label }));
}

/** Opens the microphone. Throws a Failure. */
export async function openMicrophone(): Promise<MediaStreamTrack> {
  try {
    const [sound] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    if (sound) return sound;
  } catch {
    // said below
  }
  throw new Failure('noMicrophone');
}
