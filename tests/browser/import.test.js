// Entries from a table of another app: looked into, taken and taken back on a phone, also without script and without a network.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const TABLE = 'FeatureName,Timestamp,Value,Label,Note\n'
  + 'Pain,2026-01-01T21:30:41.432+01:00,6,,after the garden\n'
  + 'Pain,2026-01-02T08:00:00+01:00,3,,\n'
  + 'Stretching,2026-01-02T09:00:00+01:00,0:10:00,,\n'
  + 'Pain,2026-01-03T08:00:00+01:00,12,,\n';

const main = (page) => page.locator('main').innerText();
const button = (page, name) => page.getByRole('button', { name });

async function choose(page) {
  await page.locator('input[type="file"]').setInputFiles({ name: 'data.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
  await button(page, 'Look into it').click();
  await page.getByRole('heading', { name: 'What would be taken' }).waitFor();
}

async function goesThrough(page, picture = async () => {}) {
  await choose(page);
  assert.match(await main(page), /An export of Track & Graph/);
  assert.match(await main(page), /Pain 6 of 10/);
  assert.match(await main(page), /1 row cannot be taken/);
  await picture('preview');
  await page.getByLabel('Stretching').selectOption('exercise');
  await button(page, 'Show again').click();
  await button(page, 'Take all 3').waitFor();
  await button(page, 'Take all 3').click();
  await page.getByText('Nothing was taken.').waitFor();
  await page.locator('#cannot input[type="checkbox"]').check();
  await button(page, 'Take all 3').click();
  await page.getByText('3 entries taken.').waitFor();
  await picture('taken');
  await button(page, 'Take all 3 entries back').click();
  await page.getByText('3 entries taken back.').waitFor();
}

for (const javaScript of [true, false]) {
  test(`a table is taken and taken back${javaScript ? '' : ' with JavaScript off'}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}keep`);
    await page.locator('summary', { hasText: 'Entries from another app' }).click();
    await page.getByRole('link', { name: 'Look into a table' }).click();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await goesThrough(page, async (name) => {
        const folder = process.env.SUPPLE_PICTURES;
        if (folder) await page.screenshot({ path: `${folder}/import-${name}-${colorScheme}.png`, fullPage: true });
        if (javaScript) assert.deepEqual(await axe(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), name);
      });
    }
    assert.deepEqual(leaving(app, requests), []);
    // A row that cannot be taken is told with a status of its own, which browsers write down.
    assert.deepEqual(errors.filter((line) => !/422/.test(line)), []);
  }));
}

test('a table is taken and taken back with no network', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'supple-profile-'));
  try {
    await withApp(async (app) => {
      const page = app.firstPage();
      await page.goto(app.url);
      await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
      await app.stop();
      await page.goto(`${app.url}keep/import`);
      await goesThrough(page);
    }, { profile });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});
