// The app as WebAssembly says the same as the server, byte for byte: 50 random diaries, every page of each, every form. The PDFs
// of the first of them are among the answers.
//
// What the server says was written down before by `cargo run --package supple-web --example corpus`.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OFFLINE, StillHost, bundle, started } from './worker.js';

const CORPUS = process.env.SUPPLE_CORPUS || join(OFFLINE, 'corpus.json');

test('the app as WebAssembly answers as the server does, byte for byte', async (t) => {
  const { device, languages, diaries } = JSON.parse(readFileSync(CORPUS, 'utf8'));
  const files = bundle();
  const [wasm, paper] = [started(files.app, 'wasm_bindgen'), started(files.paper, 'paper')];
  let [asked, pdfs] = [0, 0];
  const posts = new Set();
  for (const [number, { now, prints, records, requests }] of diaries.entries()) {
    const app = new wasm.App(new StillHost(now, records, wasm.checksum, prints ? paper : undefined), device);
    for (const [place, [method, target, body, status, hash]] of requests.entries()) {
      const headers = ['accept-language', languages, 'content-type', 'application/x-www-form-urlencoded'];
      const answer = await app.answer(method, target, headers, Buffer.from(body));
      const lines = [String(answer.status), ...answer.headers.map(([name, value]) => `${name}: ${value}`)];
      const own = createHash('sha256').update(lines.join('\n')).update('\n\n').update(answer.body).digest('hex');
      const where = `--show ${number} ${place}: ${method} ${target} ${body}`;
      assert.equal(answer.status, status, where);
      assert.equal(own, hash, `${where}\n${Buffer.from(answer.body)}`);
      asked += 1;
      if (Buffer.from(answer.body.slice(0, 5)).toString() === '%PDF-') pdfs += 1;
      if (method === 'POST') posts.add(target.split('/').slice(1, 3).join('/'));
    }
    app.free();
  }
  t.diagnostic(`${diaries.length} diaries, ${asked} requests, ${pdfs} PDFs, forms of ${posts.size} kinds`);
  assert.ok(diaries.length >= 50 && asked > 50 * 100 && posts.size >= 10 && pdfs >= 3);
});
