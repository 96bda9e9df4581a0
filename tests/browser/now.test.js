// The plan and its timers as a person meets them: from the first page to the first step, and a timer that loses nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allClear, tell } from './check.js';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

const tap = (page, name, value) => page.locator(`label:has(input[name="${name}"][value="${value}"])`).click();
const main = (page) => page.locator('main').innerText();

/** A plan for someone who can stand, with ice at hand and nothing against it. */
async function planWithIce(app, page) {
  await page.goto(`${app.url}check`);
  await allClear(page);
  await page.goto(`${app.url}now/fit`);
  await tap(page, 'mobility', 'can-stand');
  await tap(page, 'onset', 'hours');
  await tap(page, 'at-hand', 'ice');
  const cautions = await page.locator('input[name^="caution."][value="no"]').evaluateAll((all) => all.map((one) => one.name));
  for (const name of cautions) await tap(page, name, 'no');
  await page.locator('form.says button.big').click();
}

const iceTimer = (page) => page.locator('section.step', { hasText: /cool|cold|ice/i }).locator('form[action="/timer"] button').first();

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`home, check, plan: from the first page to the first step${how}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(app.url);
    await page.locator('a.door[href="/check"]').click();
    await allClear(page);
    await page.getByRole('link', { name: 'What to do now' }).first().click();
    assert.match(await main(page), /How far can you move\?/);
    await page.locator('button[value="can-stand"]').click();
    const steps = page.locator('section.step');
    assert.ok(await steps.count() >= 2, 'there are steps');
    assert.match(await steps.first().innerText(), /When to stop:/);
    assert.match(await main(page), /What to watch for/);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));

  test(`not checked is one line and a gate: one tap on none of these leaves the plan without a call${how}`, () => withApp(async (app) => {
    const { page, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}now`);
    await page.locator('button[value="can-stand"]').click();
    assert.match(await main(page), /^Not checked for warning signs today\.\s+Is any of this so\?/);
    assert.doesNotMatch(await main(page), /Call a doctor or a health line today/);
    assert.ok(await page.locator('section.step').count() >= 2, 'the steps are there at once');
    const none = page.getByRole('button', { name: 'None of these' }).first();
    const box = await none.boundingBox();
    assert.ok(box.y + box.height <= 800, `the gate ends at ${box.y + box.height}`);
    await none.click();
    assert.match(await main(page), /Only the most urgent signs were asked\./);
    assert.doesNotMatch(await main(page), /Not checked|Is any of this so|Call a doctor or a health line today/);
    assert.ok(await page.locator('section.step').count() >= 2);
    await page.getByRole('button', { name: 'Ask again' }).click();
    assert.match(await main(page), /^Not checked for warning signs today\./, 'a slip is taken back');
    await page.getByRole('button', { name: 'None of these' }).first().click();
    await page.getByRole('link', { name: 'Full check' }).click();
    assert.equal(new URL(page.url()).pathname, '/check');
    assert.deepEqual(errors, []);
  }));

  test(`a yes at the gate leads to what the check says of it${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    const open = async (sign) => {
      await page.goto(`${app.url}now`);
      await page.locator('.gate details.ask', { hasText: sign }).locator('summary').click();
    };
    await page.goto(`${app.url}now`);
    await page.locator('button[value="can-stand"]').click();
    await open('Fever');
    await page.locator('button[value="temperature=38.5"]').click();
    assert.match(await main(page), /Part 1 of/, 'what is not an emergency by itself is asked on');
    assert.match(await page.locator('input[name="before"]').inputValue(), /"temperature":38.5/);
    await open('hard to breathe');
    await page.locator('button[value="chest-pain=yes"]').click();
    assert.match(await main(page), /Call 999 now[^]*I have chest pain/);
    await page.goto(`${app.url}now`);
    assert.match(await main(page), /Call 999 now/, 'and the plan knows of it');
    assert.equal(await page.locator('.gate').count(), 0);
  }));

  test(`warmth or cold is offered with the skin asked about first${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}now`);
    await page.locator('button[value="can-stand"]').click();
    await page.getByText('More for now').click();
    const card = page.locator('section.step', { hasText: 'Warmth or cold, whichever feels better' });
    await card.getByText('First: is any of this so?').click();
    assert.match(await card.innerText(), /First: is any of this so\?[^]*Is the skin there numb\?[^]*None of these[^]*Warm the sore place\s+Cool the sore place$/);
    await card.getByText('Does cold set your spasms off?').click();
    await card.getByRole('button', { name: 'Go on: no to the others' }).click();
    assert.doesNotMatch(await main(page), /whichever feels better|Cool the sore place|Is the skin there numb/);
    assert.match(await page.locator('#warm-it').innerText(), /Start 15 minutes/);
    await page.locator('#warm-it form[action="/timer"] button').click();
    assert.match(await main(page), /Ends at/);
  }));

  test(`a spasm a minute after a plan is asked about anew, and is never said to be over${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}now/fit`);
    await tap(page, 'mobility', 'can-stand');
    await tap(page, 'spasm', 'over');
    await page.locator('form.says button.big').click();
    assert.doesNotMatch(await main(page), /How far can you move\?/, 'what was just said holds');
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').click();
    await page.goto(`${app.url}now`);
    assert.match(await main(page), /How far can you move\?/);
  }));

  test(`whoever cannot get up is led into floor mode, which is on the start, too${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(app.url);
    await page.getByRole('link', { name: /I cannot get up/ }).click();
    assert.equal(new URL(page.url()).pathname, '/floor');
    await page.goto(`${app.url}now`);
    await page.locator('button[value="cannot-move"]').click();
    assert.equal(new URL(page.url()).pathname, '/floor');
  }));

  test(`an emergency of today stands above the start, with its words${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}check`);
    await tell(page, 'bladder-bowel-loss', 'yes');
    await page.locator('button[name="rest"]').click();
    await page.goto(app.url);
    assert.match(await main(page), /^Emergency\s+Your check said: call 999 now/);
    if (javaScript) assert.deepEqual(await axe(page), []);
    await page.getByRole('link', { name: 'What to say when you call' }).click();
    assert.match(await main(page), /Read this out[^]*I lost control of my bladder or bowel/);
    if (javaScript) assert.deepEqual(await axe(page), []);
  }));

  test(`the words of a stored check are copied, sent and printed${how}`, () => withApp(async (app) => {
    const { page, context, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    if (javaScript) await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.origin });
    await page.goto(`${app.url}check`);
    await tell(page, 'bladder-bowel-loss', 'yes');
    await page.locator('button[name="rest"]').click();
    const onVerdict = await page.locator('a[data-copy]').getAttribute('href');
    await page.goto(app.url);
    await page.getByRole('link', { name: 'What to say when you call' }).click();
    assert.equal(await page.locator('a[data-copy]').getAttribute('href'), onVerdict, 'the same words on the verdict and in the diary');
    const said = (await page.locator('blockquote').innerText()).trim();
    const sms = await page.getByRole('link', { name: 'Send' }).getAttribute('href');
    assert.ok(sms.startsWith('sms:?&body='));
    const flat = (text) => text.replace(/\s+/g, ' ').trim();
    assert.equal(flat(decodeURIComponent(sms.slice('sms:?&body='.length))), flat(said));
    await page.getByRole('link', { name: 'Print' }).click();
    assert.equal(flat(await page.locator('blockquote').innerText()), flat(said));
    assert.equal(await page.locator('#print').isVisible(), javaScript, 'a button that prints only where it can');
    if (javaScript) {
      assert.deepEqual(await axe(page), []);
      await page.evaluate(() => { window.print = () => { document.title = 'printed'; }; });
      await page.locator('#print').click();
      assert.equal(await page.title(), 'printed');
    } else {
      assert.match(await main(page), /You can print this page from the menu of your browser/);
    }
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('blockquote').isVisible());
    assert.ok(await page.getByRole('link', { name: 'Back to the check' }).isHidden());
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'Back to the check' }).click();
    // A browser looks for an icon beside a plain text, which has no page to name one.
    assert.deepEqual(errors, []);
    await page.locator('a[data-copy]').click();
    if (javaScript) {
      await page.getByText('Copied').waitFor();
      assert.equal(flat(await page.evaluate(() => navigator.clipboard.readText())), flat(said));
    } else {
      assert.ok(page.url().endsWith('/words'));
      assert.equal(flat(await page.locator('body').innerText()), flat(said));
    }
    assert.deepEqual(leaving(app, requests), []);
  }));

  test(`an emergency shows the call before any step${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}check`);
    await tell(page, 'bladder-bowel-loss', 'yes');
    await page.locator('button[name="rest"]').click();
    await page.getByRole('link', { name: 'What is safe while you wait' }).click();
    await page.locator('button[value="can-turn"]').click();
    const call = await page.locator('main a[href^="tel:"]').first().boundingBox();
    for (const step of await page.locator('section.step').all()) {
      assert.ok((await step.boundingBox()).y > call.y + call.height, await step.innerText());
    }
  }));

  test(`a timer can be paused, go on, and be stopped because it gets worse${how}`, () => withApp(async (app) => {
    const { page, errors } = await app.newPage({ ...PHONE, javaScript });
    await planWithIce(app, page);
    await iceTimer(page).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    assert.match(await main(page), /Paused/);
    await page.getByRole('button', { name: 'Go on' }).click();
    assert.match(await main(page), /Ends at/);
    await page.getByRole('button', { name: 'It gets worse' }).click();
    assert.match(await page.locator('h1').innerText(), /Stopped/);
    await page.getByRole('button', { name: 'More pain' }).click();
    assert.match(await main(page), /You said: More pain/);
    assert.deepEqual(errors, []);
  }));
}

test('a 15 minute ice timer survives a reload and a closed tab', () => withApp(async (app) => {
  const { page, context } = await app.newPage(PHONE);
  await planWithIce(app, page);
  const button = iceTimer(page);
  assert.match(await button.innerText(), /15 minutes/);
  await button.click();
  const address = page.url();
  const seconds = async (where) => {
    const [minutes, rest] = (await where.locator('#clock').innerText()).split(':').map(Number);
    return minutes * 60 + rest;
  };
  const began = Date.now();
  assert.ok(Math.abs(await seconds(page) - 900) <= 2);
  await page.waitForFunction(() => document.getElementById('clock').textContent.startsWith('14:'), null, { timeout: 5_000 });

  const left = () => 900 - (Date.now() - began) / 1000;
  await page.reload();
  assert.ok(Math.abs(await seconds(page) - left()) <= 2, 'after a reload');

  await page.close();
  await app.stop();
  await app.start();
  const again = await context.newPage();
  await again.goto(app.url);
  await again.locator(`a[href="${new URL(address).pathname}"]`).click();
  assert.ok(Math.abs(await seconds(again) - left()) <= 2, 'after the tab and the server were closed');
}));

test('a timer that counts by itself shows half time and the end', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await planWithIce(app, page);
  await page.clock.install();
  await iceTimer(page).click();
  assert.ok(await page.locator('#half').isHidden());
  await page.clock.fastForward('07:31');
  assert.ok(await page.locator('#half').isVisible(), 'look at the skin');
  await page.clock.fastForward('07:20');
  assert.match(await page.locator('#clock').innerText(), /^0:0\d$/);
}));

test('what is tapped in the plan is large enough for a thumb', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, width: 320 });
  await page.goto(`${app.url}now`);
  await page.locator('button[value="can-stand"]').click();
  for (const path of ['gate', 'now', 'now/fit']) {
    if (path === 'now') await planWithIce(app, page);
    await page.goto(app.url + path.replace('gate', 'now'));
    for (const row of await page.locator('.gate details').all()) await row.evaluate((one) => { one.open = true; });
    const small = await page.locator('main :is(button, a.btn, a.door, .pick label, summary)').evaluateAll((all) => all
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
      .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
      .map(([text, box]) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`));
    assert.deepEqual(small, [], `/${path}`);
  }
}));

test('no page of the plan has an accessibility violation, on a phone and wide, light and dark', () => withApp(async (app) => {
  const { page: first } = await app.newPage(PHONE);
  const visit = async (look, check) => {
    for (const dark of [false, true]) {
      for (const width of [dark ? 320 : 1280]) {
        const { page, context } = await app.newPage({ width, height: 740, dark, locale: 'en-GB' });
        await check(page, `${look} at ${width}, ${dark ? 'dark' : 'light'}`);
        await context.close();
      }
    }
  };
  const clean = async (page, path, look) => {
    await page.goto(app.origin + path);
    for (const details of await page.locator('main details').all()) await details.evaluate((one) => { one.open = true; });
    assert.deepEqual(await axe(page), [], `${path} ${look}`);
    assert.ok(!await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), `${path} scrolls sideways ${look}`);
  };

  await visit('first question', (page, look) => clean(page, '/now', look));
  await first.goto(`${app.url}now`);
  await first.locator('button[value="can-turn"]').click();
  await visit('unchecked', (page, look) => clean(page, '/now', look));
  await first.goto(`${app.url}now/fit`);
  await tap(first, 'mobility', 'can-stand');
  await first.locator('form.says button.big').click();
  await visit('at the gate', (page, look) => clean(page, '/now', look));
  await first.getByRole('button', { name: 'None of these' }).first().click();
  await visit('behind the gate', (page, look) => clean(page, '/now', look));
  await planWithIce(app, first);
  await iceTimer(first).click();
  const timer = new URL(first.url()).pathname;
  await visit('with a timer', async (page, look) => {
    for (const path of ['/', '/now', '/now/fit', timer]) await clean(page, path, look);
  });
  await first.getByRole('button', { name: 'Pause' }).click();
  await visit('paused', (page, look) => clean(page, timer, look));
  await first.getByRole('button', { name: 'That is enough' }).click();
  await visit('over', (page, look) => clean(page, timer, look));
  await visit('resting', async (page, look) => {
    await page.goto(`${app.url}now`);
    await iceTimer(page).click();
    assert.match(await page.locator('h1').innerText(), /Let your skin rest/);
    assert.deepEqual(await axe(page), [], look);
  });
  await first.goto(app.origin + timer);
  await first.request.post(`${app.origin}${timer}/worse`, { maxRedirects: 0 });
  await visit('stopped', (page, look) => clean(page, timer, look));
  await first.goto(`${app.url}check`);
  await tell(first, 'bladder-bowel-loss', 'yes');
  await first.locator('button[name="rest"]').click();
  await visit('emergency', (page, look) => clean(page, '/now', look));
}));
