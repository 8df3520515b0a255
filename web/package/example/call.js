// package/example/call: camera -> segmenter -> RTCPeerConnection -> RTCPeerConnection -> video. Only the three lines
// marked below are the package's; all else is the browser's own interface.
import { createSegmenter } from '../dist/index.js';

const [call, green, end, state, near, far] = ['call', 'green', 'end', 'state', 'near', 'far'].map((id) =>
  document.getElementById(id),
);
let hangUp = () => {};

/** Joins two peers of this page and sends `track` from one to the other; gives what arrives. */
async function connect(track) {
  const sender = new RTCPeerConnection();
  const receiver = new RTCPeerConnection();
  sender.onicecandidate = ({ candidate }) => receiver.addIceCandidate(candidate);
  receiver.onicecandidate = ({ candidate }) => sender.addIceCandidate(candidate);
  const arrived = new Promise((resolve) => {
    receiver.ontrack = (event) => resolve(event.track);
  });
  sender.addTrack(track);
  await sender.setLocalDescription(await sender.createOffer());
  await receiver.setRemoteDescription(sender.localDescription);
  await receiver.setLocalDescription(await receiver.createAnswer());
  await sender.setRemoteDescription(receiver.localDescription);
  const close = () => {
    sender.close();
    receiver.close();
  };
  return { track: await arrived, close };
}

call.onclick = async () => {
  call.disabled = true;
  try {
    state.value = 'Loading ...';
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
    const [camera] = stream.getVideoTracks();
    const segmenter = await createSegmenter({ quality: 'fast', background: { blur: 2 }, assets: '../assets/' }); // 1
    const track = segmenter.attach(camera); // 2
    const connection = await connect(track);
    near.srcObject = stream;
    far.srcObject = new MediaStream([connection.track]);
    green.onclick = () => segmenter.update({ background: { colour: '#00ff00' } }); // 3
    segmenter.on('statistics', ({ fps, running }) => {
      state.value = `${fps} pictures a second, ${running.model} on ${running.engine}, ${running.threads} threads`;
    });
    hangUp = () => {
      connection.close();
      segmenter.close();
      camera.stop();
      near.srcObject = far.srcObject = null;
      state.value = 'Ended';
      call.disabled = false;
      green.disabled = end.disabled = true;
    };
    green.disabled = end.disabled = false;
  } catch (error) {
    state.value = error.message;
    call.disabled = false;
  }
};
end.onclick = () => hangUp();
