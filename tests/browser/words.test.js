// Own words on every page that shows them: long ones fit a small phone, and those from right to left keep to themselves.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { startApp } from './harness.js';

const LONG = ['Arbeitsunfähigkeitsbescheinigung', 'Rückenschmerzsprechstunde', 'x'.repeat(200)];
const MEDICINE = 'Diclofenac-Natriumretardkapseln';
const HEBREW = 'שלום (5) abc 12:30';

let app;
const pages = [];

before(async () => {
  app = await startApp();
  const { page } = await app.newPage();
  const post = async (path, form) => {
    const answer = await page.request.post(app.origin + path, { form, maxRedirects: 0 });
    assert.equal(answer.status(), 303, path);
    const to = answer.headers().location;
    pages.push(to);
    return to;
  };
  for (const word of [...LONG, HEBREW]) {
    await post('/log/exposure', { 'what-own': word });
    await post('/log/measure', { 'what-own': word, before: '6', after: '3' });
    await post('/log/measure', { 'what-own': word, before: '6', after: '3', when: 'hour' });
    await post('/log/measure', { 'what-own': word, before: '6', after: '3', when: 'yesterday' });
    await post('/log/exercise', { 'what-own': word });
    await post('/log/note', { text: word });
    const spasm = await post('/log/spasm', { 'doing-own': word, note: word });
    await post(`${spasm}/edit`, { 'doing-own': `${word.slice(0, 198)} 2`, note: `${word}!` });
    pages.push(`${spasm}/edit`, spasm.replace('/diary/entry/', '/spasm/'));
    const dose = await post('/log/medicine', { 'what-own': word.slice(0, 180), mg: '50', note: word });
    pages.push(`${dose}/edit`);
  }
  await post('/log/medicine', { 'what-own': MEDICINE, mg: '100' });
  await post('/profile', { own: `${LONG[2].slice(0, 180)}\n${LONG[0]}` });
  await post('/check-in', { pain: '3', rest: 'no', [`day.${LONG[0]}`]: 'yes' });
  const today = new Date().toISOString().slice(0, 10);
  pages.push('/', '/diary', `/diary/day/${today}`, '/log', '/log/exposure', '/log/measure', '/log/exercise', '/log/spasm');
  pages.push('/log/medicine', '/medicine', '/medicine/take', '/check-in', '/profile', '/insight', '/insight/relief');
  pages.push('/diary/episodes', '/diary/calendar', '/diary/pain', '/keep', '/now');
  const links = await page.request.get(`${app.origin}/insight`);
  for (const [, address] of (await links.text()).matchAll(/href="(\/insight\/trigger\/[^"]+)"/g)) pages.push(address);
  await page.context().close();
});

after(() => app.close());

test('no page scrolls sideways on a small phone for a long word', async () => {
  const { page } = await app.newPage({ width: 320 });
  for (const address of new Set(pages)) {
    await page.goto(app.origin + address);
    const wide = await page.evaluate(() => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
      const scrolls = document.scrollingElement.scrollWidth;
      const out = [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 321);
      return { scrolls, out: out.slice(0, 3).map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`) };
    });
    assert.equal(wide.scrolls, 320, `${address}: ${wide.out.join(' | ')}`);
  }
});

test('own words stand apart from what is around them, in their own direction, in fields too', async () => {
  const { page } = await app.newPage({ width: 360 });
  let seen = 0;
  for (const address of new Set(pages)) {
    await page.goto(app.origin + address);
    const bare = await page.evaluate((word) => {
      const found = [];
      let count = 0;
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const text = walk.currentNode;
        if (!text.data.includes('שלום') || text.parentElement.closest('textarea, option, script')) continue;
        count += 1;
        // Marks of an isolate in the text itself, or an element that is one.
        const marked = /\u2068[^\u2069]*שלום[^\u2068]*\u2069/.test(text.data);
        const closed = /isolate|plaintext/.test(getComputedStyle(text.parentElement).unicodeBidi);
        if (!marked && !closed) found.push(`${text.parentElement.tagName}: ${text.data.slice(0, 60)}`);
      }
      for (const field of document.querySelectorAll('main :is(input[type=text], textarea)')) {
        if (field.dir !== 'auto' && field.inputMode !== 'decimal' && field.id !== 'code') found.push(`field ${field.name}`);
        if (field.value.includes('שלום') && getComputedStyle(field).direction !== 'rtl') found.push(`field ${field.name} ltr`);
      }
      return { found, count };
    }, HEBREW);
    seen += bare.count;
    assert.deepEqual(bare.found, [], address);
  }
  assert.ok(seen > 20, `only ${seen} places`);
});

test('a hidden mark that turns the line, or a name of nothing, is refused, and what was filled in stays', async () => {
  const { page } = await app.newPage({ width: 360 });
  for (const [word, line] of [['\u202Eoffee', 'hidden mark'], ['\u2067x', 'hidden mark'], ['\u200B', 'Nothing of this can be seen']]) {
    for (const [path, field] of [['log/exposure', 'what-own'], ['log/note', 'text'], ['log/medicine', 'what-own']]) {
      const answer = await page.request.post(app.url + path, { form: { [field]: word } });
      assert.equal(answer.status(), 422, `${path} ${JSON.stringify(word)}`);
      const text = await answer.text();
      assert.ok(text.includes(line) && text.includes(word), `${path}: ${line}`);
    }
  }
});
