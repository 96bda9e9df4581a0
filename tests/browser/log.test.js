// The log and the diary on a phone of 360 px: Save within reach, the day first, and the same pages from the app itself.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { axe, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const FORMS = ['spasm', 'pain', 'measure', 'medicine', 'exposure', 'exercise', 'episode', 'note'].map((kind) => `log/${kind}`);

/** How far down Save may end, and how long pages may be, in px. */
const SAVE = 1200;
const DIARY = 5000;
const ACTIVITY = 3000;

const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** Where something begins and ends, from the top of the page. */
const box = (place) => place.evaluate((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return { top: Math.round(top + window.scrollY), bottom: Math.round(bottom + window.scrollY) };
});

function posts(app, page) {
  return async (path, form) => {
    const answer = await page.request.post(app.url + path, { form, maxRedirects: 0 });
    assert.equal(answer.status(), 303, path);
  };
}

/** Fills every list of what was chosen before, with names that need two lines, and last times to take over. */
async function used(post) {
  for (let number = 0; number < 7; number += 1) {
    await post('log/spasm', { intensity: '7', where: 'low-left', 'doing-own': `Carrying boxes ${number}`, when: 'hour' });
    await post('log/measure', { 'what-own': `A long warm bath ${number}`, before: '6', after: '3', long: '600' });
    await post('log/medicine', { 'what-own': `Diclofenac forte ${number}`, mg: '50', units: '1' });
    await post('log/exercise', { 'what-own': `Stretching in a door ${number}`, long: '600' });
    await post('log/exposure', { 'what-own': `Carrying the child ${number}` });
  }
  await post('profile', { own: 'the cello\nthe long drive' });
}

test('Save ends within 1,200 px on every form, of a new diary and of one in use', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  const far = [];
  for (const kept of ['new', 'in use']) {
    if (kept === 'in use') await used(posts(app, page));
    for (const path of [...FORMS, 'check-in']) {
      await page.goto(app.url + path);
      const { bottom } = await box(page.locator('main form.says button.big').last());
      console.log(`${kept}, ${path}: ${bottom} px`);
      if (bottom > SAVE) far.push(`${kept}, ${path}: ${bottom} px`);
    }
  }
  assert.deepEqual(far, []);
}));

test('what a closed row holds stands on it, and opens without script', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, javaScript: false });
  for (const path of FORMS) {
    await page.goto(app.url + path);
    for (const row of await page.locator('main form.says details').all()) {
      assert.ok((await row.locator('summary').first().innerText()).trim().length > 5, path);
      await row.locator('summary').first().click();
      assert.ok(await row.locator(':is(input, textarea)').first().isVisible(), path);
    }
  }
}));

test('a diary of two years begins with its last day, stays short, and a month is one choice away', () => withApp(async (app) => {
  const folder = join(app.folder, 'people');
  app.command('simulate', '--people', '1', '--seed', '5', '--kind', '1', '--out', folder);
  app.command('import', join(folder, 'kind-1-person-0000.jsonl'));
  for (const javaScript of [true, false]) {
    const { page, context } = await app.newPage({ ...PHONE, javaScript });
    const post = posts(app, page);
    if (javaScript) for (let taps = 0; taps < 9; taps += 1) await post('log/pain', { level: String(taps) });
    await page.goto(`${app.url}diary`);
    const px = await height(page);
    console.log(`/diary: ${px} px`);
    assert.ok(px < DIARY, `${px} px`);
    const day = await box(page.locator('ol.day').first());
    for (const later of ['.btn', 'svg[role="img"]', '.views', '.side', 'select']) {
      const found = page.locator(`main ${later}`);
      if (await found.count() > 0) assert.ok((await box(found.first())).top >= day.bottom, later);
    }
    assert.ok(day.top < 300, `the day is the first that is seen, not at ${day.top} px`);
    const months = await page.locator('#month option').evaluateAll((all) => all.map((one) => one.value));
    assert.ok(months.length > 20, `${months}`);
    const wanted = months[12];
    await page.locator('#month').selectOption(wanted);
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.waitForURL(`**/diary?month=${wanted}`);
    const days = await page.locator('main h2 > a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.ok(days.length > 0 && days.every((to) => to.startsWith(`/diary/day/${wanted}`)), `${days}`);
    assert.ok(await height(page) < DIARY);
    await context.close();
  }
}));

test('on a wide screen the days and the pictures stand side by side', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 1024, height: 800, locale: 'en-GB' });
  const post = posts(app, page);
  await post('log/spasm', { intensity: '6', when: 'yesterday' });
  await post('log/spasm', { intensity: '4' });
  await page.goto(`${app.url}diary`);
  const [day, side] = [await page.locator('ol.day').first().boundingBox(), await page.locator('.side').boundingBox()];
  assert.ok(side.x >= day.x + day.width && Math.abs(side.y - day.y) < 150, JSON.stringify([day, side]));
  assert.equal(await page.locator('.side svg[role="img"]').count(), 1);
  const second = await page.locator('main h2:has(a[href^="/diary/day/"])').nth(1).boundingBox();
  assert.ok(second.x < side.x, 'the older days stay in the first column');
}));

test('the way back is short, and what to do stands first', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  const post = posts(app, page);
  const seen = [];
  const look = async (state, first) => {
    await page.goto(`${app.url}activity`);
    seen.push([state, await height(page)]);
    assert.ok((await box(page.locator(first).first())).top < 500, state);
  };
  await look('new', '#where-now');
  // Down from the highest that can be said: up has to be reached.
  for (const rung of await page.locator('.ladder > li').evaluateAll((all) => all.slice(0, -1).map((one) => one.id).reverse())) {
    await post('activity/step', { to: rung });
    await look(rung, '.card.choice a.btn.big');
  }
  await post('spasm', {});
  await look('after a spasm', 'main .stack');
  for (const [state, px] of seen) console.log(`/activity, ${state}: ${px} px`);
  assert.deepEqual(seen.filter(([, px]) => px >= ACTIVITY), []);
  assert.equal(await page.locator('.ladder > li details:not([open])').count(), await page.locator('.ladder > li').count());
}));

test('the app answers with the same pages as the server, and the month is chosen there, too', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  for (const [level, at] of [['4', '2026-01-15T10:00'], ['6', '2026-02-15T10:00']]) {
    await page.goto(`${app.origin}/log/pain`);
    await page.locator(`label:has(input[name="level"][value="${level}"])`).click();
    await page.locator('.when summary').click();
    await page.locator('label:has(input[name="when"][value="exact"])').click();
    await page.locator('#at-field').fill(at);
    await page.locator('main form.says button.big').click();
    await page.waitForURL(/\/diary\/entry\//);
  }
  await app.stop();
  await page.goto(`${app.origin}/diary`);
  assert.equal(await page.locator('main h2 > a').count(), 2);
  await page.locator('#month').selectOption('2026-01');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  assert.equal(await page.locator('h1').innerText(), 'January 2026');
  assert.deepEqual(await page.locator('main h2 > a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ['/diary/day/2026-01-15']);
}));

test('the forms, the diary and the way back have no accessibility violation, and fit at twice the text', () => withApp(async (app) => {
  const { page: first } = await app.newPage(PHONE);
  const post = posts(app, first);
  await used(post);
  await post('log/spasm', { intensity: '6', when: 'yesterday' });
  await post('activity/step', { to: 'first-walk' });
  const month = /name="month">.*?value="(\d{4}-\d\d)"/s.exec(await (await first.request.get(`${app.url}diary`)).text());
  const paths = ['diary', 'diary/calendar', 'diary/pain', 'diary/episodes', 'activity', 'check-in', ...FORMS];
  if (month) paths.push(`diary?month=${month[1]}`);
  for (const [width, dark, zoom] of [[320, false, 1], [360, true, 2], [1280, false, 1], [1280, true, 1]]) {
    const { page, context } = await app.newPage({ width, height: 740, dark, locale: 'en-GB' });
    for (const path of paths) {
      await page.goto(app.url + path);
      await page.evaluate((times) => {
        document.documentElement.style.fontSize = `${112.5 * times}%`;
        for (const row of document.querySelectorAll('main details')) row.open = true;
      }, zoom);
      const look = `${path} at ${width}, ${dark ? 'dark' : 'light'}, text ${zoom}`;
      assert.deepEqual(await axe(page), [], look);
      const narrow = await page.locator('.day li > div').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width)
        .filter((px) => px > 0 && px < 130));
      assert.deepEqual(narrow, [], `${look}: the words of an entry break into letters`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${look} scrolls sideways`);
    }
    await context.close();
  }
}));
