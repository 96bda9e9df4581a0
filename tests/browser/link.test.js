// What stands between a browser and its server passes: whatever it answers, the next sync goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, withApp, withProxy } from './harness.js';

const main = (page) => page.locator('main').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

async function spasmNow(page, origin) {
  await page.goto(origin);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_ = { 'content-type': 'application/json' };
const LOGIN = '<!DOCTYPE html><title>Wi-Fi</title><form method="post"><input name="room"><button>Connect</button></form>';

/** What answers in the place of a server. Each is given what the server says itself. */
const OTHERS = {
  'the login page of a hotel': () => ({ status: 200, headers: HTML, body: LOGIN }),
  'the same with 511': () => ({ status: 511, headers: HTML, body: LOGIN }),
  'a proxy without the server behind it': () => ({ status: 502, headers: HTML, body: '<h1>502 Bad Gateway</h1>' }),
  'a proxy that says so in JSON': () => ({ status: 503, headers: JSON_, body: '{"message":"no healthy upstream"}' }),
  'a page that is not found': () => ({ status: 404, headers: HTML, body: '<h1>404</h1>' }),
  'a way to a login': () => ({ status: 302, headers: { location: '/guide' }, body: '' }),
  'a way to a login elsewhere, without encryption': () => ({ status: 307, headers: { location: 'http://login.example/' }, body: '' }),
  'a page that calls itself JSON': () => ({ status: 200, headers: JSON_, body: LOGIN }),
  'nothing': () => ({ status: 200, headers: JSON_, body: '' }),
  'nothing at all': () => ({ status: 204, headers: {}, body: '' }),
  'half of the answer': (body) => ({ status: 200, headers: JSON_, body: body.subarray(0, body.length / 2) }),
  'JSON of something else': () => ({ status: 200, headers: JSON_, body: '{"ok":true}' }),
  'JSON that is no object': () => ({ status: 200, headers: JSON_, body: 'null' }),
  'an error that is no sentence': () => ({ status: 409, headers: JSON_, body: '{"error":{"code":7},"diary":{}}' }),
  'letters that are none': () => ({ status: 200, headers: JSON_, body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }),
  'an answer without end': (body) => ({ status: 200, headers: JSON_, body: Buffer.concat([Buffer.alloc(8_000_000, 0x20), body]) }),
};

test('whatever answers in the place of a server stops no sync for longer than it is there', () => withApp(async (app) => {
  let other;
  const isOfSync = (path) => path === '/sync' || path.startsWith('/pair/');
  await withProxy(app, ({ path, body }) => (other && isOfSync(path) ? other(body) : body), async (origin) => {
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(origin);
    await controlled(page);
    let written = 0;
    for (const [name, answer] of Object.entries(OTHERS)) {
      other = answer;
      await spasmNow(page, origin);
      written += 1;
      await page.goto(`${origin}/devices`);
      await page.getByRole('button', { name: 'Sync now' }).click();
      await page.waitForURL(/\/keep$/);
      const said = await main(page);
      assert.match(said, /The last sync did not come to its end/, name);
      assert.match(said, /Something else answers in the place of your server/, name);
      assert.match(said, /Not yet sent\s+1/, name);
      assert.doesNotMatch(said, /goes nowhere else|No server/, name);
      other = undefined;
      await page.getByRole('button', { name: 'Sync now' }).click();
      await page.waitForURL(/\/keep$/);
      await page.waitForLoadState();
      assert.match(await main(page), /Not yet sent\s+0/, name);
      assert.doesNotMatch(await main(page), /did not come to its end/, name);
      assert.match(await (await fetch(`${app.origin}/diary`)).text(), new RegExp(`${written} spasms? `), name);
    }
  });
}));

test('after a login page went away, what was written meanwhile goes to the server by itself', () => withApp(async (app) => {
  let other = false;
  const change = ({ path, body }) => (other && path !== '/sw.js' && !path.startsWith('/offline') ? OTHERS['the login page of a hotel']() : body);
  await withProxy(app, change, async (origin) => {
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(origin);
    await controlled(page);
    other = true;
    await spasmNow(page, origin);
    await page.goto(`${origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/);
    other = false;
    for (const end = Date.now() + 40_000; ;) {
      await page.goto(`${origin}/diary`);
      if (/1 spasm/.test(await (await fetch(`${app.origin}/diary`)).text())) break;
      assert.ok(Date.now() < end, 'the entry arrives');
      await page.waitForTimeout(1_000);
    }
  });
}));

test('a browser that has not met its server yet says so, and asks again', () => withApp(async (app) => {
  let other = true;
  const change = ({ path, body }) => (other && (path === '/sync' || path.startsWith('/pair/')) ? OTHERS['the login page of a hotel']() : body);
  await withProxy(app, change, async (origin) => {
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(origin);
    await controlled(page);
    await page.goto(`${origin}/devices`);
    const said = await main(page);
    // As long as nothing is known of the server, it is asked for its pages, too.
    if (/in this browser, on this device/.test(said)) assert.match(said, /No server to sync with has answered yet/);
    assert.doesNotMatch(said, /goes nowhere else/);
    other = false;
    await page.waitForTimeout(11_000);
    await page.goto(`${origin}/diary`);
    await page.waitForTimeout(500);
    await page.goto(`${origin}/devices`);
    assert.match(await main(page), /Not yet sent\s+0/);
  });
}));

test('a server that always tells of something new ends a sync soon, and keeps nothing from coming', () => withApp(async (app) => {
  let syncs = 0;
  let lies = true;
  await withProxy(app, ({ path, body }) => {
    if (path !== '/sync') return body;
    syncs += 1;
    if (!lies) return body;
    const message = JSON.parse(body);
    if (!message.have) return body;
    const device = '01890000-0000-7000-8000-000000000001';
    message.have[device] = { entries: 10 + syncs, last: Object.values(message.have)[0]?.last ?? 'a'.repeat(64) };
    return JSON.stringify(message);
  }, async (origin) => {
    await fetch(`${app.origin}/spasm`, { method: 'POST' });
    const { page } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(origin);
    await controlled(page);
    await page.goto(`${origin}/devices`);
    syncs = 0;
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.waitForURL(/\/keep$/);
    await page.waitForTimeout(500);
    assert.ok(syncs >= 1 && syncs <= 6, `${syncs} messages`);
    assert.match(await main(page), /tells of entries that it does not send/);
    assert.deepEqual(await axe(page), []);
    await page.goto(`${origin}/diary`);
    assert.match(await main(page), /1 spasm in 14 days/, 'what it did send is here');
    lies = false;
    await page.goto(`${origin}/devices`);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.waitForURL(/\/keep$/);
    assert.match(await main(page), /Not yet sent\s+0/);
    assert.doesNotMatch(await main(page), /does not send/);
  });
}));

test('two servers on one host know nothing of each other in a browser', () => withApp(async (one) => {
  await withApp(async (two) => {
    const { page } = await one.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(one.url);
    await controlled(page);
    await spasmNow(page, one.origin);
    await page.waitForLoadState('networkidle');
    await page.goto(two.url);
    await controlled(page);
    for (const path of ['/', '/diary', '/keep']) {
      await page.goto(two.origin + path);
      assert.doesNotMatch(await main(page), /deleted the diary/, path);
      assert.doesNotMatch(await main(page), /1 spasm/, path);
    }
    // An end on one is none on the other: its mark stays.
    await page.goto(`${two.origin}/keep/erase`);
    await page.locator('input[name="words"]').fill('erase everything');
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('heading', { name: 'Everything is erased' }).waitFor();
    await page.waitForLoadState('networkidle');
    const cookies = await page.context().cookies();
    assert.ok(cookies.some(({ name }) => name.endsWith(new URL(one.url).port)), JSON.stringify(cookies));
  });
}));
