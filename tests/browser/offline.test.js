// No network: the app answers from this device.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withApp } from './harness.js';

/** An app in a browser that keeps what it is told, opened once with the worker in control. */
async function withKeepingBrowser(use) {
  const profile = await mkdtemp(join(tmpdir(), 'supple-profile-'));
  try {
    await withApp(async (app) => {
      const page = app.firstPage();
      await page.goto(app.url);
      await controlled(page);
      await use(app, page);
    }, { profile });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

/** Waits until the worker answers for this page. */
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Opens an address and sees that it came from the worker. */
async function open(page, address) {
  const response = await page.goto(address);
  assert.ok(response.fromServiceWorker(), `${address} is from the worker`);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), `${address} is controlled`);
  return response;
}

/** Every address that the pages lead to, beginning with the start. */
async function everywhere(page, origin, visit) {
  const waiting = ['/'];
  const known = new Set(waiting);
  while (waiting.length > 0) {
    const address = waiting.shift();
    await visit(address);
    const links = await page.$$eval('a[href^="/"]', (all) => all.map((link) => link.getAttribute('href').split('#')[0]));
    for (const link of links.filter((one) => !known.has(one))) {
      known.add(link);
      waiting.push(link);
    }
  }
  return known;
}

test('after one visit, without the server and after a restart, every page answers and a spasm is kept', () => (
  withKeepingBrowser(async (app) => {
    await app.stop();
    let page = await app.restartBrowser();

    const known = await everywhere(page, app.origin, async (address) => {
      const response = await open(page, app.origin + address);
      assert.equal(response.status(), 200, address);
    });
    assert.ok(known.size > 60, `${known.size} pages`);

    await open(page, app.url);
    await page.getByRole('button', { name: /Spasm now/ }).click();
    await page.waitForURL(/\/spasm\//);
    page = await app.restartBrowser();
    await open(page, `${app.origin}/diary`);
    assert.match(await page.locator('main').innerText(), /1 spasm in 14 days/);
    await open(page, app.url);
    assert.match(await page.locator('main').innerText(), /1 spasm/);
  })
));

test('a form of the check is answered without the server, with what was said', () => (
  withKeepingBrowser(async (app, page) => {
    await app.stop();
    await open(page, `${app.origin}/check`);
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.locator('main form button').first().click(),
    ]);
    assert.ok(response.fromServiceWorker());
    assert.equal(response.status(), 200);
  })
));

test('another site cannot write into the diary of this browser', () => withKeepingBrowser(async (app, page) => {
  await app.stop();
  await page.goto('about:blank');
  await page.setContent(`<form method="post" action="${app.origin}/spasm"><button>send</button></form>`);
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST'),
    page.getByRole('button').click(),
  ]);
  assert.equal(response.status(), 403);
  await open(page, `${app.origin}/diary`);
  assert.doesNotMatch(await page.locator('main').innerText(), /1 spasm/);
}));

test('when the browser deletes the diary, the app says so and never shows an empty one as new', () => (
  withKeepingBrowser(async (app, page) => {
    await page.getByRole('button', { name: /Spasm now/ }).click();
    await page.waitForURL(/\/spasm\//);
    await page.waitForLoadState('networkidle');
    await app.stop();
    await page.evaluate(() => new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('supple');
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
    }));
    for (const address of ['/', '/diary', '/diary/calendar', '/diary/pain', '/diary/episodes']) {
      await open(page, app.origin + address);
      const said = await page.locator('main').innerText();
      assert.match(said, /deleted/i, address);
      assert.ok(await page.locator('main a[href^="/keep"]').count() > 0, address);
    }
  })
));

test('the first page is whole and usable before the part for the browser is there', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
  // The code never comes.
  await page.context().route(/\/offline\//, () => {});
  await page.goto(app.url);
  await page.getByRole('button', { name: /Spasm now/ }).click();
  await page.waitForURL(/\/spasm\//);
  assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
}));
