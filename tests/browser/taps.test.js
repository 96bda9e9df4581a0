// A shaking hand: two taps on a slow link, with script and without, are one spasm.

import assert from 'node:assert/strict';
import net from 'node:net';
import test from 'node:test';
import { withApp } from './harness.js';

/** A way to the server on which each answer takes this long. */
async function slowly(origin, wait) {
  const { hostname, port } = new URL(origin);
  const proxy = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    near.pipe(far);
    far.on('data', (data) => setTimeout(() => near.writable && near.write(data), wait));
    for (const end of [near, far]) end.on('error', () => {}).on('close', () => { near.destroy(); far.destroy(); });
  });
  await new Promise((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  return proxy;
}

/** Where a button is, once it is in view. */
async function shown(button) {
  await button.scrollIntoViewIfNeeded();
  return button.boundingBox();
}

for (const javaScript of [true, false]) {
  test(`a double tap on a slow link is one spasm, which is shown (script: ${javaScript})`, () => withApp(async (app) => {
    const proxy = await slowly(app.origin, 300);
    const slow = `http://127.0.0.1:${proxy.address().port}/`;
    try {
      let spasms = 0;
      for (const between of [10, 100, 200, 350]) {
        const { page, context } = await app.newPage({ width: 390, javaScript, serviceWorkers: 'block' });
        await page.goto(slow);
        const button = await shown(page.locator('form[action="/spasm"] button'));
        const tap = () => page.mouse.click(button.x + 20, button.y + 20);
        await tap();
        await new Promise((resolve) => { setTimeout(resolve, between); });
        await tap();
        // The second tap breaks off the way of the first, which is no fault.
        await page.waitForURL(/\/spasm\/.*/).catch(() => page.waitForURL(/\/spasm\/.*/));
        await page.waitForLoadState('networkidle');
        spasms += 1;
        assert.match(await page.locator('h1').innerText(), /Stored at/);
        const lines = app.command('export').trim().split('\n').filter((line) => line.includes('"kind":"spasm"'));
        assert.equal(lines.length, spasms, `${between} ms between`);
        await context.close();
      }
      // It was another one after all: one tap stores it.
      const { page, context } = await app.newPage({ width: 390, javaScript, serviceWorkers: 'block' });
      await page.goto(app.url);
      await page.locator('form[action="/spasm"] button').click();
      await page.waitForURL(/\/spasm\//);
      await page.goto(`${page.url()}?again`);
      await page.getByRole('button', { name: 'Yes, store another one' }).click();
      await page.waitForURL((url) => url.search === '');
      const lines = app.command('export').trim().split('\n').filter((line) => line.includes('"kind":"spasm"'));
      assert.equal(lines.length, spasms + 2);
      await context.close();
    } finally {
      proxy.close();
    }
  }));
}

test('a double tap is one spasm where the app answers from the browser, too', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 390, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  let spasms = 0;
  for (const between of [0, 10, 30, 60]) {
    await page.goto(app.url);
    const button = await shown(page.locator('form[action="/spasm"] button'));
    const tap = () => page.mouse.click(button.x + 20, button.y + 20);
    const first = tap();
    await new Promise((resolve) => { setTimeout(resolve, between); });
    await Promise.all([first, tap()]);
    await page.waitForURL(/\/spasm\/.*/).catch(() => page.waitForURL(/\/spasm\/.*/));
    await page.waitForLoadState('networkidle');
    spasms += 1;
    await page.goto(`${app.origin}/diary`);
    const said = new RegExp(`\\b${spasms} spasms? in 14 days`);
    assert.match(await page.locator('main').innerText(), said, `${between} ms between`);
  }
}));
