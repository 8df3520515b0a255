// worker/main: where the worker begins: messages of the window to calls of the session, and answers back.
import { dataOf, Failure } from '../errors';
import type { Answers, FromWorker, Request, ToWorker } from '../messages';
import { measureReadback } from './gl/readback';
import { Session } from './session';

const scope = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const post = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

let session: Session | undefined;

function running(): Session {
  if (!session) throw new Failure('worker', 'the worker has not started yet.');
  return session;
}

async function answer(request: Request): Promise<{ value: Answers[Request['kind']]; transfer?: Transferable[] }> {
  switch (request.kind) {
    case 'start':
      session = await Session.start(request.assets, request.look, request.options, post);
      return { value: { capabilities: session.capabilities, running: session.running } };
    case 'update':
      return { value: await running().update(request.look) };
    case 'matte': {
      const value = await running().matte(request.image);
      return { value, transfer: [value.data.buffer] };
    }
    case 'picture': {
      const value = await running().picture(request.image, request.transparent);
      return { value, transfer: [value.image] };
    }
    case 'snapshot': {
      const value = await running().snapshot(request.transparent);
      return { value, transfer: [value.image] };
    }
    case 'readback': // for measurements: needs no session
      return { value: measureReadback(request.width, request.height, request.rounds) ?? {} };
    case 'close':
      await session?.close();
      session = undefined;
      return { value: {} };
  }
}

scope.onmessage = ({ data }) => {
  if ('id' in data) {
    answer(data)
      .then(({ value, transfer }) => post({ kind: 'answer', id: data.id, value }, transfer))
      .catch((error: unknown) => post({ kind: 'refused', id: data.id, error: dataOf(error) }));
    return;
  }
  const live = session?.live;
  if (data.kind === 'streams') live?.attachStreams(data.frames, data.pictures);
  else if (data.kind === 'frame') live ? live.offer(data.image, data.seconds) : data.image.close();
  else if (data.kind === 'behind') live ? live.putBehind(data.image) : data.image.close();
  else if (data.kind === 'behindStream') live?.streamBehind(data.frames).catch(() => {});
  else live?.detach();
};
