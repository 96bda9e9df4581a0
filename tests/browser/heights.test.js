// How long each page is on a phone of 360 px: what must be found in pain must not be far down.

import assert from 'node:assert/strict';
import test from 'node:test';
import { onwards, tell } from './check.js';
import { withApp } from './harness.js';

/** Heights in px that a page stays under. The start has one row for each state; a screen or a verdict is closed. */
const START = 1600;
const SCREEN = 2400;
const VERDICT = 2200;

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

/** What someone says, screen by screen, until a verdict stands: one of each urgency, with little to say and with much. */
const SAID = {
  'an emergency': [['urine-retention', 'yes']],
  'an emergency by several signs, not sure of one': [['saddle-numbness', 'unsure'], ['both-legs', 'yes'], ['sexual-function', 'unsure']],
  'for today': [['leg-numbness', 'yes']],
  'for today, not sure of a sign of the nerves': [['sexual-function', 'unsure'], ['night-pain', 'yes']],
  'see a doctor': [['recurrent', 'yes']],
  'see a doctor for several reasons': [['recurrent', 'yes'], ['limits-life', 'yes'], ['no-improvement', 'yes']],
  'at home': [],
  'at home, with a sign that a list is stricter about': [['upper-back', 'yes']],
};

test('each screen of the check is at most 2,400 px high and each verdict 2,200, closed', () => withApp(async (app) => {
  const urgencies = new Set();
  const seen = [];
  for (const [who, said] of Object.entries(SAID)) {
    const { page, context } = await app.newPage({ width: 360, height: 740 });
    await page.goto(`${app.url}check`);
    for (let part = 1; await page.locator('button[name="rest"]').count(); part += 1) {
      seen.push([`${who}, part ${part}`, await height(page), SCREEN]);
      for (const [finding, value] of [['days', '1'], ['pain', '5'], ['age', '40'], ['still', 'yes'], ...said]) {
        // What is known of the person is asked again by "Still so?" alone.
        if (await page.locator(`details.ask:visible [name="${finding}"], .must:visible [name="${finding}"]`).count()) await tell(page, finding, value);
      }
      await onwards(page);
    }
    urgencies.add(await page.locator('.verdict').getAttribute('data-urgency'));
    seen.push([`${who}: ${await page.locator('.word').innerText()}`, await height(page), VERDICT]);
    await context.close();
  }
  for (const [what, px] of seen) console.log(`${what}: ${px} px`);
  assert.equal(urgencies.size, 4, `each urgency: ${[...urgencies]}`);
  for (const [what, px, most] of seen) assert.ok(px <= most, `${what}: ${px} px`);
}));
