// No network: the app answers from this device.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BINARY, axe, compressedSize, launchProfile, plainHost, withApp, withProxy } from './harness.js';

/**
 * Where the app may come from. Each runs `use` with the app in a browser that keeps what it is told, opened once with the
 * worker in control; `stop()` takes the host away, `restartBrowser()` gives the first page of the browser started anew.
 */
const HOSTS = {
  async 'from a server'(use) {
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
  },

  async 'from files on a plain web host'(use) {
    const folder = await mkdtemp(join(tmpdir(), 'supple-site-'));
    let browser;
    let host;
    try {
      const site = join(folder, 'site');
      execFileSync(BINARY, ['site', site], { env: { ...process.env, HOME: folder } });
      host = await plainHost(site);
      const profile = join(folder, 'profile');
      browser = await launchProfile(profile);
      const page = browser.pages()[0];
      await page.goto(host.origin);
      await controlled(page);
      const restartBrowser = async (between) => {
        await browser.close();
        await between?.(profile);
        browser = await launchProfile(profile);
        return browser.pages()[0];
      };
      await use({ origin: host.origin, url: `${host.origin}/`, stop: host.close, restartBrowser }, page);
    } finally {
      await browser?.close();
      await host?.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Waits until the worker answers for this page. */
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Opens an address and sees that it came from the worker. */
async function open(page, address) {
  const response = await page.goto(address);
  assert.ok(response.fromServiceWorker(), `${address} is from the worker`);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), `${address} is controlled`);
  return response;
}

const main = (page) => page.locator('main').innerText();

/** Every address that the pages lead to, beginning with the start; of those that differ in a day or an id only, two. */
async function everywhere(page, origin, visit) {
  const waiting = ['/'];
  const known = new Set(waiting);
  const alike = new Map();
  while (waiting.length > 0) {
    const address = waiting.shift();
    await visit(address);
    const links = await page.$$eval('a[href^="/"]', (all) => all.map((link) => link.getAttribute('href').split('#')[0]));
    for (const link of links.filter((one) => !known.has(one))) {
      const shape = link.replace(/[0-9a-f-]*\d[0-9a-f-]*/g, '#');
      const count = (alike.get(shape) ?? 0) + 1;
      known.add(link);
      alike.set(shape, count);
      if (count <= 2) waiting.push(link);
    }
  }
  return known;
}

/** Removes the database alone, as a browser does that finds it damaged. */
const removeDatabase = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const request = indexedDB.deleteDatabase('supple');
  request.onsuccess = resolve;
  request.onerror = () => reject(request.error);
}));

/** Removes it with its spare copy, so that nothing of the diary is left in this browser. */
async function removeDiary(page) {
  await page.evaluate(() => caches.delete('spare-of-supple'));
  await removeDatabase(page);
}

async function spasmNow(app, page) {
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  await page.waitForLoadState('networkidle');
}

/** Sees that every page of the diary says that it is lost, and how to get it back. */
async function allTellOfTheLoss(app, page) {
  for (const address of ['/', '/diary', '/diary/calendar', '/diary/pain', '/diary/episodes']) {
    await open(page, app.origin + address);
    assert.match(await main(page), /deleted/i, address);
    assert.ok(await page.locator('main a[href^="/keep"]').count() > 0, address);
  }
}

for (const [from, withHost] of Object.entries(HOSTS)) {
  test(`after one visit, without the host and after a restart, every page answers and a spasm is kept: ${from}`, () => (
    withHost(async (app) => {
      await app.stop();
      let page = await app.restartBrowser();
      let opened = 0;
      await everywhere(page, app.origin, async (address) => {
        opened += 1;
        if (['/keep/diary.jsonl', '/channels/calendar/supple.ics'].includes(address)) {
          const going = page.goto(app.origin + address).catch(() => {});
          const [copy] = await Promise.all([page.waitForEvent('download'), going]);
          assert.equal(await copy.failure(), null);
          return;
        }
        const response = await open(page, app.origin + address);
        assert.equal(response.status(), 200, address);
      });
      assert.ok(opened > 80, `${opened} pages`);

      await spasmNow(app, page);
      page = await app.restartBrowser();
      for (const [address, said] of [['/diary', /1 spasm in 14 days/], ['/', /Stored at \d\d:\d\d/]]) {
        await open(page, app.origin + address);
        assert.match(await main(page), said);
      }
    })
  ));

  test(`a form of the check is answered without the host: ${from}`, () => withHost(async (app, page) => {
    await app.stop();
    await open(page, `${app.origin}/check`);
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.locator('main form button:visible').first().click(),
    ]);
    assert.ok(response.fromServiceWorker());
    assert.equal(response.status(), 200);
  }));

  test(`another site cannot write into the diary of this browser: ${from}`, () => withHost(async (app, page) => {
    await app.stop();
    await page.goto('about:blank');
    await page.setContent(`<form method="post" action="${app.origin}/spasm"><button>send</button></form>`);
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.getByRole('button').click(),
    ]);
    assert.equal(response.status(), 403);
    await open(page, `${app.origin}/diary`);
    assert.doesNotMatch(await main(page), /1 spasm/);
  }));

  test(`when the browser deletes the diary, the app says so and never shows an empty one as new: ${from}`, () => (
    withHost(async (app, page) => {
      await spasmNow(app, page);
      await app.stop();
      await removeDiary(page);
      await allTellOfTheLoss(app, page);
      // What is written meanwhile is kept, and does not hide the loss.
      await page.goto(app.url);
      await page.locator('form[action="/spasm"] button').click();
      await page.waitForURL(/\/spasm\//);
      await allTellOfTheLoss(app, page);
    })
  ));
}

for (const [from, withHost] of Object.entries(HOSTS)) {
  test(`when the browser deletes the database alone, all is there again and nobody hears of a loss: ${from}`, () => (
    withHost(async (app, page) => {
      await spasmNow(app, page);
      await app.stop();
      await removeDatabase(page);
      await open(page, `${app.origin}/diary`);
      assert.match(await main(page), /1 spasm in 14 days/);
      assert.doesNotMatch(await main(page), /deleted/i);
      await spasmNow(app, page);
      await open(page, `${app.origin}/diary`);
      assert.match(await main(page), /2 spasms in 14 days/);
    })
  ));
}

test('what the spare copy lacks is told as a loss, and what it has is there', () => (
  HOSTS['from files on a plain web host'](async (app, page) => {
    await spasmNow(app, page);
    await spasmNow(app, page);
    await page.evaluate(async () => {
      const cache = await caches.open('spare-of-supple');
      await cache.delete((await cache.keys()).filter(({ url }) => /\/entries\//.test(url)).at(-1));
    });
    await removeDatabase(page);
    await open(page, `${app.origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/);
    assert.match(await main(page), /This browser has deleted/);
  })
));

/** Leaves the head of a record of LevelDB without its record, as a browser does that is killed while it writes. */
async function tear(profile, origin) {
  const { hostname, port } = new URL(origin);
  const folder = join(profile, 'Default', 'IndexedDB', `http_${hostname}_${port}.indexeddb.leveldb`);
  const log = (await readdir(folder)).filter((name) => name.endsWith('.log')).sort().at(-1);
  await appendFile(join(folder, log), Buffer.from([0x44, 0x89, 0x02, 0xf6, 0xaa, 0x00, 0x01]));
  return folder;
}

test('a diary that Chromium finds damaged and deletes is there again', () => (
  HOSTS['from files on a plain web host'](async (app, page) => {
    await spasmNow(app, page);
    let folder;
    page = await app.restartBrowser(async (profile) => { folder = await tear(profile, app.origin); });
    await spasmNow(app, page); // Written behind the head that stands alone.
    page = await app.restartBrowser();
    await open(page, `${app.origin}/diary`);
    assert.match(await readFile(join(folder, 'LOG'), 'utf8'), /Creating DB/, 'else this shows nothing');
    assert.match(await main(page), /2 spasms in 14 days/);
    assert.doesNotMatch(await main(page), /deleted/i);
  })
));

test('when the browser deletes all that a site has stored, the app comes anew and says so', () => (
  HOSTS['from files on a plain web host'](async (app, page) => {
    await spasmNow(app, page);
    const devtools = await page.context().newCDPSession(page);
    const storageTypes = 'indexeddb,cache_storage,service_workers,local_storage';
    await devtools.send('Storage.clearDataForOrigin', { origin: app.origin, storageTypes });
    await page.goto(app.url);
    await controlled(page);
    await allTellOfTheLoss(app, page);
  })
));

test('without any server the diary moves to another device in a locked copy', () => (
  HOSTS['from files on a plain web host'](async (app, page) => {
    await spasmNow(app, page);
    await app.stop();
    await open(page, `${app.origin}/keep`);
    await page.locator('summary', { hasText: 'A locked copy' }).click();
    await page.locator('input[name="passphrase"]').fill('three plain words');
    const button = page.getByRole('button', { name: 'Save a locked copy' });
    const [copy] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const file = await copy.path();
    assert.ok((await readFile(file, 'latin1')).startsWith('age-encryption.org/v1\n'));

    await removeDiary(page);
    await open(page, `${app.origin}/keep/restore`);
    await page.locator('input[type="file"]').setInputFiles({
      name: 'supple.age', mimeType: 'application/octet-stream', buffer: await readFile(file),
    });
    await page.locator('input[name="passphrase"]').fill('three plain words');
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('heading', { name: 'Your diary is back' }).waitFor();
    await open(page, `${app.origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/);
    assert.doesNotMatch(await main(page), /deleted/i);
  })
));

test('on a plain web host a form waits until the app is there, and is kept then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supple-site-'));
  let browser;
  let host;
  try {
    execFileSync(BINARY, ['site', join(folder, 'site')], { env: { ...process.env, HOME: folder } });
    host = await plainHost(join(folder, 'site'));
    browser = await launchProfile(join(folder, 'profile'));
    const page = browser.pages()[0];
    await page.goto(host.origin);
    // At once, before the worker is in control.
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForURL(/\/spasm\//);
    await open(page, `${host.origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/);
  } finally {
    await browser?.close();
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('a deleted diary comes back from the server by itself, and is told of until then', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await spasmNow(app, page);
  await removeDiary(page);
  for (let again = 0; ; again += 1) {
    await open(page, `${app.origin}/diary`);
    const said = await main(page);
    if (!/deleted/i.test(said)) {
      assert.match(said, /1 spasm in 14 days/);
      break;
    }
    assert.ok(again < 20, 'it comes back');
    await page.waitForTimeout(200);
  }
}));

test('what is written after a loss, with the server away, joins what comes back', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await spasmNow(app, page);
  await app.stop();
  await removeDiary(page);
  await open(page, app.url);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  await open(page, `${app.origin}/diary`);
  assert.match(await main(page), /deleted/i);
  await app.start();
  // What was known of the server is lost too; it is asked again by itself, after a rest.
  for (let again = 0; ; again += 1) {
    await open(page, `${app.origin}/diary`);
    const said = await main(page);
    if (/2 spasms in 14 days/.test(said)) {
      assert.doesNotMatch(said, /deleted/i);
      break;
    }
    assert.match(said, /deleted/i);
    assert.ok(again < 40, 'it comes back');
    await page.waitForTimeout(500);
  }
}));

test('what the server has is there from the first page of the worker on, and what is written here arrives there once', () => (
  withApp(async (app) => {
    await fetch(`${app.origin}/spasm`, { method: 'POST' });
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(app.url);
    await controlled(page);
    await open(page, `${app.origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/);

    await app.stop();
    await open(page, app.url);
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForURL(/\/spasm\//);
    await open(page, `${app.origin}/devices`);
    assert.match(await main(page), /Not yet sent\s+1/);

    await app.start();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.waitForURL(/\/keep$/);
    assert.match(await main(page), /Not yet sent\s+0/);
    const onServer = async () => (await fetch(`${app.origin}/diary`)).text();
    assert.match(await onServer(), /2 spasms/);
    for (let again = 0; again < 3; again += 1) await open(page, `${app.origin}/diary`);
    assert.match(await onServer(), /2 spasms/);

    // The other way, with nothing but another page.
    await fetch(`${app.origin}/spasm`, { method: 'POST' });
    for (let again = 0; again < 5; again += 1) {
      await open(page, `${app.origin}/diary`);
      if (/3 spasms in 14 days/.test(await main(page))) return;
    }
    assert.fail('what was written on the server shows here');
  })
));

test('a server that was away is found again by itself', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await app.stop();
  await open(page, app.url);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  await app.start();
  for (const end = Date.now() + 60_000; ;) {
    await open(page, `${app.origin}/diary`);
    if (/1 spasm/.test(await (await fetch(`${app.origin}/diary`)).text())) break;
    assert.ok(Date.now() < end, 'the entry arrives');
    await page.waitForTimeout(1_000);
  }
}));

test('the diary of another person is never mixed in: the app says so, and asks', () => withApp(async (one) => {
  const { page } = await one.newPage({ width: 360, serviceWorkers: 'allow' });
  await page.goto(one.url);
  await controlled(page);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  await page.waitForLoadState('networkidle');
  await one.stop();
  await rm(join(one.folder, 'data'), { recursive: true });
  await one.start();
  await fetch(`${one.origin}/log/note`, { method: 'POST', body: new URLSearchParams({ text: 'of someone else' }) });

  await page.goto(`${one.origin}/devices`);
  await page.waitForTimeout(500);
  await open(page, `${one.origin}/devices`);
  assert.match(await main(page), /The server keeps another diary/);
  await open(page, `${one.origin}/diary`);
  assert.doesNotMatch(await main(page), /of someone else/);
  assert.doesNotMatch(await (await fetch(`${one.origin}/diary`)).text(), /1 spasm/);

  await open(page, `${one.origin}/devices`);
  await page.getByRole('button', { name: /make them one/ }).click();
  await page.waitForURL(/\/keep$/);
  assert.match(await main(page), /Not yet sent\s+0/);
  await open(page, `${one.origin}/diary`);
  assert.match(await main(page), /of someone else/);
  assert.match(await (await fetch(`${one.origin}/diary`)).text(), /1 spasm/);
}));

test('a newer version waits: a form, a timer and the floor are not interrupted', () => withApp(async (app) => {
  let version = 'a';
  await withProxy(app, ({ path, body }) => (path === '/sw.js' ? `${body}\n// ${version}` : body), async (origin) => {
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(origin);
    await controlled(page);
    const update = () => page.evaluate(async () => { await (await navigator.serviceWorker.ready).update(); });
    const waits = () => page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting?.state === 'installed');
    const line = page.locator('#app');

    // In the middle of a form nothing is said, and what was typed stays.
    await page.goto(`${origin}/log/note`);
    await page.locator('textarea').first().fill('half a sentence');
    version = 'b';
    await update();
    await waits();
    assert.equal(await line.isVisible(), false);
    assert.equal(await page.locator('textarea').first().inputValue(), 'half a sentence');
    await page.goto(`${origin}/floor`);
    assert.equal(await line.isVisible(), false);
    await page.goto(`${origin}/now`);
    await page.locator('button[value="can-stand"]').click();
    await page.locator('form[action="/timer"] button').first().click();
    await page.waitForURL(/\/timer\//);
    await page.locator('#clock').waitFor();
    assert.equal(await line.isVisible(), false);

    // On any other page it says that it is ready, and waits for a tap; the page stays as it is.
    await page.goto(origin);
    await line.getByRole('button').waitFor();
    assert.match(await line.innerText(), /A newer Supple is ready/);
    await page.evaluate(() => { window.isTheSame = true; });
    await line.getByRole('button').click();
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting === null);
    assert.equal(await page.evaluate(() => window.isTheSame), true);
    await page.goto(`${origin}/diary`);
    assert.equal(await line.isVisible(), false);
  });
}));

test('what was erased in a browser does not come back by itself, with a newer version and a server that is back neither', () => (
  withApp(async (app) => {
    let version = 'a';
    await withProxy(app, ({ path, body }) => (path === '/sw.js' ? `${body}\n// ${version}` : body), async (origin) => {
      const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
      await page.goto(origin);
      await controlled(page);
      await spasmNow({ url: origin }, page);
      await open(page, `${origin}/keep/erase`);
      await page.locator('input[name="words"]').fill('erase everything');
      await page.getByRole('button', { name: 'Erase everything' }).click();
      await page.getByRole('heading', { name: 'Everything is erased' }).waitFor();
      version = 'b';
      await page.goto(origin);
      await page.evaluate(async () => { await (await navigator.serviceWorker.ready).update(); });
      await page.locator('#app').getByRole('button').click();
      await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting === null);
      const devtools = await page.context().newCDPSession(page);
      const known = new Promise((resolve) => {
        devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
          const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
          if (own) resolve(own.registrationId);
        });
      });
      await devtools.send('ServiceWorker.enable');
      const registrationId = await known;
      await devtools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'entries', lastChance: false });
      for (let again = 0; again < 3; again += 1) {
        await open(page, `${origin}/diary`);
        assert.doesNotMatch(await main(page), /1 spasm/);
      }
      assert.match(await (await fetch(`${app.origin}/diary`)).text(), /1 spasm/, 'it is still on the server');
      await open(page, `${origin}/devices`);
      await page.getByRole('button', { name: 'Sync again' }).click();
      await page.waitForURL(/\/keep$/);
      await open(page, `${origin}/diary`);
      assert.match(await main(page), /1 spasm in 14 days/, 'and comes back when the person asks for it');
    });
  })
));

test('what only a browser says of its diary has no accessibility violation', () => withApp(async (app) => {
  for (const dark of [false, true]) {
    for (const width of [dark ? 320 : 1280]) {
      const { page, context, errors } = await app.newPage({ width, dark, serviceWorkers: 'allow' });
      await page.goto(app.url);
      await controlled(page);
      const looksGood = async (address) => {
        await open(page, app.origin + address);
        assert.deepEqual(await axe(page), [], `${address} ${width} ${dark ? 'dark' : 'light'}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} ${width}`);
      };
      for (const address of ['/keep', '/keep/phone']) await looksGood(address);
      await spasmNow(app, page);
      // So that nothing comes back by itself.
      await open(page, `${app.origin}/devices`);
      await page.locator('summary', { hasText: 'Sync and devices' }).click();
      await page.getByRole('button', { name: 'Stop syncing' }).click();
      await page.waitForURL(/\/keep$/);
      await looksGood('/keep');
      await app.stop();
      await removeDiary(page);
      for (const address of ['/', '/diary', '/keep', '/keep/restore', '/keep/phone']) await looksGood(address);
      await app.start();
      assert.deepEqual(errors.filter((line) => !/ERR_CONNECTION_REFUSED/.test(line)), []);
      await context.close();
    }
  }
}));

test('the first page is whole and usable before the part for the browser is there', () => withApp(async (app) => {
  // The code never comes.
  await withProxy(app, ({ path, body }) => (path.endsWith('.wasm') ? new Promise(() => {}) : body), async (origin) => {
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(origin);
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.installing !== undefined);
    await page.locator('form[action="/spasm"] button').click();
    await page.waitForURL(/\/spasm\//);
    assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
    await page.goto(`${origin}/check`);
    assert.match(await page.locator('h1').innerText(), /./);
  });
}));

test('the part for the browser is at most 1.6 MB', () => withApp(async (app) => {
  const script = await (await fetch(`${app.origin}/sw.js`)).text();
  const { glue, code } = JSON.parse(/const BUNDLE = (.*);/.exec(script)[1]);
  const sizes = await Promise.all(['/sw.js', glue, code].map(async (path) => {
    const response = await compressedSize(app.origin + path);
    assert.equal(response.encoding, 'br', path);
    return response.bytes;
  }));
  const all = sizes.reduce((sum, bytes) => sum + bytes);
  assert.ok(all < 1_600_000, `${all} bytes`);
}));
