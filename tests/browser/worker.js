// The app as WebAssembly, run by node: no browser, and a store in memory.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { brotliDecompressSync } from 'node:zlib';

export const OFFLINE = process.env.SUPPLE_OFFLINE || fileURLToPath(new URL('../../target/offline', import.meta.url));

/** The files of the part for the browser: [the glue, the code], of the app and of what makes PDFs. */
export function bundle() {
  const { files } = JSON.parse(readFileSync(join(OFFLINE, 'bundle.json'), 'utf8'));
  const file = (isOfPaper, ending) => files.find(({ path }) => (
    path.startsWith('/offline/') && path.startsWith('/offline/paper-') === isOfPaper && path.endsWith(ending)
  ));
  const unpacked = (isOfPaper) => ['.js', '.wasm'].map((ending) => (
    brotliDecompressSync(readFileSync(join(OFFLINE, file(isOfPaper, ending).packed)))
  ));
  return { app: unpacked(false), paper: unpacked(true) };
}

/** A browser that keeps entries in memory, with a clock that stands still and chance that repeats. */
export class StillHost {
  constructor(now, records, checksum, paper) {
    this.time = now;
    this.paper = paper;
    this.checksum = checksum;
    this.records = [];
    this.dice = 0n;
    for (const record of records) this.add(record);
  }

  add([id, device, sequence, line]) {
    const position = this.records.length + 1;
    this.records.push([position, id, device, sequence, line, this.checksum(position, id, device, sequence, line)]);
  }

  now() { return this.time; }

  zone() { return 'Europe/Berlin'; }

  random(count) {
    const bytes = new Uint8Array(count);
    new DataView(bytes.buffer).setBigUint64(2, this.dice);
    this.dice += 1n;
    return bytes;
  }

  state() { return JSON.stringify({ persisted: true, used: 123_456, quota: 9_876_543_210 }); }

  // Nothing is given up here: the other side waits, too.
  pause() { return new Promise(() => {}); }

  noteBackup() {}

  async print(print) { return this.paper?.pdf(print); }

  beginAnew() {}

  forget() {}

  async append(records) { records.forEach((record) => this.add(record)); return [records.length, 0]; }

  async identity(fresh) { this.own ??= fresh; return this.own; }

  async read(after) { return this.records.slice(after); }

  async position() { return this.records.length; }
}

/** Starts a module: [its glue, its code], and the name that the glue gives it. */
export function started([glue, code], name) {
  const wasm = runInThisContext(`${glue}; ${name}`);
  wasm.initSync({ module: code });
  return wasm;
}
