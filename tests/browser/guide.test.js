// The guide on a phone: short when closed, complete when open, found by a search, without script too.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { axe, withApp } from './harness.js';

/** Heights in px at 360 px that a closed page stays under. */
const CHAPTER = 4500;
const SOURCES = 10_000;
const LIST = 2600;

const PHONE = { width: 360, height: 740 };

/** One page of each kind. */
const KINDS = ['guide', 'guide/relief', 'guide/first-spasm', 'guide?q=heat', 'guide?q=zebra', 'guide/disagreements',
  'guide/disagreements/ice-or-heat', 'guide/disagreements/fever', 'sources', 'sources?q=nhs'];

const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);
const openAll = (page) => page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
const isWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** The addresses of all chapters and short pages. */
async function chapters(app, page) {
  await page.goto(`${app.url}guide`);
  const links = page.locator('main a[href^="/guide/"]:not([href*="disagreements"])');
  return links.evaluateAll((all) => all.map((link) => link.getAttribute('href').slice(1)));
}

test('every chapter and short page is at most 4,500 px high', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  const paths = await chapters(app, page);
  assert.ok(paths.length > 15, `${paths.length} chapters and short pages`);
  const seen = [];
  for (const path of paths) {
    await page.goto(app.url + path);
    seen.push([path, await height(page)]);
  }
  for (const [path, px] of seen) console.log(`/${path}: ${px} px`);
  for (const [path, px] of seen) assert.ok(px <= CHAPTER, `/${path}: ${px} px`);
  for (const path of ['guide', 'guide/disagreements', 'sources']) {
    await page.goto(app.url + path);
    const px = await height(page);
    console.log(`/${path}: ${px} px`);
    assert.ok(px <= (path === 'sources' ? SOURCES : CHAPTER + 500), `/${path}: ${px} px`);
  }
}));

test('where sources disagree, the list is short, and what we start with takes at most three lines', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}guide/disagreements`);
  const px = await height(page);
  assert.ok(px <= LIST, `${px} px`);
  const links = await page.locator('.lines a').evaluateAll((all) => all.map((link) => link.getAttribute('href').slice(1)));
  assert.ok(links.length > 50, `${links.length} questions, folded ones too`);
  const long = [];
  for (const link of links) {
    await page.goto(app.url + link);
    const lines = await page.locator('.answer .lead').evaluate((one) => one.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(one).lineHeight));
    if (lines > 3.1) long.push(`${link}: ${lines.toFixed(1)}`);
  }
  assert.deepEqual(long, []);
}));

test('figures are loaded when they come in sight, and stand in their place by day and by night', () => withApp(async (app) => {
  for (const dark of [false, true]) {
    const { page, requests, errors } = await app.newPage({ ...PHONE, dark });
    await page.goto(`${app.url}check`);
    await page.waitForLoadState('networkidle');
    assert.deepEqual(requests.filter((one) => one.includes('/figure/')), [], 'no row is open');
    await page.locator('summary', { hasText: 'between your legs' }).click();
    const figure = page.locator('details[open] img');
    await page.waitForFunction(() => document.querySelector('details[open] img').complete);
    assert.ok(await figure.evaluate((one) => one.naturalWidth > 0 && one.clientHeight > 90));
    assert.equal(requests.filter((one) => one.includes('/figure/')).length, 1);
    await page.goto(`${app.url}guide/relief`);
    await openAll(page);
    for (const one of await page.locator('.pic img').all()) await one.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => [...document.querySelectorAll('.pic img')].every((one) => one.complete && one.naturalWidth > 0));
    assert.deepEqual(errors, []);
  }
}));

for (const javaScript of [true, false]) {
  test(`a link to a statement, a sign or a source opens its row, ${javaScript ? 'with' : 'without'} script`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    for (const path of ['guide/relief', 'guide/warning-signs', 'guide/keeps-coming-back', 'sources']) {
      await page.goto(app.url + path);
      const ids = await page.locator('.points li[id], .signs [id], .ref').evaluateAll((all) => all.map((one) => one.id));
      const some = [0, 0.5, 1].map((part) => ids[Math.round((ids.length - 1) * part)]);
      for (const id of some) {
        await page.goto(`${app.url}country`);
        await page.goto(`${app.url}${path}#${id}`);
        const place = page.locator(`[id="${id}"]`);
        assert.ok(await place.isVisible(), `/${path}#${id} stays hidden`);
        const top = await place.evaluate((one) => one.getBoundingClientRect().top);
        assert.ok(top >= 0 && top < PHONE.height, `/${path}#${id} is at ${top}`);
      }
    }
  }));

  test(`what is looked for is found and leads there, ${javaScript ? 'with' : 'without'} script`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}guide`);
    await page.getByLabel('Search the guide').fill('pillow behind the back');
    await page.getByRole('button', { name: 'Search' }).click();
    assert.match(page.url(), /\?q=pillow/);
    const link = page.locator('main .links a[href*="#"]').first();
    const says = (await link.locator('span').innerText()).slice(0, 40);
    await link.click();
    const shown = page.locator(':target');
    assert.ok(await shown.isVisible());
    assert.ok((await shown.innerText()).includes(says), says);
  }));
}

test('with no network the search finds the same', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'supple-profile-'));
  try {
    await withApp(async (app) => {
      const page = app.firstPage();
      const found = async () => {
        const response = await page.goto(`${app.url}guide?q=heat+wrap`);
        return [response.fromServiceWorker(), await page.locator('main').innerText()];
      };
      const [, before] = await found();
      assert.match(before, /heat/i);
      await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
      await app.stop();
      assert.deepEqual(await found(), [true, before]);
    }, { profile });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

test('no page of the guide has an accessibility violation, closed or open, light or dark', () => withApp(async (app) => {
  for (const dark of [false, true]) {
    const { page, context } = await app.newPage({ ...PHONE, dark });
    for (const path of KINDS) {
      const which = `/${path}, ${dark ? 'dark' : 'light'}`;
      await page.goto(app.url + path);
      assert.deepEqual(await axe(page), [], which);
      await openAll(page);
      assert.deepEqual(await axe(page), [], `${which}, open`);
    }
    await context.close();
  }
}));

test('at 320 px and twice the size of text nothing scrolls sideways, closed or open', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, width: 320 });
  for (const path of KINDS) {
    await page.goto(app.url + path);
    for (const size of [1, 2]) {
      await page.evaluate((factor) => {
        const root = document.documentElement;
        root.style.fontSize = `${factor * Number.parseFloat(getComputedStyle(root).fontSize)}px`;
      }, size);
      assert.ok(!await isWide(page), `/${path} at ${size}`);
      await openAll(page);
      assert.ok(!await isWide(page), `/${path} at ${size}, open`);
    }
  }
}));
