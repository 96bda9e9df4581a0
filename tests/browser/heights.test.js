// How long each page is on a phone of 360 px: what must be found in pain must not be far down. It prints every height.

import assert from 'node:assert/strict';
import test from 'node:test';
import { goThrough } from './check.js';
import { withApp } from './harness.js';
import { everyAddress, fill, send } from './pages.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

/** Heights in px that a page stays under, by its address: the first that fits. */
const LIMITS = [
  [/^\/$/, 1600],
  [/^\/now/, 3000],
  [/^\/check/, 2400],
  [/^\/insight/, 3000],
  [/^\/log$/, 1800],
  [/^\/diary(\?.*)?$/, 5000],
  // What is against a medicine stands there in full.
  [/^\/medicine\/[a-z-]+$/, 6000],
  // Lists to look something up in or to tick, and the sheet of questions that is made for paper.
  [/^\/country|^\/doctor\/questionnaire|^\/treatments\/questions|^\/exercise\/sheet/, 7000],
  [/./, 4500],
];
const VERDICT = 2200;

const limit = (path) => LIMITS.find(([address]) => address.test(path))[1];
const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** Prints the heights, the longest first, and says which are beyond their limit. */
function held(heights) {
  heights.sort((one, other) => other[1] - one[1]);
  for (const [name, px, most] of heights) console.log(`${String(px).padStart(6)} px of ${most}  ${name}`);
  assert.deepEqual(heights.filter(([, px, most]) => px > most), []);
}

for (const diary of ['seconds', 'full']) {
  test(`every page of a diary (${diary}) stays under its height`, () => withApp(async (app) => {
    const { page } = await app.newPage(PHONE);
    await fill(app, page, diary);
    const heights = [];
    for (const path of await everyAddress(app, page, 1)) {
      await page.goto(new URL(path, app.url).href);
      heights.push([path, await height(page), limit(path)]);
    }
    held(heights);
  }));
}

// The hour of the day decides what the start asks. A shipped program takes no other clock than the machine's, but any time zone.
function zoneAtHour(hour) {
  const east = (hour - new Date().getUTCHours() + 24) % 24;
  // The names count hours to the west.
  return east > 12 ? `Etc/GMT+${24 - east}` : `Etc/GMT-${east}`;
}

test('the start of a full diary stays under its height in the morning, when the night is asked about', async () => {
  const TZ = zoneAtHour(7);
  await withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, timezoneId: TZ, javaScriptEnabled: false });
    await fill(app, page, 'full');
    await page.goto(app.url);
    await page.getByRole('heading', { name: 'Last night' }).waitFor();
    held([['/', await height(page), limit('/')]]);
  }, { env: { TZ } });
});

test('a spasm that was just stored has its Save within 1,200 px', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await send(app, page, '/log/spasm', { when: 'now', intensity: '7', long: '10' });
  await page.goto(new URL(await send(app, page, '/spasm'), app.url).href);
  await page.getByRole('button', { name: 'Same as last time' }).waitFor();
  const { y } = await page.getByRole('button', { name: 'Save' }).boundingBox();
  console.log(`Save at ${y} px`);
  assert.ok(y <= 1200, `${y}`);
}));

test('the start is at most 1,600 px high in each state', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  const heights = [];
  const headings = new Set();
  const look = async (state) => {
    // A store that answers late, on a machine that does much else, puts a line on top that the next look is without.
    for (let tries = 0; tries < 20; tries += 1) {
      await page.goto(app.url);
      if (await page.locator('#notice').count() === 0) break;
      await page.waitForTimeout(250);
    }
    headings.add(await page.locator('h1').innerText());
    heights.push([state, await height(page), limit('/')]);
  };
  await look('new');
  const spasm = await send(app, page, '/spasm');
  await look('in a spasm');
  await send(app, page, `${spasm}/over`);
  await look('just over');
  await send(app, page, '/log/episode', { phase: 'onset' });
  await look('in an episode');
  await send(app, page, '/log/episode', { phase: 'recovery' });
  await look('recovered');
  await send(app, page, '/now', { mobility: 'cannot-move' });
  await look('down');
  assert.equal(headings.size, 5, 'each state is another page; over is over');
  held(heights);
}));

/** What someone says, screen by screen, until a verdict stands: one of each urgency, with little to say and with much. */
const SAID = {
  'an emergency': { 'urine-retention': 'yes' },
  'an emergency by several signs, not sure of one': { 'saddle-numbness': 'unsure', 'both-legs': 'yes', 'sexual-function': 'unsure' },
  'for today': { 'leg-numbness': 'yes' },
  'for today, not sure of a sign of the nerves': { 'sexual-function': 'unsure', 'night-pain': 'yes' },
  'see a doctor': { recurrent: 'yes' },
  'see a doctor for several reasons': { recurrent: 'yes', 'limits-life': 'yes', 'no-improvement': 'yes' },
  'at home': {},
  'at home, with a sign that a list is stricter about': { 'upper-back': 'yes' },
};

test('each screen of the check and each verdict stays under its height, closed', () => withApp(async (app) => {
  const heights = [];
  const urgencies = new Set();
  for (const [who, answers] of Object.entries(SAID)) {
    const { page, context } = await app.newPage(PHONE);
    await page.goto(`${app.url}check`);
    const { heights: screens } = await goThrough(page, answers);
    screens.forEach((px, at) => heights.push([`${who}: screen ${at + 1}`, px, limit('/check')]));
    urgencies.add(await page.locator('.verdict').getAttribute('data-urgency'));
    heights.push([`${who}: ${await page.locator('.verdict .word, .word').first().innerText()}`, await height(page), VERDICT]);
    await context.close();
  }
  assert.equal(urgencies.size, 4, `each urgency: ${[...urgencies]}`);
  held(heights);
}));
