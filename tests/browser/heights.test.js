// How long each page is on a phone of 360 px: what must be found in pain must not be far down.

import assert from 'node:assert/strict';
import test from 'node:test';
import { withApp } from './harness.js';

/** Heights in px that a page stays under. The start has one row for each state. */
const START = 1600;

async function height(page) {
  return page.evaluate(() => document.documentElement.scrollHeight);
}

test('the start is at most 1,600 px high in each state', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 360, height: 740 });
  const seen = [];
  const look = async (state) => {
    await page.goto(app.url);
    seen.push([state, await page.locator('h1').innerText(), await height(page)]);
  };
  const store = async (path, fields) => {
    const form = Object.fromEntries(Object.entries(fields));
    const answer = await page.request.post(new URL(path, app.url).href, { form, headers: { origin: app.origin } });
    assert.ok(answer.ok(), `${path}: ${answer.status()}`);
    return answer.url();
  };
  await look('new');
  const spasm = await store('/spasm', {});
  await look('in a spasm');
  await store(`/spasm/${new URL(spasm).pathname.split('/').pop()}/over`, {});
  await look('just over');
  await store('/log/episode', { phase: 'onset' });
  await look('in an episode');
  await store('/log/episode', { phase: 'recovery' });
  await look('recovered');
  await store('/now', { mobility: 'cannot-move' });
  await look('down');
  for (const [state, , px] of seen) console.log(`${state}: ${px} px`);
  assert.equal(new Set(seen.map(([, heading]) => heading)).size, 5, 'each state is another page; over is over');
  for (const [state, , px] of seen) assert.ok(px <= START, `${state}: ${px} px`);
}));
