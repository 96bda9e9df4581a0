// Keeping the diary: copies out and in as a person makes them, erasing, and the app on a home screen.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const PAGES = ['keep', 'keep/phone', 'keep/restore', 'keep/erase', 'spasm'];

const main = (page) => page.locator('main').innerText();
const title = (page) => page.locator('h1').innerText();

/** Taps what saves a file, and gives its name and content. */
async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function write(app, page) {
  await page.goto(app.url);
  await page.locator('form[action="/spasm"] button').click();
}

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`a copy is saved with two taps and comes back on another device with three${how}`, () => withApp(async (one) => {
    const { page, requests, errors } = await one.newPage({ ...PHONE, javaScript });
    await write(one, page);
    await page.goto(`${one.url}diary`);
    await page.locator('#backup a').click();
    const copy = await saved(page, page.locator('a', { hasText: 'Save a copy' }));
    assert.match(copy.name, /^supple-\d{4}-\d\d-\d\d\.jsonl$/);
    assert.equal(copy.bytes.toString().trim().split('\n').length, 1);
    await page.goto(`${one.url}diary`);
    assert.equal(await page.locator('#backup').count(), 0, 'it reminds no more');

    await page.goto(`${one.url}keep`);
    await page.locator('summary', { hasText: 'A locked copy' }).click();
    await page.locator('input[name="passphrase"]').fill('three plain words');
    const locked = await saved(page, page.locator('button', { hasText: 'Save a locked copy' }));
    assert.match(locked.name, /^supple-\d{4}-\d\d-\d\d\.age$/);
    assert.ok(locked.bytes.toString('latin1').startsWith('age-encryption.org/v1\n'));
    assert.deepEqual(leaving(one, requests), []);
    assert.deepEqual(errors, []);

    for (const { name, bytes } of [copy, locked]) {
      await withApp(async (two) => {
        const { page } = await two.newPage({ ...PHONE, javaScript });
        const file = join(two.folder, name);
        await writeFile(file, bytes);
        await page.goto(two.url);
        await page.locator('a', { hasText: 'I have a copy' }).click();
        await page.locator('input[type="file"]').setInputFiles(file);
        if (name.endsWith('.age')) {
          await page.locator('button', { hasText: 'Restore' }).click();
          assert.match(await main(page), /This copy is locked/);
          await page.locator('input[type="file"]').setInputFiles(file);
          await page.locator('input[name="passphrase"]').fill('three plain words');
        }
        await page.locator('button', { hasText: 'Restore' }).click();
        assert.equal(await title(page), 'Your diary is back');
        await page.goto(`${two.url}diary`);
        assert.match(await main(page), /1 spasm in 14 days/);
      });
    }
  }));

  test(`everything is erased only after the words were typed${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await write(app, page);
    await page.goto(`${app.url}keep`);
    await page.locator('summary', { hasText: 'Erase' }).click();
    await page.locator('a', { hasText: 'Erase everything' }).click();
    await page.locator('button', { hasText: 'Erase everything' }).click();
    assert.match(await main(page), /Nothing was erased/);
    await page.locator('input[name="words"]').fill('erase everything');
    await page.locator('button', { hasText: 'Erase everything' }).click();
    assert.equal(await title(page), 'Everything is erased');
    await app.stop();
    await app.start();
    await page.goto(`${app.url}diary`);
    assert.match(await main(page), /Nothing is written yet/);
  }));

  test(`the shortcut opens one large button that stores${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}spasm`);
    const button = page.locator('main form button');
    const box = await button.boundingBox();
    assert.ok(box.height >= 72 && box.y + box.height < 740, `on the first screen, and large: ${JSON.stringify(box)}`);
    await button.click();
    assert.match(await title(page), /^Stored at /);
  }));
}

test('Chromium takes it for an app that can be installed', () => withApp(async (app) => {
  const { page, context } = await app.newPage(PHONE);
  await page.goto(app.url, { waitUntil: 'networkidle' });
  const browser = await context.newCDPSession(page);
  const { errors, data } = await browser.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(JSON.parse(data).start_url, '/');
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  // A profile that leaves nothing behind, as tests have it, can install nothing: that is no fault of the app.
  const faults = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito');
  assert.deepEqual(faults, []);
}));

test('the browser is asked to keep the diary only on a tap, and its answer is shown', () => withApp(async (app) => {
  for (const [kept, answer] of [[true, 'It is promised.'], [false, 'Not this time.']]) {
    const { page, errors } = await app.newPage(PHONE);
    await page.addInitScript((kept) => {
      globalThis.asked = 0;
      navigator.storage.persisted = async () => false;
      navigator.storage.persist = async () => { globalThis.asked += 1; return kept; };
    }, kept);
    // The page of a browser that keeps the diary itself: the server's own has no such button.
    await page.route('**/keep', async (route) => {
      const response = await route.fetch();
      const button = '<p id="persisted">?</p><button class="btn" id="persist" type="button" hidden '
        + 'data-kept="It is promised." data-refused="Not this time.">Ask</button>';
      await route.fulfill({ response, body: (await response.text()).replace('</h1>', `</h1>${button}`) });
    });
    await page.goto(`${app.url}keep`);
    const button = page.locator('#persist');
    await button.waitFor({ state: 'visible' });
    assert.equal(await page.evaluate(() => globalThis.asked), 0);
    await button.click();
    await page.locator('#persisted', { hasText: answer }).waitFor();
    assert.equal(await button.isVisible(), !kept, 'it can be asked again only where it was refused');
    assert.equal(await page.evaluate(() => globalThis.asked), 1);
    assert.deepEqual(errors, []);
  }
}));

for (const dark of [false, true]) {
  test(`nothing stands in anyone's way ${dark ? 'at night' : 'by day'}`, () => withApp(async (app) => {
    for (const width of [dark ? 320 : 1280]) {
      const { page, context } = await app.newPage({ width, height: 740, dark });
      await write(app, page);
      for (const path of PAGES) {
        await page.goto(app.url + path);
        for (const details of await page.locator('details > summary').all()) await details.click();
        assert.deepEqual(await axe(page), [], `${path} at ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${path} at ${width} is ${wide} px too wide`);
      }
      await page.goto(`${app.url}keep/erase`);
      await page.locator('button', { hasText: 'Erase everything' }).click();
      assert.deepEqual(await axe(page), [], `a refusal at ${width}`);
      await context.close();
    }
  }));
}
