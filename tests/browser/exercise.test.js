// Exercise: the programme of a day, the count, the pictures, and the sheet, in a browser.

import assert from 'node:assert/strict';
import test from 'node:test';
import { allClear } from './check.js';
import { axe, compressedSize, withApp } from './harness.js';
import { send } from './pages.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const PAGES = ['exercise', 'exercise/cat-cow', 'exercise/walking', 'exercise/side-bridge', 'exercise/all', 'exercise/habits', 'exercise/about-you', 'exercise/sheet', 'exercise/progress'];

/** An app whose person did the check today, with nothing found. */
const checked = (use, options) => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}check`);
  await allClear(page);
  await use(app, page);
}, options);

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Opens every row. */
const open = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((row) => { row.open = true; }));

test('no page of exercise has an axe violation or scrolls sideways, small, large, at twice the text, day and night', () => checked(async (app) => {
  const counting = await send(app, (await app.newPage(PHONE)).page, '/exercise/cat-cow', { say: 'count', before: '2' });
  const found = [];
  for (const [width, dark, zoom] of [[320, false, 1], [360, true, 2], [1280, false, 1]]) {
    const { page } = await app.newPage({ ...PHONE, width, height: 900, dark });
    for (const path of [...PAGES, counting.slice(1)]) {
      await page.goto(app.url + path);
      await open(page);
      await page.evaluate((times) => {
        document.documentElement.style.fontSize = `${112.5 * times}%`;
      }, zoom);
      const look = `${path} at ${width}, text ${zoom}`;
      const beyond = await sideways(page);
      if (beyond > 0) found.push([look, `${beyond} px sideways`]);
      for (const violation of await axe(page)) found.push([look, violation]);
    }
  }
  assert.deepEqual(found, []);
}));

test('the room is at most 2,200 px, an exercise 2,600, before anything is opened', () => checked(async (app, page) => {
  const heights = {};
  for (const path of PAGES) {
    await page.goto(app.url + path);
    heights[path] = await page.evaluate(() => document.documentElement.scrollHeight);
  }
  console.log(heights);
  assert.ok(heights.exercise <= 2200 && heights['exercise/cat-cow'] <= 2600 && heights['exercise/side-bridge'] <= 2600, JSON.stringify(heights));
}));

test('the page of an exercise with its moving picture is under 18 KB', () => checked(async (app, page) => {
  await page.goto(`${app.url}exercise/all`);
  await open(page);
  const all = await page.locator('a.part').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.ok(all.length >= 24, `${all.length} exercises`);
  const sizes = [];
  for (const address of [...all, '/exercise/walking']) {
    const html = await (await page.request.get(app.origin + address)).text();
    const moving = [...html.matchAll(/<div class="pic moves"><img src="([^"]+)"/g)].map(([, src]) => src);
    const still = [...html.matchAll(/<img src="([^"]+)"/g)].map(([, src]) => src);
    const pictures = moving.length > 0 ? moving : still;
    assert.ok(pictures.length > 0, `${address} has a picture`);
    const costs = await Promise.all([address, ...pictures].map((path) => compressedSize(app.origin + path)));
    sizes.push([costs.reduce((sum, { bytes }) => sum + bytes, 0), address]);
  }
  sizes.sort(([one], [other]) => other - one);
  console.log(sizes.slice(0, 5));
  assert.ok(sizes[0][0] <= 18 * 1024, String(sizes[0]));
}));

test('a picture moves, stands still for who asks for stillness, and on paper', () => checked(async (app) => {
  const seen = async (page) => [await page.locator('.moves').isVisible(), await page.locator('.stands').isVisible()];
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}exercise/bird-dog`);
  assert.deepEqual(await seen(page), [true, false]);
  const file = await (await page.request.get(app.origin + await page.locator('.moves img').getAttribute('src'))).text();
  assert.match(file, /<animate attributeName="d"/);
  const values = file.match(/values="([^"]+)"/)[1].split(';');
  assert.ok(new Set(values).size > 3 && values[0] === values.at(-1), 'there and back');
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await seen(page), [false, true]);
  await page.emulateMedia({ media: 'screen', reducedMotion: 'reduce' });
  assert.deepEqual(await seen(page), [false, true]);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.getByRole('link', { name: 'Hold the picture still' }).click();
  assert.equal(await page.locator('.moves').count(), 0);
  assert.ok(await page.locator('.pics img').first().isVisible());
}));

test('with the keyboard alone an exercise is begun, counted and told', () => checked(async (app, page) => {
  await page.goto(`${app.url}exercise`);
  const press = async (target, key = 'Enter') => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press(key);
  };
  await press(page.getByRole('link', { name: 'Start', exact: true }));
  await page.waitForURL(/\/exercise\/[a-z-]+/);
  await press(page.locator('button[name="before"][value="2"]'));
  await page.waitForURL(/\/did\//);
  await press(page.getByRole('button', { name: 'Done, next' }));
  await press(page.locator('button[name="after"][value="2"]'));
  await page.waitForURL(/\/exercise\/(?!did)[a-z-]+/);
}));

test('without script an exercise is begun, counted and told', () => checked(async (app) => {
  const { page } = await app.newPage({ ...PHONE, javaScript: false });
  await page.goto(`${app.url}exercise/bird-dog`);
  await page.locator('button[name="before"][value="3"]').click();
  await page.getByText('Get ready').waitFor();
  await page.getByRole('button', { name: 'Too much' }).click();
  await page.getByText('it will be smaller next time').waitFor();
  await page.locator('button[name="after"][value="3"]').click();
  await page.goto(`${app.url}diary`);
  assert.match(await page.locator('main').innerText(), /Reach one arm and the other leg/);
}));

test('the script counts as the server does', () => checked(async (app, page) => {
  const to = await send(app, page, '/exercise/bird-dog', { say: 'count', before: '2' });
  await page.goto(app.origin + to);
  const words = ['beat', 'time', 'seconds'];
  const shown = () => page.evaluate((ids) => ids.map((id) => document.getElementById(id).textContent), words);
  const served = async () => {
    const html = await (await page.request.get(app.origin + to)).text();
    return words.map((id) => html.match(new RegExp(`id="${id}">([^<]*)<`))[1]);
  };
  const beats = new Set();
  const until = Date.now() + 21_000;
  let same = 0;
  while (Date.now() < until) {
    // A second may turn between the two looks.
    const before = await shown();
    const server = await served();
    const after = await shown();
    if (before.join() === after.join()) {
      // The script looks at the clock four times a second: the server may be ahead by less than that.
      if (server.join() !== before.join()) await page.waitForFunction(([ids, now]) => ids.map((id) => document.getElementById(id).textContent).join() === now, [words, server.join()], { timeout: 900 });
      beats.add(`${before[0]}, ${before[1]}`);
      same += 1;
    }
    await page.waitForTimeout(400);
  }
  console.log(same, [...beats]);
  assert.ok(same > 10 && beats.size >= 6, [...beats].join('; '));
}));

test('a rest comes between two sets, by the script too', () => checked(async (app, page) => {
  await page.clock.install();
  const to = await send(app, page, '/exercise/cat-cow', { say: 'count', before: '2' });
  // The same page of a dose with three sets.
  await page.route(app.origin + to, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('data-sets="1"', 'data-sets="3"').replace(/(id="count" data-left=")\d+(" data-whole=")\d+/, '$1600000$2600');
    await route.fulfill({ response: answer, body });
  });
  await page.goto(app.origin + to);
  const told = await page.locator('#count').evaluate((count) => Object.fromEntries(Object.entries(count.dataset).map(([name, value]) => [name, Number(value)])));
  const set = told.times * told.sides * (told.into + told.hold + told.out);
  await page.clock.runFor((told.ready + set + 1) * 1000);
  assert.equal(await page.locator('#beat').textContent(), 'Rest');
  assert.equal(await page.locator('#time').textContent(), 'Set 2 of 3');
  await page.clock.runFor(told.rest * 1000);
  assert.equal(await page.locator('#time').textContent(), `1 of ${told.times}. Set 2 of 3`);
}));

test('only a voice of the device itself counts aloud; without one a tone does', () => checked(async (app, page) => {
  const said = async (localService) => {
    const { page: other } = await app.newPage(PHONE);
    await other.addInitScript((local) => {
      window.said = [];
      window.tones = 0;
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
      const speak = ({ text }) => window.said.push(text);
      const getVoices = () => [{ localService: local, lang: 'en-GB' }];
      Object.defineProperty(window, 'speechSynthesis', { value: { getVoices, speak, cancel() {} } });
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function counted(...at) { window.tones += 1; return start.apply(this, at); };
    }, localService);
    const to = await send(app, page, '/exercise/cat-cow', { say: 'count', before: '2' });
    await other.goto(app.origin + to);
    await other.getByRole('button', { name: 'Count aloud' }).click();
    await other.waitForFunction(() => window.said.length + window.tones > 2);
    await send(app, page, `${to.split('?')[0]}/done`);
    return other.evaluate(() => [window.said.length > 0, window.tones]);
  };
  const [spoken, tones] = await said(false);
  assert.ok(!spoken && tones > 2, 'a voice from elsewhere would send the words away');
  assert.equal((await said(true))[0], true);
}));

test('the sheet is one page of paper', () => checked(async (app, page) => {
  await page.goto(`${app.url}exercise/sheet?minutes=30`);
  await page.locator('.sheet img').last().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.images].filter((image) => image.offsetParent).every((image) => image.complete));
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  assert.equal(pages, 1);
}));

test('without the server a practice goes on and is kept', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await page.goto(`${app.url}check`);
  await allClear(page);
  await app.stop();
  await page.goto(`${app.url}exercise`);
  await page.getByRole('link', { name: 'Start', exact: true }).click();
  await page.locator('button[name="before"][value="2"]').click();
  await page.getByRole('button', { name: 'Done, next' }).click();
  await page.locator('button[name="after"][value="2"]').click();
  await page.goto(`${app.url}exercise`);
  assert.match(await page.locator('.parts').innerText(), /✓/);
}));
