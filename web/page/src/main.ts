// page/main: joins settings, session and what the visitor sees, and loads the segmenter before the visitor asks for it.
import { failureOf } from './failure';
import { mirrorKey } from './look';
import { goOffline, prepareThreads, showOffline } from './offline';
import { OwnBackground } from './own_background';
import { bindRecord, bindSnapshot } from './save/buttons';
import { Session } from './session';
import { Store, settingsAtFirst } from './settings';
import { openCamera } from './sources/camera';
import { kindOf, openPhoto } from './sources/photo';
import { openScreen } from './sources/screen';
import { openVideo } from './sources/video_file';
import { bindAppearance } from './ui/appearance';
import { addCameraChoice } from './ui/camera_choice';
import { byId } from './ui/dom';
import { acceptFiles } from './ui/files';
import { clearFailures, showFailure, showMessage, showWarning } from './ui/notices';
import { Panel } from './ui/panel';
import { Player } from './ui/player';
import { addShortcuts } from './ui/shortcuts';
import { fillSpeed } from './ui/speed';
import { Stage } from './ui/stage';
import { fillTiles } from './ui/tiles';
import { apply, say } from './words/words';

const store = new Store();
const own = new OwnBackground();
const stage = new Stage();
const player = new Player();
const showSpeed = fillSpeed();
const tiles = fillTiles(store, own, (file) => void takeBackground(file));
const fillCameras = addCameraChoice(store, () => {
  if (session.source?.kind === 'camera') start();
});
const panel = new Panel(store);

const session = new Session(store, own, {
  state(state) {
    if (state === 'empty' || state === 'starting') endRecording();
    if (state === 'live' && stage.state !== 'live') showMessage('started');
    if (state === 'photo' && stage.state !== 'photo') showMessage('photoReady');
    stage.setState(state);
    panel.setKind(session.source?.kind);
    player.set(session.source?.player ?? null);
    showToggles();
  },
  live: (output, source) => stage.showLive(output, source),
  photo: (picture, source) => stage.showPhoto(picture, source),
  progress: (loaded, total) => stage.progress(loaded, total),
  failure: showFailure,
  warning: showWarning,
  statistics: showSpeed,
  level: ({ level }) => showMessage('levelChanged', { level: say(level) }),
  ready: ({ capabilities }) => panel.setCapabilities(capabilities),
});
const endRecording = bindRecord(session, store);

function start(): void {
  clearFailures();
  void session.open(() => openCamera(store.now.camera)).then(fillCameras);
}

function take(file: File, kind?: 'photo' | 'video'): void {
  clearFailures();
  void session.open(async () => ((kind ?? kindOf(file)) === 'photo' ? openPhoto(file) : openVideo(file)));
}

async function takeBackground(file: File): Promise<void> {
  try {
    await own.take(file);
    store.set({ background: 'own' });
    tiles.show();
    session.redraw();
  } catch (error) {
    showFailure(failureOf(error, file.name));
  }
}

function showToggles(): void {
  const mirror = store.now[mirrorKey(session.source?.kind)];
  byId('mirror').setAttribute('aria-pressed', String(mirror));
  byId('compare').setAttribute('aria-pressed', String(store.now.compare));
  stage.setMirror(mirror);
  stage.setCompare(store.now.compare);
}

function bindButtons(): void {
  byId('start-camera').addEventListener('click', start);
  byId('share-screen').addEventListener('click', () => {
    clearFailures();
    void session.open(openScreen);
  });
  byId('stop').addEventListener('click', () => {
    session.stop();
    showMessage('stopped');
    byId('start-camera').focus();
  });
  byId('mirror').addEventListener('click', () => {
    const key = mirrorKey(session.source?.kind);
    store.set({ [key]: !store.now[key] });
  });
  byId('compare').addEventListener('click', () => store.set({ compare: !store.now.compare }));
  byId('fullscreen').addEventListener('click', () => {
    const leaving = document.fullscreenElement !== null;
    const change = leaving ? document.exitFullscreen() : byId('stage').requestFullscreen?.();
    change?.catch(() => showMessage('fullscreenNo'));
  });
  byId('reset').addEventListener('click', () => {
    void own.forget().then(() => {
      store.set(settingsAtFirst());
      tiles.show();
    });
  });
}

bindAppearance(store);
bindButtons();
bindSnapshot(session, store);
addShortcuts(store);
acceptFiles(take);
store.watch(showToggles);
stage.setState('empty');
showToggles();
apply(store.now.language);
document.body.dataset.ready = '';

const showKept = (word: Parameters<typeof say>[0]) => showOffline(word, say(word));
async function load(): Promise<void> {
  await goOffline(showKept);
  if (await own.recall()) tiles.show();
  else if (store.now.background === 'own') store.set({ background: 'blur' });
  if (store.now.startItself) start();
  await session.segmenter();
  await prepareThreads().catch(() => undefined); // the next visit tries again
  if (navigator.serviceWorker?.controller) showKept('offlineReady');
}
load().catch((error) => showFailure(failureOf(error)));
window.addEventListener('pagehide', () => session.stop());
