// A server that was put back to an older copy and written on: the phone's diary and its own become one again.

import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, withApp } from './harness.js';

const main = (page) => page.locator('main').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const code = (app) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(app.command('pair'))[0];

async function sync(app, page) {
  await page.goto(`${app.origin}/devices`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.waitForURL(/\/keep$/);
}

/** What an export says, whatever chain it stands in. */
const said = (text) => text.trim().split('\n').map((line) => {
  const { device, sequence, previous, ...rest } = JSON.parse(line);
  return JSON.stringify(rest);
}).sort();

for (const by of ['the phone', 'the server']) {
  test(`a diary that goes two ways is one again, brought together by ${by}`, () => withApp(async (app) => {
    app.command('log', 'note', 'one');
    const { page, errors } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(app.url);
    await controlled(page);
    await page.goto(`${app.origin}/pair?code=${code(app)}`);
    await page.locator('#name').fill('Phone');
    await page.getByRole('button', { name: 'Pair', exact: true }).click();
    await page.waitForURL(/\/keep/);

    const data = join(app.folder, 'data', 'supple');
    const copy = join(app.folder, 'copy');
    await app.stop();
    await cp(data, copy, { recursive: true });
    for (const text of ['two', 'three']) app.command('log', 'note', text);
    await app.start();
    await sync(app, page);
    await app.stop();
    await rm(data, { recursive: true });
    await cp(copy, data, { recursive: true });
    app.command('log', 'note', 'four');
    await app.start();

    await sync(app, page);
    assert.match(await main(page), /Your diary goes two ways[^]*2 entries are only here[^]*Nothing is lost/);
    assert.deepEqual(await axe(page), []);
    if (process.env.PICTURES) {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(process.env.PICTURES, `two-ways-${colorScheme}.png`), fullPage: true });
      }
    }
    if (by === 'the phone') {
      await page.getByRole('button', { name: 'Bring both together' }).click();
      await page.waitForURL(/reconciled=2/);
      assert.match(await main(page), /2 entries are ready to go/);
    } else {
      await app.stop();
      app.command('reconcile', '--yes');
      await app.start();
    }
    await sync(app, page);
    await sync(app, page);
    assert.doesNotMatch(await main(page), /two ways|could not be synced/);
    const there = said(app.command('export'));
    assert.equal(there.length, 4);
    const here = await page.evaluate(() => new Promise((resolve) => {
      indexedDB.open('supple').onsuccess = ({ target }) => {
        const all = target.result.transaction('entry').objectStore('entry').getAll();
        all.onsuccess = () => resolve(all.result.map(({ line }) => line).join('\n'));
      };
    }));
    assert.deepEqual(said(here), there);
    assert.deepEqual(errors, []);
  }, { args: ['--host', 'supple.example'] }));
}
