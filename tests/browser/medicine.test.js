// The medicines and the way back as a person meets them: nothing is stored before it is looked at, a stop is read before
// any button, and every page holds for axe; light or dark, with and without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const LOOKS = [320, 1280].flatMap((width) => [false, true].map((dark) => ({ width, height: 800, dark })));

const main = (page) => page.locator('main').innerText();
const title = (page) => page.locator('h1').innerText();
const tap = (page, name, value) => page.locator(`label:has(input[name="${name}"][value="${value}"])`).click();
const save = (page) => page.locator('main form.says button.big').first().click();

/** Looks at a dose as someone would who is about to take it. */
async function look(app, page, what, units, mg) {
  await page.goto(`${app.url}medicine/take`);
  await tap(page, 'what', what);
  await page.locator('input[name="units"]').fill(units);
  await page.locator('input[name="mg"]').fill(mg);
  await save(page);
}

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`a dose is looked at first, and a stop is read before the buttons${how}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await look(app, page, 'ibuprofen', '4', '200');
    assert.equal(await title(page), 'Stop. Do not take it now.');
    const top = (locator) => locator.boundingBox().then((box) => box.y);
    const stop = await top(page.locator('.halt'));
    const leave = await top(page.getByRole('link', { name: 'I will not take it' }));
    const anyway = await top(page.getByRole('button', { name: /I took it anyway/ }));
    assert.ok(stop < leave && leave < anyway, `${stop} ${leave} ${anyway}`);

    await page.getByRole('link', { name: 'I will not take it' }).click();
    assert.match(await main(page), /Nothing is written down for the last 24 hours/);

    await look(app, page, 'ibuprofen', '2', '200');
    assert.doesNotMatch(await main(page), /Stop\./);
    await page.getByRole('button', { name: /I took it/ }).click();
    await page.waitForURL(/\/diary\/entry\//);
    await page.goto(`${app.url}medicine`);
    assert.match(await main(page), /400 mg[\s\S]*By the label, not before/);
    await look(app, page, 'naproxen', '1', '220');
    assert.match(await main(page), /Both ibuprofen and naproxen are NSAIDs/);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));

  test(`what was written down by the usual form gets its stop at once${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}log/medicine`);
    await page.locator('input[name="what-own"]').fill('Paracetamol');
    await page.locator('input[name="mg"]').fill('9000');
    await page.locator('main form.says button.big').last().click();
    await page.waitForURL(/\/diary\/entry\//);
    assert.match(await main(page), /Emergency: paracetamol/);
    assert.match(await page.locator('.toomuch a.fill-red').getAttribute('href'), /^tel:/);
    await page.goto(`${app.url}medicine`);
    assert.equal(await title(page), 'Too much was taken. Get help.');
  }));

  test(`what is asked about the person is asked once, and the due day only where it counts${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}medicine/about-you`);
    assert.ok(!(await page.locator('#due-field').isVisible()), 'not asked of everyone');
    await page.locator('input[name="birth-year"]').fill('1958');
    await tap(page, 'is.pregnant', 'no');
    await tap(page, 'is.nsaid-allergy', 'yes');
    await page.getByRole('button', { name: 'Save: no to all the others' }).click();
    assert.doesNotMatch(await main(page), /questions are open/);
    await look(app, page, 'ibuprofen', '1', '200');
    assert.match(await main(page), /Do not take ibuprofen[\s\S]*From 60 on/);
    await page.goto(`${app.url}medicine/about-you`);
    assert.match(await main(page), /You were born in 1958/);
    await tap(page, 'is.pregnant', 'yes');
    assert.ok(await page.locator('#due-field').isVisible());
  }));

  test(`the way back goes up by what is answered, and back with one tap${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}activity`);
    await page.getByRole('button', { name: 'A first walk' }).click();
    assert.match(await main(page), /You are on: A first walk/);
    for (const name of ['no-warning-sign', 'no-new-spasm', 'walks']) await tap(page, `is.${name}`, 'yes');
    await tap(page, 'pain', '0');
    await page.getByRole('button', { name: 'See what comes next' }).click();
    assert.equal(await title(page), 'Next: Your day at home');
    await page.getByRole('button', { name: 'I start with this' }).click();
    assert.match(await main(page), /You are on: Your day at home/);
    await page.getByRole('button', { name: 'Back to: A first walk' }).click();
    assert.match(await main(page), /You are on: A first walk/);
  }));
}

test('no page of the medicines, the treatments and the way back has an axe violation', () => withApp(async (app) => {
  const paths = [
    'medicine', 'medicine/take', 'medicine/about-you', 'medicine/ibuprofen', 'medicine/naproxen', 'medicine/aspirin',
    'medicine/paracetamol', 'medicine/diclofenac', 'medicine/ibuprofen-gel', 'treatments', 'treatments/questions',
    'treatments/opioids', 'activity', 'log/medicine', 'guide/medicines', 'diary',
  ];
  const found = [];
  const visit = async (page, look, stage) => {
    for (const path of paths) {
      await page.goto(app.url + path);
      await note(page, look, `${path}, ${stage}`);
    }
  };
  const note = async (page, look, where) => {
    const violations = await axe(page);
    if (violations.length > 0) found.push(`${where} at ${look.width}, dark ${look.dark}: ${JSON.stringify(violations)}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${where} at ${look.width} scrolls sideways by ${wide}`);
  };
  for (const size of LOOKS) {
    const { page, context } = await app.newPage(size);
    await visit(page, size, size === LOOKS[0] ? 'empty' : 'filled');
    if (size === LOOKS[0]) {
      // From here on there is something to stop at, and something is known.
      await page.goto(`${app.url}medicine/about-you`);
      await tap(page, 'is.pregnant', 'yes');
      await note(page, size, 'about you with a due day');
      await tap(page, 'is.asthma', 'unsure');
      await page.locator('#due-field').fill(new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10));
      await save(page);
      for (const [what, mg] of [['Advil', '800'], ['Aleve', '220'], ['paracetamol', '9000'], ['the blue ones', '']]) {
        await page.goto(`${app.url}log/medicine`);
        await page.locator('input[name="what-own"]').fill(what);
        await page.locator('input[name="mg"]').fill(mg);
        await page.locator('main form.says button.big').last().click();
      }
      await page.goto(`${app.url}activity`);
      await page.getByRole('button', { name: 'A first walk' }).click();
      await visit(page, size, 'filled');
    }
    await page.goto(`${app.url}medicine/take`);
    await save(page);
    await note(page, size, 'refused');
    await look(app, page, 'ibuprofen', '2', '400');
    await note(page, size, 'a stop');
    await page.goto(`${app.url}activity`);
    await tap(page, 'is.no-new-spasm', 'no');
    await tap(page, 'is.walks', 'unsure');
    await tap(page, 'pain', '5');
    await page.getByRole('button', { name: 'See what comes next' }).click();
    await note(page, size, 'what comes next');
    await context.close();
  }
  assert.deepEqual(found, []);
}));


test('every target is at least 48 pixels high', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, width: 320 });
  for (const path of ['medicine', 'medicine/take', 'medicine/about-you', 'activity', 'treatments', 'treatments/opioids']) {
    await page.goto(app.url + path);
    const small = await page.locator('main :is(button:not([hidden]), .btn, .links a, .pick label, summary, input[type=text])')
      .evaluateAll((targets) => targets.filter((target) => target.offsetHeight > 0 && target.offsetHeight < 48)
        .map((target) => `${target.textContent.trim()} ${target.offsetHeight}`));
    assert.deepEqual(small, [], path);
  }
}));
