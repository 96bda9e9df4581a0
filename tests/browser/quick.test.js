// No network: how soon a page of the app is there. Nothing runs beside this file.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { withApp } from './harness.js';

/** Waits until the worker answers for this page. */
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Opens an address and sees that it came from the worker. */
async function open(page, address) {
  const response = await page.goto(address);
  assert.ok(response.fromServiceWorker(), `${address} is from the worker`);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), `${address} is controlled`);
  return response;
}

/** A worker that does nothing but answer: what a browser itself takes to start one and to ask it. */
const BARE = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => event.respondWith(new Response('<!doctype html><title>Bare</title>', {
  headers: { 'content-type': 'text/html' } })));`;

test('without the network a page is there at once', async (t) => withApp(async (app) => {
  const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
  const took = (page) => page.evaluate(() => performance.getEntriesByType('navigation')[0].responseEnd);
  const bare = await bareHost();
  try {
    const reference = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await reference.page.goto(bare.origin);
    await controlled(reference.page);
    const { page, context } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
    await page.goto(app.url);
    await controlled(page);
    await app.stop();
    await open(page, app.url);
    // Each look at ours stands beside one at the bare worker, so that what else the machine does slows both.
    const sides = [];
    for (const it of [{ page, context, at: (n) => `${app.origin}/${n % 2 ? 'now' : 'diary'}` }, { ...reference, at: () => bare.origin }]) {
      const devtools = await it.context.newCDPSession(it.page);
      await devtools.send('ServiceWorker.enable');
      sides.push({ ...it, devtools, warm: [], cold: [] });
    }
    for (let count = 0; count < 15; count += 1) {
      for (const kind of ['warm', 'cold']) {
        for (const side of sides) {
          if (kind === 'cold') await side.devtools.send('ServiceWorker.stopAllWorkers');
          await side.page.goto(side.at(count));
          side[kind].push(await took(side.page));
        }
      }
    }
    const [ours, least] = sides.map((side) => ({ warm: median(side.warm), cold: median(side.cold) }));
    const told = (it) => `warm ${it.warm.toFixed(1)} ms, cold ${it.cold.toFixed(1)} ms`;
    t.diagnostic(`median: ours ${told(ours)}; a worker that does nothing ${told(least)}`);
    // To start a worker with the whole app may take eight times what it takes to start one with nothing in it. A page of one
    // that runs may take 30 ms where one with nothing takes 5.
    assert.ok(ours.warm < 30 * Math.max(1, least.warm / 5), `warm: ${told(ours)}; ${told(least)}`);
    assert.ok(ours.cold < 8 * Math.max(30, least.cold), `cold: ${told(ours)}; ${told(least)}`);
  } finally {
    bare.close();
  }
}));

/** A host of a page whose worker does nothing but answer. */
async function bareHost() {
  const page = '<!doctype html><title>Bare</title><script>navigator.serviceWorker.register("/sw.js")</script>';
  const server = createServer((request, response) => {
    const isScript = request.url === '/sw.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? BARE : page);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { origin: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
