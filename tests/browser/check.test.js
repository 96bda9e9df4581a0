// The check as a person meets it: a phone, light or dark, with and without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allClear, onwards, tell } from './check.js';
import { axe, compressedSize, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB' };

/** What an ordinary first spasm may cost at most on a phone of 360 px. */
const MOST = { screens: 4, taps: 7, height: 9000 };

const row = (page, finding) => page.locator('details.ask', { has: page.locator(`[name="${finding}"]`) });

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`all clear leads to self-care with what to watch for${how}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(app.url);
    await page.locator('a.door[href="/check"]').click();

    const { taps, heights } = await allClear(page);

    assert.ok(heights.length <= MOST.screens, `${heights.length} screens`);
    assert.ok(taps <= MOST.taps, `${taps} taps`);
    const height = heights.reduce((sum, one) => sum + one, 0);
    assert.ok(height <= MOST.height, `${height} px: ${heights}`);
    assert.match(await page.locator('h1').innerText(), /care for this at home/);
    assert.match(await page.locator('main').innerText(), /You said no to every warning sign/);
    assert.match(await page.locator('main').innerText(), /Call at once if one of these comes/);
    assert.match(await page.locator('main').innerText(), /Chest pain/);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));

  test(`one emergency tick leads to the emergency screen, the number first${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}check`);

    const stop = row(page, 'bladder-bowel-loss').locator('.stop');
    assert.ok(!await stop.isVisible());
    await tell(page, 'bladder-bowel-loss', 'yes');
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

    assert.match(await row(page, 'saddle-numbness').locator('summary').innerText(), /Try it: Touch/, 'before any answer');
    await tell(page, 'saddle-numbness', 'unsure');
    assert.match(await row(page, 'saddle-numbness').innerText(), /we count it as a yes/);
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
  await row(page, 'urine-retention').locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  assert.ok(await page.locator('input[name="urine-retention"][value="yes"]').isChecked());
  await row(page, 'urine-retention').locator('.stop button').focus();
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
  await tell(page, 'sexual-function', 'unsure');
  await onwards(page);
  await page.locator('button[name="back"]').click();
  assert.ok(await page.locator('input[name="sexual-function"][value="unsure"]').isChecked());
  assert.ok(await page.locator('input[name="chest-pain"]').count() === 0);
}));

test('an emergency of the first screen takes three taps and of the second four', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}check`);
  await tell(page, 'urine-retention', 'yes'); // two: the row, and yes
  await row(page, 'urine-retention').locator('.stop button').click();
  assert.equal(await page.locator('.verdict').getAttribute('data-urgency'), 'emergency');
  await page.goto(`${app.url}check`);
  await onwards(page);
  await tell(page, 'chest-pain', 'yes');
  await row(page, 'chest-pain').locator('.stop button').click();
  assert.equal(await page.locator('.verdict').getAttribute('data-urgency'), 'emergency');
}));

test('an answer can be taken back, and none of these then denies it', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await page.goto(`${app.url}check`);
  await tell(page, 'both-legs', 'yes');
  assert.ok(!await page.locator('.deny .none').isVisible() && await page.locator('.deny .others').isVisible());
  await page.locator('label.undo:has(input[name="both-legs"])').click();
  assert.ok(await page.locator('.deny .none').isVisible(), 'it denies every row again');
  await onwards(page);
  assert.match(await page.locator('main').innerText(), /Part 2 of 4/);
}));

for (const javaScript of [true, false]) {
  test(`a returning person confirms what is known with one tap${javaScript ? '' : ' with JavaScript off'}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}check`);
    await allClear(page);
    await page.goto(`${app.url}check`);
    for (let part = 1; part <= 3; part += 1) {
      if (part === 3) { await tell(page, 'days', '1'); await tell(page, 'pain', '5'); }
      await onwards(page);
    }
    assert.match(await page.locator('main').innerText(), /Still so\?[^]*Your age: 18–49/);
    assert.ok(!await row(page, 'cancer-history').isVisible(), 'what is known is not asked row by row');
    await page.locator('label:has(input[name="still"][value="no"])').click();
    assert.ok(await row(page, 'cancer-history').isVisible(), 'unless something changed');
    await page.locator('label:has(input[name="still"][value="yes"])').click();
    if (javaScript) assert.deepEqual(await axe(page), []);
    await onwards(page);
    assert.equal(await page.locator('.verdict').getAttribute('data-urgency'), 'self-care');
  }));
}

test('the pages have no accessibility violation, on a phone and wide, light and dark', () => withApp(async (app) => {
  const paths = ['', 'check', 'guide', 'guide/relief', 'guide/warning-signs', 'guide/disagreements',
    'guide/disagreements/ice-or-heat', 'sources', 'country', 'nowhere'];
  for (const dark of [false, true]) {
    for (const width of [dark ? 320 : 1280]) {
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

test('at twice the size of text the number to call never breaks and nothing is cut off', () => withApp(async (app) => {
  for (const width of [320, 360]) {
    const { page, context } = await app.newPage({ ...PHONE, width });
    for (const path of ['', 'check', 'now', 'floor']) {
      await page.goto(app.url + path);
      const found = await page.evaluate(() => {
        const root = document.documentElement;
        root.style.fontSize = `${2 * Number.parseFloat(getComputedStyle(root).fontSize)}px`;
        const help = document.querySelector('.help');
        return {
          lines: help.querySelector('b').getClientRects().length,
          cut: help.scrollWidth - help.clientWidth,
          wider: root.scrollWidth - window.innerWidth,
        };
      });
      assert.deepEqual(found, { lines: 1, cut: 0, wider: 0 }, `/${path} at ${width}`);
    }
    await context.close();
  }
}));

test('at twice the size of text no heading breaks within a word, nor what says how safe the diary is', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  for (const path of ['', 'medicine', 'diary/episodes', 'doctor', 'insight', 'keep', 'profile']) {
    await page.goto(app.url + path);
    const broken = await page.evaluate(() => {
      const root = document.documentElement;
      root.style.fontSize = `${2 * Number.parseFloat(getComputedStyle(root).fontSize)}px`;
      const words = [];
      for (const part of document.querySelectorAll('h1, .safe p')) {
        const text = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        for (let node = text.nextNode(); node; node = text.nextNode()) {
          for (const { 0: word, index } of node.data.matchAll(/[\p{L}]+/gu)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            if (new Set([...range.getClientRects()].map((rect) => rect.top)).size > 1) words.push(word);
          }
        }
      }
      return words;
    });
    assert.deepEqual(broken, [], `/${path}`);
  }
}));

test('the start and the check have the call and the menu in one row on the narrowest phone', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, width: 320 });
  for (const path of ['', 'check', 'keep']) {
    await page.goto(app.url + path);
    const tops = await page.locator('.top > :is(.help, .menu)').evaluateAll((all) => all.map((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return (top + bottom) / 2;
    }));
    assert.ok(tops.length === 2 && Math.abs(tops[0] - tops[1]) < 4, `/${path}: ${tops}`);
  }
}));

test('every screen of the check and every verdict has no accessibility violation', () => withApp(async (app) => {
  for (const dark of [false, true]) {
    const { page, context } = await app.newPage({ ...PHONE, width: 320, dark });
    await page.goto(`${app.url}check`);
    for (let part = 1; part <= 4; part += 1) {
      assert.deepEqual(await axe(page), [], `part ${part}, ${dark ? 'dark' : 'light'}`);
      await page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
      assert.deepEqual(await axe(page), [], `part ${part} with every row open, ${dark ? 'dark' : 'light'}`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.ok(!wider, `part ${part} scrolls sideways`);
      if (part === 3) { await tell(page, 'days', '1'); await tell(page, 'pain', '2'); }
      // The second time round the age is known.
      if (part === 4) await tell(page, ...(dark ? ['still', 'yes'] : ['age', '40']));
      await onwards(page);
    }
    assert.deepEqual(await axe(page), [], `self-care, ${dark ? 'dark' : 'light'}`);
    for (const [finding, value] of [['saddle-numbness', 'yes'], ['sexual-function', 'unsure']]) {
      await page.goto(`${app.url}check`);
      await tell(page, finding, value);
      assert.deepEqual(await axe(page), [], `${finding} answered, ${dark ? 'dark' : 'light'}`);
      await onwards(page);
      await allClear(page);
      await page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
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
