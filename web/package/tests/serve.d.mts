// The types of serve.mjs.
export interface Served {
  url: string;
  /** Bytes sent so far. */
  sent(): number;
  close(): Promise<void>;
}
export declare function serve(folder: string, isolated: boolean, more?: Record<string, string>): Promise<Served>;
