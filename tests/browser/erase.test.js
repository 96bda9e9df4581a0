// Everything is erased in a browser: on its disk, and at the server that let it in.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BINARY, axe, launchProfile, plainHost, withApp } from './harness.js';

const FOR_OTHERS = ['--host', 'supple.example'];
const TEXT = 'quincunx-of-marzipan';

const main = (page) => page.locator('main').innerText();
const title = (page) => page.locator('h1').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const code = (app) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(app.command('pair'))[0];

/** The files of a browser in which a text stands, in either of the two forms in which browsers write. */
async function filesWith(profile, text) {
  const forms = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  const found = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path).catch(() => Buffer.alloc(0)); // It may be gone meanwhile.
    if (forms.some((form) => content.includes(form))) found.push(path.slice(profile.length + 1));
  }
  // The list of tabs, with what was typed in them, belongs to no site: the page says so.
  return found.filter((path) => !path.startsWith('Default/Sessions/'));
}

async function withPhone(use, args = FOR_OTHERS) {
  const profile = await mkdtemp(join(tmpdir(), 'supple-profile-'));
  try {
    await withApp(async (app) => {
      const page = app.firstPage();
      await page.goto(app.url);
      await controlled(page);
      await use(app, page, profile);
    }, { profile, args });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

async function pair(app, page, name, join) {
  await page.goto(`${app.origin}/pair?code=${code(app)}`);
  await page.locator('#name').fill(name);
  if (join) await page.locator('input[name="join"]').check();
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await page.waitForURL(/\/keep/);
  assert.match(await main(page), /Not yet sent\s+0/);
}

async function note(app, page, text) {
  await page.goto(`${app.origin}/log/note`);
  await page.locator('textarea').first().fill(text);
  await page.locator('main form button').last().click();
  await page.waitForURL((url) => url.pathname !== '/log/note');
  await page.goto(`${app.origin}/diary`);
  assert.match(await main(page), new RegExp(text));
}

async function erase(app, page) {
  await page.goto(`${app.origin}/keep/erase`);
  await page.locator('input[name="words"]').fill('erase everything');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('heading', { name: 'Everything is erased' }).waitFor();
}

test('what was erased in a paired browser is in none of its files, and the device is unpaired', () => (
  withPhone(async (app, page, profile) => {
    app.command('log', 'note', 'of the server');
    await pair(app, page, 'My phone');
    await note(app, page, TEXT);
    assert.notDeepEqual(await filesWith(profile, TEXT), [], 'the test can find it');
    assert.match(app.command('diary'), new RegExp(TEXT), 'the server has it');

    await page.goto(`${app.origin}/keep/erase`);
    assert.match(await main(page), /This device will be unpaired from your server/);
    await erase(app, page);
    assert.match(await main(page), /told to delete all that it kept/);
    assert.match(await main(page), /not paired with this server/);
    assert.match(await main(page), /list of tabs/);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(await filesWith(profile, TEXT), []);
    assert.doesNotMatch(app.command('devices'), /My phone/);
    assert.equal((await page.context().cookies(app.url)).filter(({ name }) => name.includes('device')).length, 0);

    const again = await app.restartBrowser();
    assert.deepEqual(await filesWith(profile, TEXT), []);
    for (const path of ['/', '/diary', '/keep', '/diary']) {
      await again.goto(app.origin + path);
      await controlled(again);
      assert.doesNotMatch(await main(again), new RegExp(`${TEXT}|of the server|deleted the diary`), path);
    }
    await again.goto(`${app.origin}/devices`);
    assert.match(await main(again), /the server does not know this device/);
    assert.equal(await again.getByRole('button', { name: 'Sync' }).count(), 0, 'no tap brings it back');
    assert.match(app.command('diary'), new RegExp(TEXT), 'what is on the server stays there');

    // A new code does.
    await pair(app, again, 'My phone again');
    await again.goto(`${app.origin}/diary`);
    assert.match(await main(again), new RegExp(TEXT));
  })
));

test('what was erased with the server away is unpaired at the next contact, before anything is synced', () => (
  withPhone(async (app, page) => {
    app.command('log', 'note', 'of the server');
    await pair(app, page, 'My phone');
    await page.goto(`${app.origin}/diary`);
    await app.stop();
    await erase(app, page);
    assert.match(await main(page), /Not done yet: the server still lets this device in/);
    assert.match(await main(page), /The browser itself may keep traces/);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Try it now' }).click();
    await page.waitForURL(/\/keep\/erased$/);
    assert.match(await main(page), /Not done yet/);
    const again = await app.restartBrowser();
    await again.goto(`${app.origin}/devices`);
    assert.match(await main(again), /Not done yet/);
    await again.getByRole('button', { name: 'Sync again' }).click();
    await again.waitForURL(/\/keep$/);
    assert.match(await main(again), /Not done yet/);

    await app.start();
    assert.match(app.command('devices'), /My phone/);
    for (const end = Date.now() + 40_000; /My phone/.test(app.command('devices'));) {
      assert.ok(Date.now() < end, 'it is unpaired');
      await again.goto(`${app.origin}/diary`);
      assert.doesNotMatch(await main(again), /of the server/);
      await again.waitForTimeout(1_000);
    }
    await again.goto(`${app.origin}/devices`);
    assert.doesNotMatch(await main(again), /Not done yet/);
    await again.getByRole('button', { name: 'Sync again' }).click();
    await again.waitForURL(/\/keep$/);
    assert.match(await main(again), /the server does not know this device/);
    await again.goto(`${app.origin}/diary`);
    assert.doesNotMatch(await main(again), /of the server/);
  })
));

test('a browser that was erased with the server away and is paired anew leaves no old device behind', () => (
  withPhone(async (app, page) => {
    app.command('log', 'note', 'of the server');
    await pair(app, page, 'Old');
    await app.stop();
    await erase(app, page);
    await app.start();
    await pair(app, page, 'New');
    assert.match(app.command('devices'), /New/);
    assert.doesNotMatch(app.command('devices'), /Old/);
    await page.goto(`${app.origin}/diary`);
    assert.match(await main(page), /of the server/);
  })
));

test('a browser that was never paired erases its own files, too', () => withPhone(async (app, page, profile) => {
  await note(app, page, TEXT);
  assert.notDeepEqual(await filesWith(profile, TEXT), []);
  await erase(app, page);
  assert.deepEqual(await filesWith(profile, TEXT), []);
  await app.restartBrowser();
  assert.deepEqual(await filesWith(profile, TEXT), []);
}));

test('no link of another site, and no address that is typed, empties a browser', () => withPhone(async (app, page) => {
  await note(app, page, TEXT);
  const isThere = async () => {
    await page.goto(`${app.origin}/diary`);
    assert.match(await main(page), new RegExp(TEXT));
  };
  await page.goto(`${app.origin}/pair/gone`);
  await isThere();
  await page.goto('about:blank');
  await page.setContent(`<a href="${app.origin}/pair/gone">x</a><img src="${app.origin}/pair/gone">`);
  await Promise.all([page.waitForNavigation(), page.getByRole('link').click()]);
  await isThere();
  await page.goto('about:blank');
  await page.setContent(`<form method="post" action="${app.origin}/pair/leave"><button>x</button></form>`);
  await page.getByRole('button').click();
  await page.waitForLoadState();
  await isThere();
  // Not even from here, for a device that is let in.
  await pair(app, page, 'My phone', true);
  const answer = await page.evaluate(async () => (await fetch('/pair/gone').catch(() => undefined))?.url);
  assert.notEqual(answer, `${app.origin}/pair/gone`);
  await isThere();
}));

test('where only files are sent, the page says that the browser may keep traces, and how to be sure', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supple-site-'));
  let browser;
  let host;
  try {
    execFileSync(BINARY, ['site', join(folder, 'site')], { env: { ...process.env, HOME: folder } });
    host = await plainHost(join(folder, 'site'));
    browser = await launchProfile(join(folder, 'profile'));
    const page = browser.pages()[0];
    await page.goto(host.origin);
    await controlled(page);
    await note(host, page, TEXT);
    await erase(host, page);
    const said = await main(page);
    assert.doesNotMatch(said, /Nothing of your diary is left|Not done yet/);
    assert.match(said, /may keep traces for a while[^]*site data/);
    assert.deepEqual(await axe(page), []);
    await page.goto(`${host.origin}/diary`);
    assert.match(await main(page), /Nothing is written yet/);
  } finally {
    await browser?.close();
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  }
});
