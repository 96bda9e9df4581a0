// The check as a person meets it: a phone, light or dark, with and without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, compressedSize, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB' };

/** Taps an answer of a finding, as a thumb would: on the label around the button. */
async function tap(page, finding, value) {
  await page.locator(`label:has(input[name="${finding}"][value="${value}"])`).click();
}

/** The one way past a screen: "None of these", or "No to all the others". */
async function onwards(page) {
  await page.locator('button[name="rest"]').click();
}

/** Goes through all five parts with nothing wrong. */
async function allClear(page) {
  let taps = 0;
  for (let part = 1; part <= 5; part += 1) {
    if (part === 4) { await tap(page, 'age', '40'); taps += 1; }
    if (part === 5) { await tap(page, 'days', '1'); await tap(page, 'pain', '2'); taps += 2; }
    await onwards(page);
    taps += 1;
  }
  return taps;
}

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`all clear leads to self-care with what to watch for${how}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(app.url);
    await page.locator('a.door[href="/check"]').click();

    const taps = await allClear(page);

    assert.ok(taps <= 20, `${taps} taps`);
    assert.match(await page.locator('h1').innerText(), /care for this at home/);
    assert.match(await page.locator('main').innerText(), /What to watch for/);
    assert.match(await page.locator('main').innerText(), /Chest pain/);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));

  test(`one emergency tick leads to the emergency screen, the number first${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}check`);

    await tap(page, 'bladder-bowel-loss', 'yes');
    const stop = page.locator('fieldset', { has: page.locator('[name="bladder-bowel-loss"]') }).locator('.stop');
    assert.ok(await stop.isVisible(), 'the call comes up at once');
    await stop.locator('button').click();

    assert.match(await page.locator('h1').innerText(), /Call 999 now/);
    const first = page.locator('body a[href^="tel:"]').first();
    assert.equal(await first.getAttribute('href'), 'tel:999');
    assert.match(await first.innerText(), /999/);
    assert.match(await page.locator('main').innerText(), /I lost control of my bladder or bowel/);
  }));

  test(`not sure about numbness between the legs is not self-care${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}check`);

    await tap(page, 'saddle-numbness', 'unsure');
    const card = page.locator('fieldset', { has: page.locator('[name="saddle-numbness"]') });
    assert.match(await card.innerText(), /A quick way to find out/);
    await onwards(page);

    assert.equal(await page.locator('.verdict').getAttribute('data-urgency'), 'emergency');
  }));
}

test('the call is the first thing that the keyboard reaches after the skip link', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(app.url);
  const reached = [];
  for (let press = 0; press < 2; press += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.getAttribute('href')));
  }
  assert.ok(reached.includes('tel:999'), `reached ${reached}`);
}));

test('the check can be done with the keyboard alone', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}check`);
  await page.locator('input[name="urine-retention"]').first().focus();
  await page.keyboard.press('Space');
  assert.ok(await page.locator('input[name="urine-retention"][value="yes"]').isChecked());
  await page.locator('fieldset', { has: page.locator('[name="urine-retention"]') }).locator('.stop button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.verdict').getAttribute('data-urgency'), 'emergency');
}));

test('a person can choose the country whose number is shown, and it stays', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}country`);
  await page.locator('button[name="country"][value="JP"]').click();
  await page.goto(`${app.url}check`);
  assert.equal(await page.locator('a[href^="tel:"]').first().getAttribute('href'), 'tel:119');
}));

test('going back keeps what was answered', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}check`);
  await tap(page, 'sexual-function', 'unsure');
  await onwards(page);
  await page.locator('button[name="back"]').click();
  assert.ok(await page.locator('input[name="sexual-function"][value="unsure"]').isChecked());
  assert.ok(await page.locator('input[name="chest-pain"]').count() === 0);
}));

test('the pages have no accessibility violation, on a phone and wide, light and dark', () => withApp(async (app) => {
  const paths = ['', 'check', 'guide', 'guide/relief', 'guide/warning-signs', 'guide/disagreements',
    'guide/disagreements/ice-or-heat', 'sources', 'country', 'nowhere'];
  for (const dark of [false, true]) {
    for (const width of [320, 1280]) {
      const { page, context } = await app.newPage({ width, height: 740, dark, locale: 'en-GB' });
      for (const path of paths) {
        await page.goto(app.url + path);
        assert.deepEqual(await axe(page), [], `/${path} at ${width}, ${dark ? 'dark' : 'light'}`);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        assert.ok(!wider, `/${path} scrolls sideways at ${width}`);
      }
      await context.close();
    }
  }
}));

test('every screen of the check and every verdict has no accessibility violation', () => withApp(async (app) => {
  for (const dark of [false, true]) {
    const { page, context } = await app.newPage({ ...PHONE, width: 320, dark });
    await page.goto(`${app.url}check`);
    for (let part = 1; part <= 5; part += 1) {
      assert.deepEqual(await axe(page), [], `part ${part}, ${dark ? 'dark' : 'light'}`);
      if (part === 4) await tap(page, 'age', '40');
      if (part === 5) { await tap(page, 'days', '1'); await tap(page, 'pain', '2'); }
      await onwards(page);
    }
    assert.deepEqual(await axe(page), [], `self-care, ${dark ? 'dark' : 'light'}`);
    for (const [finding, value] of [['saddle-numbness', 'yes'], ['sexual-function', 'unsure']]) {
      await page.goto(`${app.url}check`);
      await tap(page, finding, value);
      await onwards(page);
      for (let part = 2; part <= 5 && await page.locator('button[name="rest"]').count(); part += 1) {
        if (await page.locator('input[name="age"]').count()) await tap(page, 'age', '40');
        if (await page.locator('input[name="days"]').count()) { await tap(page, 'days', '14'); await tap(page, 'pain', '8'); }
        await onwards(page);
      }
      assert.deepEqual(await axe(page), [], `verdict on ${finding}, ${dark ? 'dark' : 'light'}`);
    }
    await context.close();
  }
}));

test('the check, its stylesheet and its script weigh at most 14 KB together on the wire', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}check`);
  const sheet = await page.locator('link[rel="stylesheet"]').getAttribute('href');
  const script = await page.locator('script').getAttribute('src');
  const needed = ['check', sheet, script].map((address) => new URL(address, app.url).href);
  const sizes = await Promise.all(needed.map(compressedSize));
  const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
  assert.ok(bytes <= 14 * 1024, `${bytes} bytes: ${JSON.stringify(sizes)}`);
}));

test('no page of the guide leaves the origin or breaks the strict policy', () => withApp(async (app) => {
  const { page, requests, errors } = await app.newPage(PHONE);
  await page.goto(`${app.url}guide`);
  const links = await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.ok(links.length > 10, `${links.length} links`);
  for (const link of new Set(links)) {
    const response = await page.goto(new URL(link, app.url).href);
    assert.equal(response.status(), 200, link);
    assert.match(response.headers()['content-security-policy'], /default-src 'none'/);
  }
  assert.deepEqual(leaving(app, requests), []);
  assert.deepEqual(errors, []);
}));
