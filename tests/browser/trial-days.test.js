// A trial over days: what stands before it begins, on a day of it, while it waits, and after it: read by everyone, short, by one
// tap, with and without script. The whole way of many weeks is walked in crates/web/tests/it/trial_days.rs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { BINARY, axe, leaving, withApp } from './harness.js';

const TRIAL = 'insight/over-days/breaks-from-sitting';
const LOOKS = [{ width: 320, height: 740, dark: true }, { width: 1280, height: 800 }];
const HEIGHT = 3050; // On a phone of 320 px, with a menu of three rows.

const main = (page) => page.locator('main').innerText();

/** A release cannot be told another time. */
const OWN_CLOCK = { skip: BINARY.includes('/release/') && 'a release goes by its own clock' };

/** Runs a command on the diary of the app, so many days ago by its clock. */
const inThePast = (app) => (days, ...command) => execFileSync(BINARY, command, {
  encoding: 'utf8',
  env: {
    ...process.env, HOME: app.folder, XDG_DATA_HOME: `${app.folder}/data`,
    SUPPLE_TEST_NOW: new Date(Date.now() - days * 86_400_000).toISOString(),
  },
});

for (const javaScript of [true, false]) {
  test(`one tap a day says whether it was done${javaScript ? '' : ', with JavaScript off'}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ width: 360, height: 740, javaScript });
    await page.goto(`${app.url}insight/trials`);
    await page.getByRole('link', { name: /Breaks from sitting/ }).click();
    assert.match(await main(page), /How it goes[\s\S]*What it can find/);
    await page.getByRole('button', { name: 'Begin the trial' }).click();
    await page.getByRole('button', { name: 'Let chance choose' }).click();
    assert.match(await main(page), /Today: with(out)? the breaks[\s\S]*Day 1 of 7/);
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Not done', exact: true }).click();
    await page.waitForURL(app.url);
    assert.match(await main(page), /You did not do it today/);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));
}

test('no page of a trial over days has an axe violation, scrolls sideways or is long', OWN_CLOCK, () => withApp(async (app) => {
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
        if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${stage.replaceAll(' ', '-')}-${look.width}${path ? '' : '-start'}.png`, fullPage: true });
        for (const details of await page.locator('main details').all()) await details.evaluate((one) => { one.open = true; });
        for (const violation of await axe(page)) found.push([where, JSON.stringify(violation)]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${where} scrolls sideways by ${wide}`);
      }
      await context.close();
    }
  };
  const past = inThePast(app);
  await looked('not begun', ['insight/trials', TRIAL]);
  past(61, 'trial', 'start', 'breaks-from-sitting');
  let day = 61;
  const walk = (until) => {
    for (; day > until; day -= 1) {
      const { runs } = JSON.parse(past(day, 'trial', 'status', '--json'));
      if (!runs) return;
      const { due } = JSON.parse(past(day, 'trial', 'day', '--json'));
      past(day, 'log', 'check-in', '--spasm', due.period.arm === 'b' ? 'no' : 'yes');
    }
  };
  walk(0);
  await looked('over', ['insight/trials', TRIAL]);
  past(0, 'trial', 'start', 'wind-down');
  await looked('may begin', ['insight/over-days/wind-down', '']);
  past(0, 'trial', 'day');
  await looked('goes on', ['insight/over-days/wind-down', '']);
  past(0, 'log', 'episode', 'onset');
  await looked('waits', ['insight/over-days/wind-down', '']);
  assert.deepEqual(found, []);
}));
