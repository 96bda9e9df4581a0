// To a new phone: taps from the start, a code that another program reads, a second browser that comes in by it, and the
// file where there is no server.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, plainHost, scanned, withApp } from './harness.js';

const FOR_OTHERS = { args: ['--host', 'supple.example'] };
const PHONE = { width: 360, height: 740 };

const main = (page) => page.locator('main').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const code = (app) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(app.command('pair'))[0];

/** Goes to the new phone from the start, and counts the taps. */
async function toTheNewPhone(app, page) {
  await page.goto(app.url);
  let taps = 0;
  const tap = async (part) => { await part.click(); taps += 1; };
  await tap(page.locator('a.menu'));
  await tap(page.getByRole('link', { name: 'Keep it safe' }));
  await tap(page.getByRole('button', { name: 'New phone', exact: true }));
  await page.waitForURL(/\/keep\/phone$/);
  return taps;
}

async function pair(page, address, name, join) {
  await page.goto(address);
  await page.locator('#name').fill(name);
  if (join) await page.locator('input[name="join"]').check();
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await page.waitForURL(/\/keep/);
}

for (const javaScript of [true, false]) {
  const how = javaScript ? 'by day' : 'by night, with JavaScript off';
  test(`a new phone comes in by a code that any camera reads, after three taps and a scan, ${how}`, () => withApp(async (app) => {
    app.command('log', 'note', 'of the first phone');
    const { page } = await app.newPage({ ...PHONE, javaScript, dark: !javaScript });
    await pair(page, `${app.origin}/pair?code=${code(app)}`, 'First phone');
    assert.ok(await toTheNewPhone(app, page) <= 3);
    const link = new URL(await scanned(page.locator('svg.qr')));
    assert.equal(link.origin, 'https://supple.example');
    assert.equal(link.pathname, '/pair');
    const said = await main(page);
    assert.ok(said.includes(link.href), 'the same in words');
    assert.equal(/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(said)[0].replace('-', ''), link.searchParams.get('code'));

    // Another browser, with nothing of the first.
    const { page: other } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
    await other.goto(app.url);
    await controlled(other);
    await pair(other, app.origin + link.pathname + link.search, 'New phone');
    await other.goto(`${app.origin}/diary`);
    assert.match(await main(other), /of the first phone/);
    assert.match(app.command('devices'), /New phone, paired[^]*let in\s+by First phone/);
    await app.stop();
    await other.goto(`${app.origin}/diary`);
    assert.match(await main(other), /of the first phone/, 'it holds the diary');
    await app.start();

    // The code has been used; the list knows both, and lets one go.
    const { page: third } = await app.newPage(PHONE);
    await third.goto(app.origin + link.pathname + link.search);
    await third.getByRole('button', { name: 'Pair', exact: true }).click();
    assert.match(await third.locator('#problem').innerText(), /works once/);
    await page.goto(`${app.origin}/keep`);
    await page.locator('summary', { hasText: /^Devices$/ }).click();
    assert.match(await main(page), /Last seen/);
    await page.getByRole('button', { name: /^Unpair .*New phone/ }).click();
    assert.match(await main(page), /New phone.* is unpaired/);
    assert.doesNotMatch(app.command('devices'), /New phone/);
  }, FOR_OTHERS));
}

test('a phone with the app on it shows the code of its server and keeps none of it; without the server it offers a file', () => (
  withApp(async (app) => {
    const { page, errors } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
    await page.goto(app.url);
    await controlled(page);
    await pair(page, `${app.origin}/pair?code=${code(app)}`, 'First phone');
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForURL(/\/spasm\//);
    assert.ok(await toTheNewPhone(app, page) <= 3);
    const secret = new URL(await scanned(page.locator('svg.qr'))).searchParams.get('code');
    assert.match(secret, /^[A-Z0-9]{8}$/);
    const kept = await page.evaluate(async () => {
      const texts = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) texts.push(request.url, await (await cache.match(request)).text());
      }
      const database = await new Promise((resolve) => { indexedDB.open('supple').onsuccess = (event) => resolve(event.target.result); });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        texts.push(JSON.stringify(await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); })));
      }
      database.close();
      return texts;
    });
    assert.ok(kept.length > 2, 'there is something to look at');
    assert.ok(!kept.some((text) => text.includes(secret)), 'the code is kept nowhere');
    assert.match(await main(page), /1 paired device/, 'and the devices of the server stand below it');

    await app.stop();
    await toTheNewPhone(app, page);
    assert.match(await main(page), /cannot be reached now[^]*Save a copy/);
    assert.equal(await page.locator('svg.qr').count(), 0);
    assert.deepEqual(await axe(page), []);
    await app.start();
    assert.deepEqual(errors.filter((line) => !/ERR_CONNECTION_REFUSED/.test(line)), []);
  }, FOR_OTHERS)
));

test('a server that only its own computer reaches gives no code, says why, and offers a file', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
  assert.ok(await toTheNewPhone(app, page) <= 3);
  assert.match(await main(page), /answers this computer only[^]*--host[^]*Save a copy/);
  assert.equal(await page.locator('svg.qr, .code').count(), 0);
  assert.match(app.command('devices'), /No device is paired/);
}));

test('a site of files offers the file alone, and it brings the diary to another browser', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supple-site-'));
  try {
    await withApp(async (app) => {
      app.command('site', folder);
      const host = await plainHost(folder);
      try {
        const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
        const site = { url: `${host.origin}/` };
        await page.goto(site.url);
        await controlled(page);
        await page.locator('form[action="/spasm"] button').click();
        await page.waitForURL(/\/spasm\//);
        assert.ok(await toTheNewPhone(site, page) <= 3);
        assert.equal(await page.locator('svg.qr, .code, .folds').count(), 0, 'nothing but the file');
        const [copy] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save a copy' }).click()]);
        const buffer = await readFile(await copy.path());

        // The page knows of it.
        await page.goto(`${host.origin}/keep`);
        assert.match(await main(page), /You asked for a copy less than a day ago/);
        assert.doesNotMatch(await main(page), /No copy/);

        const { page: other } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
        await other.goto(site.url);
        await controlled(other);
        await other.goto(site.url);
        await other.getByRole('link', { name: 'I have a copy' }).click();
        await other.locator('input[type="file"]').setInputFiles({ name: 'x.jsonl', mimeType: 'text/plain', buffer });
        await other.getByRole('button', { name: 'Restore' }).click();
        await other.goto(`${host.origin}/diary`);
        assert.match(await main(other), /1 spasm in 14 days/);
      } finally {
        await host.close();
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the page says what it knows: one place, a copy that was asked for, a second place', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await page.goto(`${app.origin}/keep`);
  assert.match(await main(page), /Your diary is empty/);
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  await page.goto(`${app.origin}/keep`);
  assert.match(await main(page), /No copy of your diary yet/);
  const [copy] = await Promise.all([page.waitForEvent('download'), page.locator('#copy').click()]);
  assert.match(copy.suggestedFilename(), /^supple-/);
  await page.locator('#asked', { hasText: 'You asked for supple-' }).waitFor();
  await page.goto(`${app.origin}/keep`);
  assert.match(await main(page), /You asked for a copy less than a day ago/);

  await pair(page, `${app.origin}/pair?code=${code(app)}`, 'My phone', true);
  assert.match(await main(page), /This device is paired/);
  // The name of the machine is that of the browser's own: nobody can say that these are two.
  assert.doesNotMatch(await main(page), /in two places/);
  await page.goto(`${app.origin}/diary`);
  assert.equal(await page.locator('#backup').count(), 0);
}, FOR_OTHERS));

test('the page about keeping is about 2,000 px high on a phone, with the ways to sync at most 2,150', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  const heights = {};
  const look = async (what, path) => {
    await page.goto(app.origin + path);
    heights[what] = await page.evaluate(() => document.documentElement.scrollHeight);
  };
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
  await look('of the server', '/keep');
  await controlled(page);
  await look('of a browser alone', '/keep');
  await pair(page, `${app.origin}/pair?code=${code(app)}`, 'My phone', true);
  await look('of a paired browser', '/keep');
  await look('a new phone', '/keep/phone');
  console.log(heights);
  for (const [what, px] of Object.entries(heights)) assert.ok(px <= (what === 'of a paired browser' ? 2_150 : 2_050), `${what}: ${px} px`);
}, FOR_OTHERS));
