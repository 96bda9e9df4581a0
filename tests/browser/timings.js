// How long the app in the browser takes to say what a diary shows: the first time after a change, and again. The worker's own
// code runs in node, which has the engine of Chromium, on diaries that `supple simulate` makes up.
//
// Limits: 150 ms for a year with 20 exposures the first time; 50 ms for 100,000 entries, again.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StillHost, bundle, started } from './worker.js';

const BINARY = process.env.SUPPLE_BIN;
const RUNS = 7;
const YEAR = '2'; // "a year, 20 things, no trigger"
const TWO_YEARS = '1';
const MANY = 100_000;

const wasm = started(bundle().app, 'wasm_bindgen');

/** Made-up diaries, as lines. */
function madeUp(kind, people) {
  const folder = mkdtempSync(join(tmpdir(), 'supple-timings-'));
  try {
    execFileSync(BINARY, ['simulate', '--kind', kind, '--people', String(people), '--out', folder]);
    const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort();
    return names.map((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Many people's diaries as one: their devices differ. */
function records(lines) {
  return lines.map((line) => {
    const { id, device, sequence } = JSON.parse(line);
    return [id, device, sequence, line];
  });
}

async function asked(app, method, target, body = '') {
  const headers = ['content-type', 'application/x-www-form-urlencoded'];
  const start = performance.now();
  const { status } = await app.answer(method, target, headers, Buffer.from(body));
  const took = performance.now() - start;
  if (status >= 400) throw new Error(`${method} ${target}: ${status}`);
  return took;
}

const median = (times) => times.sort((one, other) => one - other)[times.length >> 1];

async function timed(what, lines, limits) {
  const now = lines.reduce((last, line) => Math.max(last, Date.parse(JSON.parse(line).recorded)), 0) + 1000;
  const host = new StillHost(now, records(lines), wasm.checksum);
  const app = new wasm.App(host, '00000000-0000-7000-8000-0000000000ff');
  const [first, again] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    host.time += 1000;
    await asked(app, 'POST', '/log/note', `text=${run}`);
    first.push(await asked(app, 'GET', '/insight'));
    again.push(await asked(app, 'GET', '/insight/often'));
  }
  for (const [name, times, limit] of [['after a change', first, limits[0]], ['again', again, limits[1]]]) {
    const took = median(times);
    const told = limit ? ` of ${limit}: ${took <= limit ? 'limit met' : 'LIMIT MISSED'}` : ', no limit';
    console.log(`${what}, ${name}: ${took.toFixed(1)} ms${told}`);
  }
  app.free();
}

console.log('What a diary shows, in the app of the browser (median of 7)');
await timed('a year of 20 things', madeUp(YEAR, 1)[0], [150, 50]);
let many = [];
for (let people = 64; many.length < MANY; people *= 2) many = madeUp(TWO_YEARS, people).flat();
await timed(`${MANY.toLocaleString('en')} entries`, many.slice(0, MANY), [undefined, 50]);
