// The app as WebAssembly says the same as the server, byte for byte: 50 random diaries, every page of each, every form.
//
// What the server says was written down before by `cargo run --package supple-web --example corpus`.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { brotliDecompressSync } from 'node:zlib';

const OFFLINE = process.env.SUPPLE_OFFLINE || fileURLToPath(new URL('../../target/offline', import.meta.url));
const CORPUS = process.env.SUPPLE_CORPUS || join(OFFLINE, 'corpus.json');

/** The files of the part for the browser: [the glue, the code]. */
function bundle() {
  const { files } = JSON.parse(readFileSync(join(OFFLINE, 'bundle.json'), 'utf8'));
  const file = (ending) => files.find(({ path }) => path.startsWith('/offline/') && path.endsWith(ending));
  return ['.js', '.wasm'].map((ending) => brotliDecompressSync(readFileSync(join(OFFLINE, file(ending).packed))));
}

/** A browser that keeps entries in memory, with the clock and the chance of the corpus. */
class StillHost {
  constructor(now, records, checksum) {
    this.time = now;
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

  // Neither side has what makes a PDF here: report.test.js makes one in each.
  async print() { return undefined; }

  beginAnew() {}

  forget() {}

  async append(records) { records.forEach((record) => this.add(record)); return [records.length, 0]; }

  async identity(fresh) { this.own ??= fresh; return this.own; }

  async read(after) { return this.records.slice(after); }

  async position() { return this.records.length; }
}

test('the app as WebAssembly answers as the server does, byte for byte', async (t) => {
  const { device, languages, diaries } = JSON.parse(readFileSync(CORPUS, 'utf8'));
  const [glue, code] = bundle();
  const wasm = runInThisContext(`${glue}; wasm_bindgen`);
  wasm.initSync({ module: code });
  let asked = 0;
  const posts = new Set();
  for (const [number, { now, records, requests }] of diaries.entries()) {
    const app = new wasm.App(new StillHost(now, records, wasm.checksum), device);
    for (const [place, [method, target, body, status, hash]] of requests.entries()) {
      const headers = ['accept-language', languages, 'content-type', 'application/x-www-form-urlencoded'];
      const answer = await app.answer(method, target, headers, Buffer.from(body));
      const lines = [String(answer.status), ...answer.headers.map(([name, value]) => `${name}: ${value}`)];
      const own = createHash('sha256').update(lines.join('\n')).update('\n\n').update(answer.body).digest('hex');
      const where = `--show ${number} ${place}: ${method} ${target} ${body}`;
      assert.equal(answer.status, status, where);
      assert.equal(own, hash, `${where}\n${Buffer.from(answer.body)}`);
      asked += 1;
      if (method === 'POST') posts.add(target.split('/').slice(1, 3).join('/'));
    }
    app.free();
  }
  t.diagnostic(`${diaries.length} diaries, ${asked} requests, forms of ${posts.size} kinds`);
  assert.ok(diaries.length >= 50 && asked > 50 * 100 && posts.size >= 10);
});
