// The person to call or text: named once, then one tap away, with script and without.

import assert from 'node:assert/strict';
import test from 'node:test';
import { axe, withApp } from './harness.js';

const PHONE = { width: 360, height: 740 };
const LOOKS = [PHONE, { ...PHONE, dark: true }, { width: 320, height: 640 }, { ...PHONE, large: true }];

const main = (page) => page.locator('main').innerText();

/** Opens the row of this name on the page about the person. */
async function open(page, name) {
  await page.locator('details > summary', { hasText: name }).first().click();
}

async function anna(app, page) {
  await page.goto(`${app.url}profile`);
  await open(page, 'Your person');
  await page.locator('#name-field').fill('Anna');
  await page.locator('#number-field').fill('+49 (0)30 901820');
  await page.locator('#says-field').fill('Bring the key & come?');
  await Promise.all([page.waitForEvent('load'), page.locator('form[action="/profile/contact"] button.big').click()]);
}

/** The text behind a link to Anna. */
async function text(link) {
  const address = await link.getAttribute('href');
  assert.match(address, /^sms:\+4930901820\?&body=/);
  // A browser that parses the address finds the words whole, wherever they end.
  return new URLSearchParams(new URL(address).search.slice(1)).get('body');
}

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ', without script';

  test(`someone is named once, and is one tap away on the floor, in the plan and at the start${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}floor`);
    assert.equal(await page.locator('header a[href^="sms:"]').innerText(), 'Text someone');
    await anna(app, page);
    assert.match(await main(page), /Anna, \+49 \(0\)30 901820, said today/);
    await page.goto(`${app.url}floor`);
    const link = page.locator('header a[href^="sms:"]');
    assert.equal(await link.innerText(), 'Text Anna');
    assert.equal(await text(link), 'I am on the floor and cannot get up. My back has locked. Bring the key & come?');
    assert.equal(await page.locator('.ways a[href^="tel:"]').getAttribute('href'), 'tel:+4930901820');
    await page.goto(`${app.url}now`);
    await page.getByRole('button', { name: /I can stand/ }).click();
    await page.waitForURL(/\/now$/);
    for (const path of ['now', '']) {
      await page.goto(app.url + path);
      assert.equal(await page.getByRole('link', { name: 'Call Anna' }).getAttribute('href'), 'tel:+4930901820', path);
      assert.equal(await text(page.getByRole('link', { name: 'Text Anna' })), 'Bring the key & come?', path);
    }
    await page.goto(`${app.url}profile`);
    await open(page, 'Your person');
    await page.getByRole('button', { name: 'Take this person out' }).click();
    await page.waitForURL(/\/profile$/);
    await page.goto(`${app.url}now`);
    assert.match(await main(page), /Name one person to call or text/);
  }));
}

test('in floor mode the call and the text stand in one row, whatever the name, which is never cut for a reader', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  for (const name of [null, 'Anna', 'Alexandrina Wilhelmina Louise', 'Wolfeschlegelsteinhausenberger']) {
    if (name) {
      const form = { name, number: '+49 30 901820', says: '' };
      const answer = await page.request.post(`${app.url}profile/contact`, { form, headers: { origin: app.origin }, maxRedirects: 0 });
      assert.ok(answer.status() < 400, `${answer.status()}`);
    }
    for (const width of [320, 360]) {
      await page.setViewportSize({ width, height: 640 });
      await page.goto(`${app.url}floor`);
      const call = await page.locator('header .help').boundingBox();
      const link = page.getByRole('link', { name: name ? `Text ${name}` : 'Text someone', exact: true });
      const text = await link.boundingBox();
      assert.ok(Math.abs(call.y - text.y) < 1 && call.x + call.width <= text.x, `${name} at ${width}: ${call.y}, ${text.y}`);
      assert.ok(text.x + text.width <= width && Math.max(call.height, text.height) < 90, `${name} at ${width}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    }
  }
}));

test('the page about the person is short, passes axe, and has targets that a thumb hits', () => withApp(async (app) => {
  const found = [];
  for (const [at, look] of LOOKS.entries()) {
    const { large, ...size } = look;
    const { page, context } = await app.newPage(size);
    const grow = () => large && page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    if (at === 0) await anna(app, page);
    for (const path of ['profile', 'floor', 'now', '']) {
      await page.goto(app.url + path);
      await grow();
      const violations = await axe(page);
      if (violations.length > 0) found.push(`${path} ${JSON.stringify(look)}: ${JSON.stringify(violations)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${path} ${JSON.stringify(look)} scrolls sideways by ${wide}`);
    }
    await page.goto(`${app.url}profile`);
    await grow();
    if (at === 0) {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      console.log(`about you: ${height} px`);
      assert.ok(height < 3000, `${height} px`);
    }
    for (const row of await page.locator('main details:not([open]) > summary:visible').all()) await row.click();
    const violations = await axe(page);
    if (violations.length > 0) found.push(`all rows open ${JSON.stringify(look)}: ${JSON.stringify(violations)}`);
    const small = await page.locator('main :is(button:not([hidden]), .btn, .pick label, summary, input[type=text])')
      .evaluateAll((targets) => targets.filter((target) => target.offsetHeight > 0 && target.offsetHeight < 48)
        .map((target) => `${target.textContent.trim()} ${target.offsetHeight}`));
    if (small.length > 0) found.push(`${JSON.stringify(look)}: ${small.join('; ')}`);
    await context.close();
  }
  assert.deepEqual(found, []);
}));
