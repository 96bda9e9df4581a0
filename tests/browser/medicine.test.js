// The medicines and the way back as a person meets them: nothing is stored before it is looked at, a stop is read before
// any button, and every page holds for axe; light or dark, with and without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const LOOKS = [[320, false], [320, true], [1280, false]].map(([width, dark]) => ({ width, height: 800, dark }));

const main = (page) => page.locator('main').innerText();
const title = (page) => page.locator('h1').innerText();
/** Taps an answer; a question that is a row is opened first. */
async function tap(page, name, value) {
  const label = page.locator(`label:has(input[name="${name}"][value="${value}"])`);
  const row = page.locator('details.ask:not([open])', { has: label });
  if (await row.count() > 0) await row.locator('summary').click();
  await label.click();
}
const save = (page) => page.locator('main form.says button.big').first().click();

/** Looks at a dose as someone would who is about to take it: tapped if it is offered, else in own words. */
async function look(app, page, what, units, mg) {
  await page.goto(`${app.url}medicine/take`);
  if (await page.locator(`input[name="what"][value="${what}"]`).count() > 0) await tap(page, 'what', what);
  else await page.locator('input[name="what-own"]').fill(what);
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
    await page.getByRole('button', { name: /No to all the others/ }).click();
    assert.doesNotMatch(await main(page), /questions are open/);
    await look(app, page, 'ibuprofen', '1', '200');
    assert.match(await main(page), /Do not take ibuprofen[\s\S]*From 60 on/);
    await page.goto(`${app.url}medicine/about-you`);
    assert.match(await main(page), /You were born in 1958/);
    await tap(page, 'is.pregnant', 'yes');
    assert.ok(await page.locator('#due-field').isVisible());
  }));

  test(`the first line answers the medicine that was asked about, and an own limit of another comes after it${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    for (const [units, mg] of [['2', '200'], ['2', '200']]) {
      await page.goto(`${app.url}log/medicine`);
      await page.locator('input[name="what-own"]').fill('ibuprofen');
      await page.locator('input[name="units"]').fill(units);
      await page.locator('input[name="mg"]').fill(mg);
      await page.locator('label:has(input[name="when"][value="hour"])').click();
      await page.locator('main form.says button.big').last().click();
      await page.waitForURL(/\/diary\/entry\//);
    }
    assert.match(await main(page), /800 mg of ibuprofen/);
    await look(app, page, 'paracetamol', '1', '500');
    // It is about paracetamol, which has its own questions; the ibuprofen comes after "Also".
    assert.match(await title(page), /^Some questions come first\. Also: a limit/);
    const said = await page.locator('.halt li').allInnerTexts();
    assert.ok(said.slice(0, -1).every((line) => /^(Also|Wait)/.test(line) && /ibuprofen/.test(line)), said.join(' | '));
    assert.equal(new Set(said).size, said.length, 'nothing is said twice');
    assert.doesNotMatch(await main(page), /0 minutes/);
  }));

  test(`what decides about a medicine is asked on its page, most dangerous first, before anything calm${how}`, () => withApp(async (app) => {
    const { page, errors } = await app.newPage({ ...PHONE, javaScript });
    await look(app, page, 'ibuprofen', '2', '200');
    assert.equal(await title(page), 'Some questions come first.');
    assert.doesNotMatch(await main(page), /no label limit passed/i);
    const asked = await page.locator('details.ask > summary').allInnerTexts();
    assert.match(asked[0], /wheeze or swell/);
    const place = (sign) => asked.findIndex((ask) => sign.test(ask));
    for (const sign of [/blood thinner/i, /ulcer/, /Pregnant/, /Kidney/]) assert.ok(place(sign) >= 0, String(sign));
    assert.ok(place(/blood thinner/i) < place(/Kidney/), 'what rules it out comes before what is only asked');
    await page.locator('input[name="birth-year"]').fill('1986');
    await tap(page, 'is.blood-thinner', 'yes');
    await page.getByRole('button', { name: /No to all the others/ }).click();
    assert.equal(await title(page), 'Stop. Do not take it now.');
    assert.match(await main(page), /blood thinner, a bleed/);
    // It is asked once.
    await look(app, page, 'paracetamol', '1', '500');
    assert.equal(await page.locator('input[name="is.blood-thinner"]').count(), 0);
    assert.deepEqual(errors, []);
  }));

  test(`what was written down by the usual form is asked about on its page too${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}log/medicine`);
    await page.locator('input[name="what-own"]').fill('Advil');
    await page.locator('input[name="units"]').fill('1');
    await page.locator('main form.says button.big').last().click();
    await page.waitForURL(/\/diary\/entry\//);
    const entry = page.url();
    assert.doesNotMatch(await main(page), /no label limit passed/i);
    await page.locator('input[name="birth-year"]').fill('1986');
    await page.getByRole('button', { name: /None of these/ }).click();
    await page.waitForURL(entry);
    assert.match(await main(page), /no label limit passed/i);
  }));

  test(`a name that is sold in two strengths is settled by one tap${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}country`);
    await page.locator('button[name="country"][value="GB"]').click();
    await look(app, page, 'Nurofen', '2', '');
    assert.equal(await title(page), 'It may be too much. Look at the pack first.');
    assert.doesNotMatch(await main(page), /Stop\./, 'it may be within the label');
    await page.getByRole('button', { name: '200 mg', exact: true }).click();
    assert.equal(await title(page), 'Some questions come first.');
    await look(app, page, 'Nurofen', '2', '');
    await page.getByRole('button', { name: '400 mg', exact: true }).click();
    assert.equal(await title(page), 'Stop. Do not take it now.');
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
      await page.getByRole('button', { name: 'Save what I tapped' }).click();
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
    await look(app, page, 'Cuprofen', '2', '');
    await note(page, size, 'how much is in one');
    await look(app, page, 'Vicks ZzzQuil', '1', '');
    for (const row of await page.locator('details.ask:not([open]) > summary').all()) await row.click();
    await note(page, size, 'questions beside a dose');
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
