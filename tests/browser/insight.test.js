// What the diary shows, as a person meets it: sentences, the map, drawings with tables; with and without script.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const LOOKS = [
  { width: 320, height: 640, dark: true },
  { width: 1280, height: 900, dark: false },
];
const VIEWS = ['insight', 'insight/often', 'insight/long', 'insight/relief', 'insight/since'];

const main = (page) => page.locator('main').innerText();
const title = (page) => page.locator('h1').innerText();
const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** Takes over the diary of a made-up person: two years, 20 things, 4 of them triggers. */
function someone(app) {
  const folder = join(app.folder, 'people');
  app.command('simulate', '--people', '1', '--seed', '5', '--kind', '1', '--out', folder);
  app.command('import', join(folder, 'kind-1-person-0000.jsonl'));
}

/** Keeps a diary in which spasms come more and more often, with ice and the pain before and after. */
async function risingDiary(app, page) {
  const post = async (path, form) => {
    const answer = await page.request.post(app.origin + path, { form, maxRedirects: 0 });
    assert.ok(answer.status() < 400, `${path}: ${answer.status()}`);
  };
  for (let back = 140; back > 0; back -= 1) {
    const every = back > 70 ? 14 : 3;
    await post(`/check-in/${day(back)}`, { pain: '3', spasm: back % every === 0 ? 'yes' : 'no', rest: 'no' });
  }
}

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`from the diary to the numbers of one thing${how}`, () => withApp(async (app) => {
    someone(app);
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}diary`);
    await page.locator('main').getByRole('link', { name: 'Patterns' }).click();
    assert.equal(await title(page), 'What your diary shows');
    assert.match(await main(page), /linked, not proven/);
    const said = JSON.parse(app.command('insight', '--json'));
    const whole = (await page.locator('main').textContent()).replace(/\s+/g, ' ');
    for (const { text } of said.sentences) assert.ok(whole.includes(text), text);

    const raises = page.locator('section.group[data-map="raises"]');
    assert.match(await raises.innerText(), /More spasms with these[\s\S]*Likely: /);
    const likely = raises.locator('.iv', { hasText: 'Likely: ' }).first();
    const name = await likely.locator('summary b').innerText();
    await likely.locator('summary').click();
    assert.match(await likely.innerText(), /likely linked, not proven[\s\S]*To do: /);
    await likely.getByRole('link', { name: 'All its numbers' }).click();
    assert.equal(await title(page), name);
    assert.match(await main(page), /Likely linked: more often/);
    await page.getByText('Show as a table').click();
    const table = page.locator('section.chart table');
    assert.ok(await table.isVisible());
    const first = said.triggers.each.find(({ words }) => words.toLowerCase() === name.toLowerCase());
    assert.equal(await table.locator('tbody tr').count(), 1 + first.checks.length);
    assert.match(await table.locator('tbody tr').first().innerText(), new RegExp(`${first.told.toFixed(1)}`));
    assert.deepEqual(errors, []);
    assert.deepEqual(leaving(app, requests), []);
  }));

  test(`a rising frequency leads into the check, which does not ask about it again${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await risingDiary(app, page);
    await page.goto(`${app.url}insight/often`);
    assert.match(await main(page), /Your spasms come more often/);
    assert.match(await main(page), /See a doctor soon/);
    assert.equal(await page.locator('.raised').getAttribute('data-urgency'), 'see-doctor');
    assert.ok(await page.getByRole('img', { name: /Your spasms come more often/ }).isVisible());
    await page.getByRole('button', { name: 'Do the safety check' }).click();
    assert.equal(new URL(page.url()).pathname, '/check');
    assert.equal(await page.locator('input[type=radio][name="more-often"]').count(), 0);
  }));

  test(`a day that is named is compared with what was before${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await risingDiary(app, page);
    await page.goto(`${app.url}insight/often`);
    await page.locator('summary', { hasText: 'Before and since a day' }).click();
    await page.getByLabel('First day').fill(day(70));
    await page.getByRole('button', { name: 'Compare' }).click();
    assert.match(await main(page), /Since .* your spasms come more often: about /);
    const said = JSON.parse(app.command('insight', '--since', day(70), '--json'));
    assert.equal(said.verdict, 'more-often');
    assert.match(await main(page), new RegExp(`Spasms\\s+${said.before.bouts}\\s+${said.after.bouts}`));
    assert.equal(await page.locator('.raised').getAttribute('data-urgency'), 'see-doctor');
    assert.equal(await page.getByLabel('First day').inputValue(), day(70));
  }));
}

test('no page of what the diary shows has an axe violation or scrolls sideways', () => withApp(async (app) => {
  const found = [];
  const note = async (page, look, where) => {
    const violations = await axe(page);
    if (violations.length > 0) found.push(`${where} at ${look.width}, dark ${look.dark}: ${JSON.stringify(violations)}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${where} at ${look.width} scrolls sideways by ${wide}`);
  };
  for (const stage of ['empty', 'filled']) {
    if (stage === 'filled') someone(app);
    for (const look of LOOKS) {
      const { page, context } = await app.newPage(look);
      await page.goto(`${app.url}insight`);
      const lines = await page.locator('.iv > p:last-child a').evaluateAll((links) => links.map((link) => link.getAttribute('href').slice(1)));
      // One of each group is enough: the first and the last.
      const since = [`insight/since?date=${day(200)}`, 'insight/since?date=soon'];
      for (const path of [...VIEWS, ...since, 'insight/trigger/cold', ...lines.slice(0, 1), ...lines.slice(-1)]) {
        await page.goto(app.url + path);
        await page.locator('main details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
        await note(page, look, `${path}, ${stage}`);
      }
      await context.close();
    }
  }
  assert.deepEqual(found, []);
}));

test('every target is at least 48 pixels high', () => withApp(async (app) => {
  someone(app);
  const { page } = await app.newPage({ ...PHONE, width: 320 });
  for (const path of VIEWS) {
    await page.goto(app.url + path);
    const small = await page.locator('main :is(button, .btn, .iv > summary, .views a, summary)').evaluateAll((all) => all
      .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 48)
      .map((one) => `${one.textContent} ${one.getBoundingClientRect().height}`));
    assert.deepEqual(small, [], path);
  }
}));

test('a short diary takes less than 3,000 pixels of a phone, and an empty one half of it', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  await page.goto(`${app.url}insight`);
  const empty = await height();
  for (const back of [40, 26, 15, 8, 3, 1]) app.command('log', 'spasm', '--at', `${day(back)} 08:00`, '--for', '10s');
  await page.goto(`${app.url}insight`);
  const short = await height();
  assert.equal(await page.locator('main .weeks').count(), 1);
  assert.ok(empty < 1600 && short < 3000, `${empty}, ${short}`);
}));

test('a diary of two years shows first, and within 3,000 pixels of a phone', () => withApp(async (app) => {
  someone(app);
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}insight`);
  const full = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(full < 3000, `${full}`);
  // A picture stands above its words, and every number behind a row that opens.
  const card = page.locator('#when');
  assert.ok((await card.locator('svg').first().boundingBox()).y < (await card.locator('p').last().boundingBox()).y);
  assert.equal(await page.locator('main table').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length), 0);
}));
