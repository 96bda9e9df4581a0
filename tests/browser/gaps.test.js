// Someone has spasms of seconds that come ever closer: the gaps are listed, drawn and judged, without a check-in; with and
// without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'UTC' };
const DAY = 86_400_000;

/** Days ago, and how many seconds each lasted: gaps of 14, 12, 10, 8, 6, 4 and 2 days, the last an hour ago. */
const EIGHT = [[56, 8], [42, 10], [30, 9], [20, 12], [12, 10], [6, 11], [2, 14], [0, 10]];

const main = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
const whole = async (page) => (await page.locator('main').textContent()).replace(/\s+/g, ' ');

function log(app, ago, seconds) {
  const at = new Date(Date.now() - 3_600_000 - ago * DAY).toISOString().slice(0, 16);
  app.command('log', 'spasm', '--at', at.replace('T', ' '), '--for', `${seconds}s`);
}

const eight = (app) => EIGHT.forEach(([ago, seconds]) => log(app, ago, seconds));

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`eight spasms that come ever closer are told so${how}`, () => withApp(async (app) => {
    eight(app);
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}insight`);
    const overview = await main(page);
    assert.match(overview, /8 spasms\./);
    assert.match(overview, /Your spasms come closer and closer\. Each gap is shorter than the one before\./);
    assert.match(overview, /7 gaps would fall like this about 1 time in 5,000/);
    assert.match(overview, /Half of your spasms let go within 10 seconds\. The longest took 14 seconds\./);
    assert.equal(await page.locator('.raised').getAttribute('data-urgency'), 'see-doctor');

    await page.goto(`${app.url}insight/often`);
    assert.match(await page.locator('.lead').innerText(), /^Your spasms come closer and closer\./);
    const card = page.locator('#gaps');
    assert.equal(await card.locator('h2').innerText(), 'The gaps get shorter');
    const rows = await card.locator('.rows li span').allInnerTexts();
    assert.deepEqual(rows.slice(0, 7), ['14 days', '12 days', '10 days', '8 days', '6 days', '4 days', '2 days']);
    assert.match(rows[7], /^1 hour.* so far$/);
    const bars = await card.locator('.rows line').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    assert.equal(bars.length, 8);
    bars.slice(0, 7).forEach((bar, place) => assert.ok(place === 0 || bar < bars[place - 1], `${bars}`));
    assert.equal(await card.locator('svg text').count(), 0, 'words stand beside the drawing');
    await card.getByText('Show as a table').click();
    assert.equal(await card.locator('tbody tr').count(), 8);
    await card.getByText('Is that fair?').click();
    assert.match(await card.innerText(), /It holds if every spasm was written down/);
    await page.getByRole('button', { name: 'Do the safety check' }).click();
    assert.equal(await page.locator('input[type=radio][name="more-often"]').count(), 0);
    assert.deepEqual(errors, []);
    assert.deepEqual(leaving(app, requests), []);
  }));

  test(`no page tells of none, of parts of a minute, or of an episode that goes on${how}`, () => withApp(async (app) => {
    eight(app);
    const { page } = await app.newPage({ ...PHONE, javaScript });
    const since = new Date(Date.now() - 20 * DAY).toISOString().slice(0, 10);
    for (const path of ['', 'insight', 'insight/often', 'insight/long', `insight/since?date=${since}`, 'diary', 'diary/episodes']) {
      await page.goto(app.url + path);
      const text = await whole(page);
      assert.doesNotMatch(text, /\b0 spasms|counted 0|\b0\.\d minutes|\b0 minutes|goes on, day/, path);
      const facts = await page.locator('main dl div').allInnerTexts();
      for (const fact of facts) assert.doesNotMatch(fact, /spasm[\s\S]*\n0$/i, path);
    }
    await page.goto(`${app.url}diary/episodes`);
    assert.match(await main(page), /Each spasm was over by itself/);
    assert.equal(await page.getByRole('button', { name: 'It is over now' }).count(), 0);
  }));
}

test('the terminal tells the same', () => withApp(async (app) => {
  eight(app);
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}insight`);
  const text = await whole(page);
  const said = JSON.parse(app.command('insight', '--json'));
  assert.equal(said.gaps.verdict, 'shorter');
  assert.deepEqual([said.spasms, said.frequency.stored], [8, 8]);
  const printed = app.command('insight').replace(/\s+/g, ' ');
  for (const { about, text: sentence } of said.sentences) {
    if (about === 'frequency' || about === 'durations') assert.ok(text.includes(sentence) && printed.includes(sentence), sentence);
  }
  assert.match(printed, /The gaps, the newest last: 14 days, 12 days, 10 days, 8 days, 6 days, 4 days, 2 days; 1 hour/);
}));

test('many gaps are drawn without a line for each, and no look has an axe violation or scrolls sideways', () => withApp(async (app) => {
  const found = [];
  for (const many of [8, 22]) {
    if (many === 8) eight(app);
    for (let ago = 60; many === 22 && ago < 100; ago += 3) log(app, ago, 20);
    for (const look of [{ width: 320, height: 640 }, { width: 320, height: 640, dark: true }, { width: 1280, height: 900 }]) {
      const { page, context } = await app.newPage({ ...PHONE, ...look });
      for (const path of ['insight/often', 'insight/long', 'diary/episodes']) {
        await page.goto(app.url + path);
        await page.locator('main details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
        const violations = await axe(page);
        if (violations.length > 0) found.push(`${path}: ${JSON.stringify(violations)}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${path} at ${look.width} scrolls sideways by ${wide}`);
        if (path === 'insight/often') assert.equal(await page.locator('#gaps svg').count(), many === 8 ? 8 : 1);
      }
      await context.close();
    }
  }
  assert.deepEqual(found, []);
}));
