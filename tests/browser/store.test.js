// The store of a browser hangs, is full, refuses or is gone: the check, the guide, the floor and the number are there at
// once all the same, and say what is not stored.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApp } from './harness.js';

const main = (page) => page.locator('main').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** How long a page takes at most, and the same on a busy machine. */
const AT_ONCE_MS = 200;

const AT_ONCE = ['/', '/check', '/floor', '/now', '/guide', '/guide/warning-signs', '/country', '/sources'];

/** Holds the database from another page, as a tab that stands still does: every transaction of the worker waits. */
const hold = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const request = indexedDB.open('supple');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const facts = request.result.transaction(['entry', 'fact'], 'readwrite').objectStore('fact');
    window.held = true;
    const again = () => { if (window.held) facts.get('device').onsuccess = again; };
    again();
    resolve();
  };
}));

/** Makes the database one that our version cannot open: a newer one. */
const makeNewer = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const request = indexedDB.open('supple', 99);
  request.onsuccess = () => { request.result.close(); resolve(); };
  request.onerror = () => reject(request.error);
}));

/** An upgrade that never ends: opening waits. */
const holdOpening = (page) => page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.open('supple', 2);
  request.onupgradeneeded = () => {
    const facts = request.transaction.objectStore('fact');
    const again = () => { facts.get('device').onsuccess = again; };
    again();
    window.letGo = () => request.transaction.abort();
    resolve();
  };
}));

/** Begins on the floor and goes on by one instruction, each at once. */
async function ledOn(app, page, slow) {
  await page.goto(`${app.origin}/floor`);
  const headings = [];
  for (const tap of [0, 1]) {
    const [response] = await Promise.all([
      page.waitForNavigation(),
      page.locator('main form button:visible').first().click(),
    ]);
    assert.equal(response.status(), 200);
    // From the tap to the end of the page that follows it.
    const took = await page.evaluate(() => performance.getEntriesByType('navigation')[0].responseEnd);
    assert.ok(took < 2 * AT_ONCE_MS * slow, `tap ${tap} on the floor, and the page that follows: ${took} ms`);
    headings.push(await page.locator('h1').innerText());
    assert.match(await page.locator('#notice').innerText(), /This could not be stored/);
  }
  assert.notEqual(headings[0], headings[1]);
}

async function started(app, options = {}) {
  const { page, context } = await app.newPage({ width: 360, serviceWorkers: 'allow', ...options });
  await page.goto(app.url);
  await controlled(page);
  const helper = await context.newPage();
  await helper.goto(`${app.origin}/guide`);
  const devtools = await context.newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  return { page, context, helper, stopWorker: () => devtools.send('ServiceWorker.stopAllWorkers') };
}

/** Opens each page that must not wait, and gives how long the slowest took. */
async function timed(app, page, slow, { says, start = 0 } = {}) {
  const all = [];
  let more = start; // The first page of a worker that was stopped waits for its start, too.
  for (const path of AT_ONCE) {
    const response = await page.goto(app.origin + path);
    assert.ok(response.fromServiceWorker(), path);
    const took = await page.evaluate(() => performance.getEntriesByType('navigation')[0].responseEnd);
    all.push([path, Math.round(took)]);
    assert.ok(took < AT_ONCE_MS * slow + more, `${path}: ${took} ms`);
    more = 0;
    assert.match(await page.locator('.help').innerText(), /Call for help/, path);
    if (says && ['/', '/floor', '/now'].includes(path)) assert.match(await page.locator('#notice').innerText(), says, path);
  }
  return all;
}

/** Goes through the check up to a verdict, and gives how long the slowest screen took, with the line about the diary. */
async function checked(app, page, slow) {
  await page.goto(`${app.origin}/check`);
  const start = Date.now();
  await page.evaluate(() => {
    const form = document.querySelector('main form');
    form.querySelector('input[type=radio][value="yes"], input[type=checkbox]').checked = true;
    form.requestSubmit(form.querySelector('button[name=only]') ?? form.querySelector('button[name=rest]'));
  });
  await page.locator('.verdict').waitFor();
  assert.ok(Date.now() - start < (AT_ONCE_MS + 300) * slow, `the verdict took ${Date.now() - start} ms`);
  return page.locator('#notice').innerText();
}

/** How long a worker that was stopped takes to start and to answer, where nothing is wrong. */
async function coldStart(app, page, stopWorker) {
  const all = [];
  for (let at = 0; at < 5; at += 1) {
    await stopWorker();
    await page.goto(`${app.origin}/guide`);
    all.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].responseEnd));
  }
  return all.sort((a, b) => a - b)[2];
}

/** How many times slower than an idle machine this one is just now. */
async function slowness(app, page) {
  const all = [];
  for (let at = 0; at < 9; at += 1) {
    await page.goto(`${app.origin}/guide`);
    all.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].responseEnd));
  }
  const median = all.sort((a, b) => a - b)[4];
  return Math.max(1, median / 15);
}

test('a store that another tab holds costs a page at most a fifth of a second, and what waits is stored later', (t) => (
  withApp(async (app) => {
    const { page, helper } = await started(app);
    const slow = await slowness(app, page);
    await hold(helper);
    t.diagnostic(JSON.stringify(await timed(app, page, slow)));
    assert.match(await checked(app, page, slow), /This could not be stored\.\s+The diary does not answer\./);
    await ledOn(app, page, slow);
    await helper.evaluate(() => { window.held = false; });
    for (const end = Date.now() + 15_000; ;) {
      await page.goto(`${app.origin}/diary`);
      if (/Safety check: Emergency/.test(await main(page))) break;
      assert.ok(Date.now() < end, `what waited is stored: ${page.url()} ${await main(page)}`);
      await page.waitForTimeout(300);
    }
    assert.equal(await page.locator('#notice').count(), 0);
  })
));

test('a store that never opens keeps no page from being there at once', (t) => withApp(async (app) => {
  const { page, helper, stopWorker } = await started(app);
  const slow = await slowness(app, page);
  const start = await coldStart(app, page, stopWorker);
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  await page.waitForLoadState('networkidle');
  await holdOpening(helper);
  await stopWorker();
  t.diagnostic(`start ${Math.round(start)} ms, then ${JSON.stringify(await timed(app, page, slow, { start }))}`);
  assert.match(await checked(app, page, slow), /This could not be stored\.\s+The diary does not answer\./);
  await ledOn(app, page, slow);

  // What waited goes on in the chain of this browser, whatever it was called until its name was known.
  await helper.evaluate(() => window.letGo());
  for (const end = Date.now() + 20_000; ;) {
    await page.goto(`${app.origin}/diary`);
    if (/Safety check: Emergency/.test(await main(page))) break;
    assert.ok(Date.now() < end, `what waited is stored: ${await main(page)}`);
    await page.waitForTimeout(300);
  }
  const copy = await page.evaluate(async () => {
    const database = await new Promise((resolve) => { indexedDB.open('supple').onsuccess = ({ target }) => resolve(target.result); });
    const entries = database.transaction('entry').objectStore('entry').getAll();
    await new Promise((resolve) => { entries.onsuccess = resolve; });
    return entries.result.map(({ device, sequence }) => [device, sequence]);
  });
  assert.ok(copy.length >= 4, JSON.stringify(copy));
  assert.equal(new Set(copy.map(([device]) => device)).size, 1, JSON.stringify(copy));
}));

test('a store that refuses to open keeps no page from being there at once, and the server takes what this browser cannot', (t) => (
  withApp(async (app) => {
    const { page, helper, stopWorker } = await started(app);
    const slow = await slowness(app, page);
    const start = await coldStart(app, page, stopWorker);
    await makeNewer(helper);
    await stopWorker();
    const says = /cannot be read now/;
    t.diagnostic(`start ${Math.round(start)} ms, then ${JSON.stringify(await timed(app, page, slow, { says, start }))}`);
    assert.match(await checked(app, page, slow), /This could not be stored\./);
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForLoadState();
    assert.match(await page.locator('h1').innerText(), /^Stored at /);
    assert.match(await (await fetch(`${app.origin}/diary`)).text(), /1 spasm/);
    await app.stop();
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForLoadState();
    assert.match(await page.locator('h1').innerText(), /could not be stored/);
    await timed(app, page, slow);
  })
));

test('a store that is full keeps no page from being there at once, and says what is not stored', (t) => withApp(async (app) => {
  const { page, context } = await started(app);
  const slow = await slowness(app, page);
  await app.stop();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: 1 });
  // The browser knows of it after a while: it does not ask anew for each write.
  for (const end = Date.now() + 60_000; ;) {
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForLoadState();
    if (/could not be stored/.test(await page.locator('h1').innerText())) break;
    assert.ok(Date.now() < end, 'it is full at last');
    await page.waitForTimeout(1_000);
  }
  assert.match(await main(page), /Nothing was stored/);
  t.diagnostic(JSON.stringify(await timed(app, page, slow)));
  assert.match(await checked(app, page, slow), /This could not be stored\.\s+There is no room left on the disk\./);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.origin });
  for (const end = Date.now() + 60_000; ;) {
    await page.goto(app.url);
    if (await page.locator('#notice').count() === 0) break;
    assert.ok(Date.now() < end, 'what waited is stored');
    await page.waitForTimeout(1_000);
  }
  await page.goto(`${app.origin}/diary`);
  assert.match(await main(page), /Safety check: Emergency/);
}));

test('a store that is deleted under an open page keeps no page from being there at once', (t) => withApp(async (app) => {
  const { page, helper } = await started(app);
  const slow = await slowness(app, page);
  await app.stop();
  await helper.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('supple').onsuccess = resolve; }));
  t.diagnostic(JSON.stringify(await timed(app, page, slow)));
  await page.goto(`${app.origin}/check`);
  assert.match(await page.locator('h1').innerText(), /./);
}));
