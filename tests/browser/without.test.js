// A host of files where the app does not come to the browser: the number and the signs can be read, nothing is silent, and
// nothing is said to be stored.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { BINARY, axe, launchProfile, plainHost, wholeBrowser, withApp } from './harness.js';

/** Ways in which a browser has no app. Each gives options of the browser, or changes a page before it runs. */
const WAYS = {
  'all site data is blocked': { preferences: { profile: { default_content_setting_values: { cookies: 2 } } } },
  'there are no workers': { script: () => { delete Navigator.prototype.serviceWorker; } },
  'asking for a worker throws': {
    script: () => Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { throw new DOMException('no', 'SecurityError'); } }),
  },
  'workers are refused': { script: () => { ServiceWorkerContainer.prototype.register = () => Promise.reject(new TypeError('no')); } },
  'workers are kept out without a word': { script: () => { ServiceWorkerContainer.prototype.register = async () => undefined; } },
  'the worker cannot be had': { missing: '/sw.js' },
  'the part for the browser cannot be had': { missing: '.wasm' },
  'JavaScript is off': { javaScriptEnabled: false },
  'the script of the app does not run': { missing: '/app-' },
};

let folder;
let host;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supple-without-'));
  execFileSync(BINARY, ['site', join(folder, 'site')], { env: { ...process.env, HOME: folder } });
  host = await plainHost(join(folder, 'site'));
});
after(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

async function withBrowser({ preferences, script, missing, javaScriptEnabled = true }, use, options = {}) {
  const profile = await mkdtemp(join(folder, 'profile-'));
  if (preferences) {
    await mkdir(join(profile, 'Default'), { recursive: true });
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  }
  const browser = await launchProfile(profile, { javaScriptEnabled, ...(preferences && wholeBrowser()), ...options });
  try {
    if (script) await browser.addInitScript(script);
    if (missing) await browser.route((url) => url.pathname.includes(missing), (route) => route.fulfill({ status: 404 }));
    await use(browser.pages()[0]);
  } finally {
    await browser.close();
  }
}

const without = (page) => page.locator('#without');

for (const [way, browser] of Object.entries(WAYS)) {
  test(`where ${way}, a page says so at once with the number first, and no form goes anywhere`, () => (
    withBrowser(browser, async (page) => {
      const posts = [];
      page.on('request', (request) => { if (request.method() === 'POST') posts.push(request.url()); });
      for (const path of ['/', '/check', '/now', '/floor', '/spasm', '/country', '/diary', '/keep', '/guide']) {
        const start = Date.now();
        await page.goto(host.origin + path);
        await without(page).waitFor({ state: 'visible', timeout: 5_000 });
        // Where nothing of ours runs, the stylesheet shows it after three seconds.
        assert.ok(Date.now() - start < (browser.missing === '/app-' ? 4_500 : 2_500), `${path}: ${Date.now() - start} ms`);
        const said = await without(page).innerText();
        assert.match(said, /^If you feel unsafe, call 112/, path);
        assert.match(said, /Turn JavaScript on[^]*keep data[^]*private window[^]*your own browser/, path);
        assert.doesNotMatch(await page.locator('body').innerText(), /It is stored\./, path);
        // It comes before everything else of the page.
        assert.equal(await page.locator('main > :not(link)').first().getAttribute('id'), 'without', path);
        if (await page.locator('main form button:visible').count() === 0) continue;
        await page.locator('main form button:visible').first().click({ force: true });
        await page.waitForTimeout(150);
        assert.equal(page.url(), host.origin + path, 'it is the same page');
        assert.equal(await without(page).isVisible(), true);
      }
      assert.deepEqual(posts, []);

      // The check can be read, the worst first, and so can the numbers of other countries.
      await page.goto(host.origin);
      await without(page).getByRole('link', { name: 'Read the warning signs' }).click();
      const signs = page.locator('#signs');
      await signs.waitFor({ state: 'visible' });
      const levels = await signs.locator('h3').allInnerTexts();
      assert.deepEqual(levels.map((level) => level.split(':')[0].replace(/ if .*/, '')), ['Emergency', 'See a doctor today', 'See a doctor soon']);
      assert.match(await signs.locator('ul').first().innerText(), /between your legs/);
      await without(page).locator('summary').click();
      assert.match(await without(page).locator('details').innerText(), /911[^]*United States/);
    })
  ));
}

test('a tap that waited while the app could not come is answered by the page that says so', () => (
  withBrowser({}, async (page) => {
    // The worker is refused only after the tap.
    await page.addInitScript(() => {
      ServiceWorkerContainer.prototype.register = () => new Promise((_, reject) => {
        addEventListener('submit', () => setTimeout(() => reject(new TypeError('no')), 300));
      });
    });
    await page.goto(host.origin);
    await page.waitForLoadState('load');
    assert.equal(await without(page).isVisible(), false);
    await page.locator('form[action="/spasm"] button').click();
    await page.locator('#app', { hasText: 'One moment' }).waitFor();
    await without(page).waitFor({ state: 'visible' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'without');
  })
));

test('a worker that takes long is waited for, and the page says meanwhile what can be done without it', () => (
  withBrowser({}, async (page) => {
    let send;
    await page.context().route(/\.wasm$/, async (route) => {
      await new Promise((resolve) => { send = resolve; });
      await route.continue();
    });
    await page.goto(host.origin);
    await page.locator('form[action="/spasm"] button').click();
    await without(page).waitFor({ state: 'visible', timeout: 12_000 });
    send();
    await page.waitForURL(/\/spasm\//, { timeout: 30_000 });
    assert.match(await page.locator('h1').innerText(), /^Stored at /);
  })
));

test('what is looked for before the app is there is not silently left out, and is found once it is', () => withBrowser({}, async (page) => {
  let send;
  const asked = new Promise((resolve) => { send = resolve; });
  await page.context().route(/\.wasm$/, async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(`${host.origin}/guide?q=zebra`);
  const line = page.locator('#app');
  await line.waitFor();
  assert.match(await line.innerText(), /^The search works when Supple is ready/);
  send();
  await line.getByRole('button', { name: 'Search now' }).click({ timeout: 30_000 });
  await page.locator('main', { hasText: 'The guide has nothing with these words' }).waitFor();
}));

test('where no app can come, the page that is searched says that it finds nothing', () => (
  withBrowser(WAYS['there are no workers'], async (page) => {
    await page.goto(`${host.origin}/guide?q=heat`);
    await without(page).waitFor();
    assert.match(await without(page).innerText(), /The search finds nothing until then\./);
    assert.equal(await page.locator('#app').isVisible(), false);
    await page.goto(host.origin);
    assert.doesNotMatch(await without(page).innerText(), /The search/);
  })
));

test('where the app comes, nothing is said of a browser without it', () => withBrowser({}, async (page) => {
  await page.goto(host.origin);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', null, { timeout: 30_000 });
  assert.equal(await without(page).isVisible(), false);
  await page.locator('form[action="/spasm"] button').click();
  await page.waitForURL(/\/spasm\//);
  assert.match(await page.locator('h1').innerText(), /^Stored at /);
  await page.goto(host.origin);
  assert.equal(await without(page).count(), 0);
  assert.match(await page.locator('main').innerText(), /Stored at \d\d:\d\d/);
  await page.goto(new URL('/spasm', host.origin).href);
  assert.match(await page.locator('main').innerText(), /One tap\. It is stored\./);
}));

for (const way of ['there are no workers', 'JavaScript is off']) {
  test(`a device that is not paired, where ${way}, gets the check from the server, and is told what is not stored`, () => (
    withApp(async (app) => {
      const { page } = await app.newPage({ width: 360, javaScript: way !== 'JavaScript is off', serviceWorkers: 'allow' });
      if (WAYS[way].script) await page.addInitScript(WAYS[way].script);
      await page.goto(`${app.origin}/check`);
      await page.locator('main form button:visible').last().click();
      await page.waitForLoadState();
      assert.match(await page.locator('body').innerText(), /Part 2|2 of/i);
      await page.goto(app.url);
      assert.doesNotMatch(await page.locator('body').innerText(), /It is stored\./);
      await page.locator('form[action="/spasm"] button').click();
      await page.getByRole('heading', { name: 'Nothing was stored' }).waitFor();
    }, { args: ['--host', 'supple.example'] })
  ));
}

for (const dark of [false, true]) {
  test(`what stands there can be read by everyone ${dark ? 'at night' : 'by day'}`, async () => {
    for (const width of [320, 360, 1280]) {
      const options = { viewport: { width, height: 740 }, colorScheme: dark ? 'dark' : 'light' };
      await withBrowser(WAYS['there are no workers'], async (page) => {
        for (const path of ['/', '/check', '/diary']) {
          await page.goto(host.origin + path);
          await without(page).locator('summary').click();
          assert.deepEqual(await axe(page), [], `${path} at ${width}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${width}`);
          if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `without${path.replace('/', '-')}-${width}-${dark}.png`) });
        }
      }, options);
    }
  });
}

test('no file of a site has a button that works without script', async () => {
  const names = await readdir(join(folder, 'site'), { recursive: true });
  const pages = names.filter((name) => name.endsWith('.html'));
  assert.ok(pages.length > 100, `${pages.length} pages`);
  await withBrowser({ javaScriptEnabled: false }, async (page) => {
    for (const name of pages.filter((_, at) => at % 7 === 0)) {
      await page.goto(`${host.origin}/${name}`);
      assert.equal(await page.locator('button:not([disabled]), input[type="submit"]').count(), 0, name);
    }
  });
});
