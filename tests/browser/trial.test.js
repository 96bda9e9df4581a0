// A trial of one person: what stands before it begins, at a spasm, while it waits, and after it: read by everyone, short, with
// and without script. The whole way of many spasms is walked in crates/web/tests/it/trial.rs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { BINARY, axe, leaving, withApp } from './harness.js';

const TRIAL = 'insight/trials/heat-or-cold';
const LOOKS = [{ width: 320, height: 740, dark: true }, { width: 1280, height: 800 }];
const HEIGHT = 3050; // On a phone of 320 px, with a menu of three rows.

const main = (page) => page.locator('main').innerText();

/** Says on the page of the plan that none of the signs is there, that one can stand, and what is at hand. */
async function ready(app, page) {
  await page.goto(`${app.url}now`);
  await page.locator('button[value="can-stand"]').click();
  await page.getByRole('button', { name: 'None of these' }).first().click();
  await page.request.post(`${app.origin}/now`, {
    form: { mobility: 'can-stand', 'at-hand': 'heat' }, headers: { origin: app.origin }, maxRedirects: 0,
  });
}

/** A release cannot be told another time. */
const OWN_CLOCK = { skip: BINARY.includes('/release/') && 'a release goes by its own clock' };

/** Runs a command on the diary of the app, so many minutes ago by its clock. */
const inThePast = (app) => (minutes, ...command) => execFileSync(BINARY, command, {
  encoding: 'utf8',
  env: {
    ...process.env, HOME: app.folder, XDG_DATA_HOME: `${app.folder}/data`,
    SUPPLE_TEST_NOW: new Date(Date.now() - minutes * 60_000).toISOString(),
  },
});

for (const javaScript of [true, false]) {
  test(`from the disagreement to what chance chose in a few taps${javaScript ? '' : ', with JavaScript off'}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ width: 360, height: 740, javaScript });
    await page.goto(`${app.url}guide/disagreements/rest-or-move`);
    await page.getByRole('link', { name: 'Try it on yourself' }).click();
    await page.waitForURL('**/insight/trials/rest-or-move');
    assert.match(await main(page), /How it goes[\s\S]*What it can find/);
    await page.getByRole('button', { name: 'Begin the trial' }).click();
    assert.match(await main(page), /Say first how you are now/);
    await ready(app, page);
    await page.goto(`${app.url}now`);
    await page.getByRole('link', { name: /Let chance choose/ }).click();
    await page.getByRole('button', { name: '7', exact: true }).click();
    assert.match(await main(page), /Chance chose: (Rest|Gentle moves)/);
    await page.goto(app.url);
    assert.match(await main(page), /Chance chose: (Rest|Gentle moves)/, 'the start leads back to it');
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));
}

test('no page of a trial has an axe violation, scrolls sideways or is long', OWN_CLOCK, () => withApp(async (app) => {
  const found = [];
  const looked = async (stage, paths) => {
    for (const look of LOOKS) {
      const { page, context } = await app.newPage(look);
      for (const path of paths) {
        await page.goto(app.url + path);
        const where = `${path}, ${stage}, ${look.width} px`;
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        if (look.width === 320) console.log(`${String(height).padStart(6)} px  ${where}`);
        if (height > HEIGHT) found.push(`${where}: ${height} px`);
        for (const details of await page.locator('main details').all()) await details.evaluate((one) => { one.open = true; });
        for (const violation of await axe(page)) found.push([where, JSON.stringify(violation)]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${where} scrolls sideways by ${wide}`);
      }
      await context.close();
    }
  };
  const past = inThePast(app);
  const bout = (minutes) => {
    past(minutes, 'trial', 'bout', '--pain', '8', '--can', 'stand', '--none-of-these', '--at-hand', 'heat,ice');
    return JSON.parse(past(minutes, 'trial', 'status', '--json')).pending.measure;
  };

  await looked('not begun', ['insight/trials', TRIAL]);
  past(20 * 1440, 'trial', 'start', 'heat-or-cold');
  await looked('waits for a spasm', ['insight/trials', TRIAL]);
  const measure = bout(2 * 1440);
  past(2 * 1440 - 31, 'trial', 'after', '--pain', measure === 'heat' ? '3' : '6');
  bout(25);
  await looked('asks', [TRIAL, '']);
  past(20, 'trial', 'harm', 'burn');
  await looked('harm told', [TRIAL]);
  past(0, 'trial', 'stop');
  await looked('stopped', [TRIAL]);
  assert.deepEqual(found, []);
}));

test('what came out is said first, with its picture and its table', OWN_CLOCK, () => withApp(async (app) => {
  const past = inThePast(app);
  past(30 * 1440, 'trial', 'start', 'heat-or-cold');
  let day = 21;
  while (JSON.parse(past(day * 1440, 'trial', 'status', '--json')).runs) {
    day -= 1;
    past(day * 1440, 'trial', 'bout', '--pain', '8', '--can', 'stand', '--none-of-these', '--at-hand', 'heat,ice');
    const { measure } = JSON.parse(past(day * 1440, 'trial', 'status', '--json')).pending;
    past(day * 1440 - 31, 'trial', 'after', '--pain', String((measure === 'heat' ? 3 : 6) + (day % 2)));
    assert.ok(day > 1, 'it is decided');
  }
  for (const look of LOOKS) {
    const { page, context } = await app.newPage(look);
    await page.goto(app.url + TRIAL);
    assert.match(await page.locator('h1').innerText(), /Heat eases yours further/);
    assert.ok(await page.locator('svg.chart').count() > 0, 'a picture');
    for (const details of await page.locator('main details').all()) await details.evaluate((one) => { one.open = true; });
    assert.deepEqual(await axe(page), []);
    const [download] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('link', { name: 'Get the file' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'trial-heat-or-cold.json');
    await context.close();
  }
}));
