// A server for others: whoever is not paired gets the app and a diary of their own, and nothing of the one on the server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, withApp } from './harness.js';

const FOR_OTHERS = { args: ['--host', 'supple.example'] };

const main = (page) => page.locator('main').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const code = (app) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(app.command('pair'))[0];

async function spasmNow(app, page) {
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
}

async function pair(app, page, name, join) {
  await page.goto(`${app.origin}/pair?code=${code(app)}`);
  await page.locator('#name').fill(name);
  if (join) await page.locator('input[name="join"]').check();
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await page.waitForURL(/\/keep/);
}

test('a phone keeps a diary of its own, is paired with a code, brings its diary along, and is unpaired', () => (
  withApp(async (app) => {
    app.command('log', 'note', 'of the server');
    const { page, errors } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(app.url);
    await controlled(page);
    await spasmNow(app, page);
    await page.goto(`${app.origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/);
    assert.doesNotMatch(await main(page), /of the server/);
    assert.doesNotMatch(app.command('diary'), /spasm/i);

    await pair(app, page, 'My phone', true);
    assert.match(await main(page), /This device is paired/);
    assert.match(await main(page), /Not yet sent\s+0/);
    await page.goto(`${app.origin}/diary`);
    assert.match(await main(page), /of the server/);
    assert.match(app.command('diary'), /spasm/i);
    assert.match(app.command('devices'), /My phone/);

    app.command('devices', '--remove', 'My phone');
    await spasmNow(app, page);
    await page.goto(`${app.origin}/devices`);
    await page.waitForLoadState('networkidle');
    await page.goto(`${app.origin}/devices`);
    assert.match(await main(page), /the server does not know this device/);
    await page.goto(`${app.origin}/diary`);
    assert.match(await main(page), /2 spasms in 14 days/, 'what it has stays on it');
    assert.deepEqual(errors, []);
  }, FOR_OTHERS)
));

test('joining the diary of a server does not pass for getting back one that was lost', () => withApp(async (app) => {
  for (let at = 0; at < 3; at += 1) app.command('log', 'note', 'of the server');
  const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await spasmNow(app, page);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => caches.delete('spare-of-supple'));
  await page.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('supple').onsuccess = resolve; }));
  await spasmNow(app, page);
  await pair(app, page, 'My phone', true);
  await page.goto(`${app.origin}/diary`);
  assert.match(await main(page), /of the server/);
  assert.match(await main(page), /This browser has deleted/);
}, FOR_OTHERS));

test('two phones and the server have the same in the end, whoever was away', () => withApp(async (app) => {
  const phones = [];
  for (const name of ['One', 'Two']) {
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(app.url);
    await controlled(page);
    await pair(app, page, name, false);
    phones.push(page);
  }
  await app.stop();
  for (const page of phones) await spasmNow(app, page);
  await app.start();
  app.command('log', 'note', 'of the server');
  // Once round for each to send, and once more for the first to get what came after it.
  for (const page of [...phones, ...phones]) {
    await page.goto(`${app.origin}/devices`);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.waitForURL(/\/keep$/);
    assert.match(await main(page), /Not yet sent\s+0/);
  }
  for (const page of phones) {
    await page.goto(`${app.origin}/diary`);
    assert.match(await main(page), /2 spasms in 14 days/);
    assert.match(await main(page), /of the server/);
  }
}, FOR_OTHERS));

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';
  test(`the pages of pairing can be read and used by everyone${how}`, () => withApp(async (app) => {
    for (const dark of [false, true]) {
      const { page, errors } = await app.newPage({ width: 320, dark, javaScript });
      await page.goto(`${app.origin}/pair`);
      if (javaScript) assert.deepEqual(await axe(page), []);
      await page.locator('#code').fill('WRONG');
      await page.getByRole('button', { name: 'Pair', exact: true }).click();
      assert.match(await page.locator('#problem').innerText(), /./);
      if (javaScript) assert.deepEqual(await axe(page), []);
      await pair(app, page, 'A phone', false);
      if (javaScript) assert.deepEqual(await axe(page), []);
      await page.getByRole('button', { name: 'New phone', exact: true }).click();
      await page.locator('svg.qr').waitFor();
      if (javaScript) assert.deepEqual(await axe(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => 320);
      assert.ok(wide <= 320, `${wide} px`);
      assert.deepEqual(errors.filter((line) => !/403/.test(line)), []);
    }
  }, FOR_OTHERS));
}
