// The diary as a person meets it: one tap, six taps, a body map by keyboard; light or dark, with and without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

/** Counts taps on a page: what is tapped is what a thumb would hit, the label around a button. */
function thumb(page) {
  let taps = 0;
  const on = async (target) => { taps += 1; await target.click(); };
  return {
    on,
    answer: (name, value) => on(page.locator(`label:has(input[name="${name}"][value="${value}"])`)),
    taps: () => taps,
  };
}

/** What a page of facts says: name → value. */
async function facts(page) {
  return Object.fromEntries(await page.locator('dl.facts > div').evaluateAll((rows) => rows.map((row) => [
    row.querySelector('dt').textContent, row.querySelector('dd').textContent,
  ])));
}

const main = (page) => page.locator('main').innerText();
const title = (page) => page.locator('h1').innerText();

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`a spasm is stored with one tap, and is still there after a restart${how}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(app.url);
    const { on, taps } = thumb(page);

    await on(page.locator('form[action="/spasm"] button'));

    assert.equal(taps(), 1);
    assert.match(await title(page), /^Stored at \d\d:\d\d$/);
    await page.waitForLoadState('networkidle'); // What is still loading when the server stops is no fault of a page.
    assert.deepEqual(errors, []);
    await app.stop();
    await app.start();
    await page.goto(`${app.url}diary`);
    assert.match(await main(page), /1 spasm in 14 days/);
    assert.equal(await page.locator('ol.day > li').count(), 1);
    assert.deepEqual(leaving(app, requests), []);
  }));

  test(`the whole day's check-in takes at most six taps, also on the most mixed day${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}profile`);
    const own = page.locator('details', { has: page.locator('textarea[name="own"]') });
    await own.locator('summary').click();
    await own.locator('textarea').fill('the cello\nthe long drive');
    await own.getByRole('button', { name: 'Save' }).click();

    await page.goto(`${app.url}check-in`);
    const names = await page.locator('#daily input[type="radio"]').evaluateAll(
      (radios) => [...new Set(radios.map((radio) => radio.name))]);
    assert.equal(names.length, 9, `a spasm, six of every day, two of one's own: ${names}`);
    const { on, answer, taps } = thumb(page);
    await answer('pain', '6');
    for (const name of names.slice(0, 4)) await answer(name, 'yes');
    await on(page.locator('button[name="rest"][value="no"]'));

    assert.ok(taps() <= 6, `${taps()} taps`);
    const said = Object.values(await facts(page));
    assert.equal(said.filter((value) => /^yes$/i.test(value)).length, 4, said.join('; '));
    assert.equal(said.filter((value) => /^no$/i.test(value)).length, 5, said.join('; '));
    assert.ok(said.some((value) => value.startsWith('6')), said.join('; '));
  }));

  test(`the body map works with the keyboard alone${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').press('Enter');
    const focused = () => page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
    const chosen = [];
    for (let steps = 0; steps < 120 && chosen.length < 2; steps += 1) {
      await page.keyboard.press('Tab');
      // The map stands in a row that opens.
      if (await page.evaluate(() => document.activeElement.matches('summary:not([open] > *)'))) {
        await page.keyboard.press('Enter');
        continue;
      }
      const [name, value] = await focused();
      if (name !== 'where') continue;
      const piece = page.locator(`label:has(input[value="${value}"])`);
      const outlined = await piece.evaluate((label) => {
        const parts = [label, ...label.querySelectorAll('input, svg, path')];
        return parts.some((part) => {
          const style = getComputedStyle(part);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }) || getComputedStyle(label.querySelector('path')).strokeWidth !== '0px';
      });
      assert.ok(outlined, `${value}: nobody sees where the keyboard is`);
      if (value.startsWith('low')) { await page.keyboard.press('Space'); chosen.push(value); }
    }
    assert.deepEqual(chosen.sort(), ['low-left', 'low-right']);
    await page.keyboard.press('Enter'); // Enter in a form sends it.
    await page.waitForURL(/\/diary\/entry\//);
    const said = Object.entries(await facts(page)).find(([name]) => /where/i.test(name));
    assert.match(said?.[1] ?? '', /low.*left.*low.*right|low.*both/i, JSON.stringify(await facts(page)));
  }));

  test(`everything can be written, changed, taken back and found again${how}`, () => withApp(async (app) => {
    const { page, errors } = await app.newPage({ ...PHONE, javaScript });
    const { on, answer } = thumb(page);
    const save = () => on(page.locator('main form.says button.big').last());

    // A spasm with its details; a region is tapped on the drawing.
    await page.goto(app.url);
    await on(page.locator('form[action="/spasm"] button'));
    await answer('intensity', '7');
    await on(page.getByText('Where, what you did, and more'));
    await on(page.locator('.map label:has(input[value="low-right"])'));
    await save();
    assert.match(await main(page), /7 of 10/);

    // Changed, undone, removed, brought back: nothing asks "are you sure".
    const entry = page.url();
    await on(page.locator('a[href$="/edit"]'));
    await answer('intensity', '5');
    await save();
    assert.match(await main(page), /was 7 of 10, changed to 5 of 10/);
    await on(page.getByRole('button', { name: 'Undo this change' }).last());
    assert.equal((await facts(page))['How strong'], '7 of 10');
    await on(page.getByRole('button', { name: 'Remove it' }));
    assert.equal(await title(page), 'Removed');
    await on(page.getByRole('button', { name: 'Undo: put it back' }).first());
    assert.equal(page.url(), entry);
    assert.notEqual(await title(page), 'Removed');

    // A measure, and whether it helped.
    await page.goto(`${app.url}log`);
    await on(page.locator('form[action="/log/measure"] button').first());
    await on(page.getByRole('link', { name: 'Did it help?' }));
    await answer('before', '6');
    await answer('after', '3');
    await answer('helped', 'yes');
    await save();
    assert.match(await main(page), /3 of 10/);

    // Pain of now with one tap, and last night's.
    await page.goto(`${app.url}log`);
    await on(page.locator('form[action="/log/pain"] button[value="4"]'));
    assert.match(await main(page), /4 of 10/);
    await page.goto(`${app.url}log/pain`);
    await answer('level', '8');
    await on(page.locator('.when summary'));
    await answer('when', 'yesterday');
    await save();
    assert.match(await main(page), /Pain 8 of 10, \d+ \w+\./, 'a day without a time');

    // Words in a note; an answer that cannot be is sent back with what was filled in.
    await page.goto(`${app.url}log/note`);
    await page.locator('textarea').fill('Two lines,\nand a <b>tag</b>.');
    await save();
    assert.match(await main(page), /and a <b>tag<\/b>\./);

    // The check writes into the diary by itself.
    await page.goto(`${app.url}check`);
    await on(page.locator('details.ask', { has: page.locator('[name="bladder-bowel-loss"]') }).locator('summary'));
    await answer('bladder-bowel-loss', 'yes');
    await on(page.locator('button[name="rest"]'));
    await page.goto(`${app.url}diary`);
    assert.match(await main(page), /emergency/i);

    // And it is found again.
    await on(page.locator('details.filter summary'));
    await page.locator('select[name="kind"]').selectOption('pain');
    await on(page.getByRole('button', { name: 'Show' }));
    assert.equal(await page.locator('ol.day > li').count(), 2);
    for (const view of ['/diary/calendar', '/diary/pain', '/diary/episodes']) {
      await page.goto(app.origin + view);
      if (view !== '/diary/episodes') assert.ok(await page.locator('main svg[role="img"]').count() > 0, view);
    }
    assert.deepEqual(errors, []);
  }));
}

test('a screen reader hears every region of the body map by name', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}log/spasm`);
  await page.getByText('How long, where, what you did, and more').click();
  const map = page.getByRole('group', { name: /Where/ });
  assert.equal(await map.getByRole('checkbox').count(), 11);
  for (const name of ['Neck', 'Low left', 'Low right']) {
    const box = map.getByRole('checkbox', { name, exact: true });
    await box.check();
    assert.ok(await box.isChecked(), name);
  }
}));

test('what is tapped in the diary is large enough for a thumb', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, width: 320 });
  for (const path of ['', 'log', 'check-in', 'log/spasm', 'log/pain', 'diary']) {
    await page.goto(app.url + path);
    const small = await page.locator('main :is(button, a.btn, a.door, .pick label)').evaluateAll((all) => all
      .filter((element) => element.getClientRects().length > 0 && !element.closest('.map'))
      .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
      .filter(([, box]) => box.height < 47.5 || box.width < 44)
      .map(([text, box]) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`));
    assert.deepEqual(small, [], `/${path}`);
  }
}));

test('no page of a full diary has an accessibility violation, on a phone and wide, light and dark', () => withApp(async (app) => {
  const { page: first } = await app.newPage(PHONE);
  const post = (path, form) => first.request.post(app.origin + path, { form, maxRedirects: 0 });
  for (let taps = 0; taps < 3; taps += 1) await post('/spasm', {});
  await post('/log/spasm', { intensity: '8', where: 'low-left', when: 'yesterday', long: '60' });
  await post('/log/pain', { level: '6', when: 'yesterday' });
  await post('/log/pain', { level: '3' });
  await post('/log/measure', { what: 'heat' });
  await post('/log/episode', { phase: 'onset' });
  await post('/check-in', { pain: '4', rest: 'no' });
  const response = await post('/spasm', {});
  const spasm = response.headers().location;
  const entry = spasm.replace('/spasm/', '/diary/entry/');
  await post(`${entry}/remove`, {});

  const kept = ['/', '/diary', '/diary?kind=pain', '/diary/calendar', '/diary/pain', '/diary/episodes', '/log', '/check-in',
    '/profile', '/country', entry];
  const forms = ['spasm', 'pain', 'measure', 'medicine', 'exposure', 'exercise', 'episode', 'note'];
  const today = /\d{4}-\d\d-\d\d/.exec(await (await first.request.get(`${app.origin}${entry}`)).text())[0];
  const paths = [...kept, `/diary/day/${today}`, ...forms.map((form) => `/log/${form}`)];
  for (const dark of [false, true]) {
    for (const width of [dark ? 320 : 1280]) {
      const { page, context } = await app.newPage({ width, height: 740, dark, locale: 'en-GB' });
      const look = `at ${width}, ${dark ? 'dark' : 'light'}`;
      for (const path of paths) {
        await page.goto(app.origin + path);
        assert.deepEqual(await axe(page), [], `${path} ${look}`);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        assert.ok(!wider, `${path} scrolls sideways ${look}`);
      }
      // A form that came back with what is wrong.
      await page.goto(`${app.origin}/log/pain`);
      await page.locator('main form.says button.big').last().click();
      assert.match(await main(page), /Nothing was stored yet/);
      assert.deepEqual(await axe(page), [], `a form that came back, ${look}`);
      await context.close();
    }
  }
}));
