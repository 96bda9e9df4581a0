// What people come with, as they come with it: each story from the start to what they need, counted in taps.
//
// The numbers stand in docs/stories.md, and this test holds them to what it counts, with script and without.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { allClear, goThrough } from './check.js';
import { leaving, withApp } from './harness.js';
import { fill, send } from './pages.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

/** The number of each story, by its name, as the documentation has it. */
const TOLD = new Map(readFileSync(new URL('../../docs/stories.md', import.meta.url), 'utf8').split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , taps]) => /^\d+$/.test(taps ?? ''))
  .map(([, story, taps]) => [story, Number(taps)]));

const answer = (page, name, value) => page.locator(`label:has(input[name="${name}"][value="${value}"])`);
const room = (page, name) => page.locator('#rooms').getByRole('link', { name, exact: true });
const said = (page, words) => page.locator('main').getByText(words).first().waitFor();

/** Each is what someone comes with; it gets a thumb that taps, and ends on what they came for. */
const STORIES = {
  async 'A spasm, now: what do I do first?'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'Help me now' }));
    await tap(page.locator('button[value="can-stand"]'));
    await page.locator('section.step').first().waitFor();
  },
  async 'I lie on the floor, alone, and cannot get up'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'I cannot get up' }));
    await page.locator('main h1').waitFor();
    assert.match(page.url(), /\/floor/);
    await page.locator('a[href^="tel:"]').first().waitFor();
  },
  async 'It lasts seconds: keep that it happened'({ page, tap }) {
    await tap(page.locator('form[action="/spasm"] button'));
    await said(page, /Stored at/);
  },
  async 'Numb between the legs: whom do I call?'({ page, tap }) {
    await tap(page.locator('a.door[href="/check"]'));
    await tap(page.locator('details.ask', { has: page.locator('[name="saddle-numbness"]') }).locator('summary'));
    await tap(answer(page, 'saddle-numbness', 'yes'));
    await page.locator('.stop a[href^="tel:"]:visible').first().waitFor();
  },
  async 'Is it an emergency? Nothing of all that is so'({ page, tap, count }) {
    await tap(page.locator('a.door[href="/check"]'));
    count((await allClear(page)).taps);
    await said(page, /care for this at home/);
  },
  'The check again, the same day': {
    before: async ({ app, page }) => { await page.goto(`${app.url}check`); await allClear(page); },
    async walk({ page, tap, count }) {
      await tap(page.locator('main').getByRole('link', { name: /check/i }).first());
      count((await allClear(page)).taps);
      await said(page, /care for this at home/);
    },
  },
  async 'May I take an ibuprofen?'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'Menu' }));
    await tap(room(page, 'Medicines'));
    await tap(page.locator('main a[href="/medicine/ibuprofen"]'));
    await page.getByRole('heading', { name: 'Who must not take it' }).waitFor();
  },
  'It comes more and more often: am I right?': {
    diary: 'seconds',
    async walk({ page, tap }) {
      await tap(page.getByRole('link', { name: 'Menu' }));
      await tap(room(page, 'Patterns'));
      await page.locator('main svg').first().waitFor();
    },
  },
  'Nobody believed me: the words for the doctor': {
    before: async ({ app, page }) => { await page.goto(`${app.url}check`); await goThrough(page, { calf: 'yes' }); },
    async walk({ page, tap }) {
      await tap(page.getByRole('link', { name: 'Menu' }));
      await tap(room(page, 'Doctor'));
      await page.locator('main .speech blockquote').waitFor();
    },
  },
  'From the check to a page for the doctor': {
    diary: 'full',
    before: async ({ app, page }) => { await page.goto(`${app.url}check`); await goThrough(page, { calf: 'yes' }); },
    async walk({ page, tap }) {
      await tap(page.getByRole('link', { name: 'Menu' }));
      await tap(room(page, 'Doctor'));
      await tap(page.getByRole('link', { name: 'Show the page' }));
      const sheet = page.locator('article.paper').first();
      for (const told of [/spasms? on \d+ days?/, /Warning signs asked/, /How it was written/]) await sheet.getByText(told).first().waitFor();
      // A minute of a doctor: at 250 words a minute, tables looked at rather than read.
      const words = (await sheet.innerText()).split(/\s+/).length;
      assert.ok(words <= 500, `${words} words`);
    },
  },
  async 'How do I get moving again?'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'Menu' }));
    await tap(room(page, 'Exercise'));
    await tap(page.getByRole('link', { name: /Getting active again/ }));
    await page.locator('.ladder summary', { hasText: 'A first walk' }).waitFor();
  },
  'I am well: my first exercise': {
    before: async ({ app, page }) => { await page.goto(`${app.url}check`); await allClear(page); },
    async walk({ page, tap }) {
      await tap(page.getByRole('link', { name: 'Menu' }));
      await tap(room(page, 'Exercise'));
      await tap(page.getByRole('link', { name: 'Start', exact: true }));
      await said(page, /How is your back now/);
    },
  },
  async 'A new phone: take the diary along'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'Menu' }));
    await tap(room(page, 'Keep it safe'));
    await tap(page.getByRole('button', { name: 'New phone' }));
    await page.getByRole('heading', { name: /new phone/i }).first().waitFor();
  },
  async 'Ice or heat?'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'Menu' }));
    await tap(room(page, 'Guide'));
    await tap(page.getByRole('link', { name: /Where sources disagree/ }));
    await tap(page.locator('main a[href="/guide/disagreements/ice-or-heat"]'));
    await said(page, /We start with/);
  },
  async 'I tapped by mistake: take it back'({ page, tap }) {
    await tap(page.locator('form[action="/spasm"] button'));
    await tap(page.getByRole('button', { name: /Take it back|Undo/ }));
  },
  async 'Someone I love is in spasm, and I hold the phone'({ page, tap }) {
    await tap(page.getByRole('link', { name: 'Menu' }));
    await tap(room(page, 'Guide'));
    await tap(page.locator('a[href="/guide/someone-i-love"]'));
    await page.locator('main h1').waitFor();
  },
};

test('the documentation has each story, and no other', () => {
  assert.deepEqual([...TOLD.keys()].sort(), Object.keys(STORIES).sort());
});

for (const [story, told] of Object.entries(STORIES)) {
  const { diary, before, walk } = typeof told === 'function' ? { walk: told } : told;
  for (const javaScript of [true, false]) {
    test(`${story} (script: ${javaScript})`, () => withApp(async (app) => {
      const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
      if (diary) await fill(app, page, diary);
      await before?.({ app, page });
      await page.goto(app.url);
      let taps = 0;
      const count = (more) => { taps += more; };
      await walk({ app, page, count, tap: async (target) => { taps += 1; await target.first().click(); } });
      assert.equal(taps, TOLD.get(story), `${taps} taps`);
      assert.deepEqual(leaving(app, requests), []);
      assert.deepEqual(errors, []);
    }));
  }
}
