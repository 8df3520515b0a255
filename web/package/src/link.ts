// package/link: the window's end of the line to the worker: requests with answers, notices, and what the worker says by
// itself.
import { Failure, failureOf } from './errors';
import type { Answers, FromWorker, Notice, Request } from './messages';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Failure): void;
}

type Said = Exclude<FromWorker, { kind: 'answer' | 'refused' }>;

export class Link {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #ended: Failure | undefined;

  constructor(url: URL, heard: (message: Said) => void) {
    this.#worker = new Worker(url, { name: 'segme' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind !== 'answer' && data.kind !== 'refused') {
        heard(data);
        return;
      }
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.kind === 'answer') waiting?.resolve(data.value);
      else waiting?.reject(failureOf(data.error));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const why = event.message ? `ended: ${event.message}` : `did not start from '${url.href}'`;
      const failure = new Failure(event.message ? 'worker' : 'asset', `the worker ${why}. Serve the assets folder.`);
      heard({ kind: 'error', error: { code: failure.code, message: failure.message, field: '' } });
      this.end(failure);
    };
  }

  ask<Kind extends Request['kind']>(
    request: Request & { kind: Kind },
    transfer: Transferable[] = [],
  ): Promise<Answers[Kind]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#worker.postMessage({ ...request, id }, transfer);
    });
  }

  tell(notice: Notice, transfer: Transferable[] = []): void {
    if (!this.#ended) this.#worker.postMessage(notice, transfer);
  }

  /** Ends the worker; what waits, and every later request, is refused. */
  end(failure: Failure): void {
    if (this.#ended) return;
    this.#ended = failure;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(failure);
    this.#waiting.clear();
  }
}
