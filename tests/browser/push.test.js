// Notifications: a push message is shown by the service worker, and leads to its page; and a page subscribes the browser.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { axe, launchProfile, leaving, plainHost, wholeBrowser, withApp } from './harness.js';

/** As `Message::payload` of `crates/push` writes it. */
const message = (origin, changed = {}) => JSON.stringify({
  web_push: 8030,
  notification: {
    title: 'Supple', lang: 'en', dir: 'ltr', body: 'You have something planned.', navigate: `${origin}/now`, tag: 'plan',
    silent: false, ...changed,
  },
});

/** How long a notification may take. */
const SHOWN_MS = 10_000;

/** Waits until the worker answers for this page. */
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** The service worker of a page. */
const workerOf = (page) => (
  page.context().serviceWorkers().find((one) => one.url().startsWith(new URL(page.url()).origin))
);

/**
 * Delivers push messages to the service worker of a page, as the browser does when one comes, and waits until it has shown
 * something: who asks a browser before that what it shows, makes it forget what it was about to show.
 */
async function deliverer(page) {
  const { origin } = new URL(page.url());
  const session = await page.context().newCDPSession(page);
  const registered = new Promise((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await workerOf(page).evaluate(() => {
    const show = self.registration.showNotification.bind(self.registration);
    self.registration.showNotification = (...words) => {
      const showing = show(...words);
      self.showing = showing.then(() => true);
      return showing;
    };
  });
  return async (data) => {
    await workerOf(page).evaluate(() => { self.showing = undefined; });
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    const until = Date.now() + SHOWN_MS;
    while (!await workerOf(page).evaluate(() => self.showing)) {
      assert.ok(Date.now() < until, `nothing is shown for ${data}`);
      await page.waitForTimeout(20);
    }
  };
}

/** The notifications that stand on the screen. */
const shown = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  const all = await registration.getNotifications();
  return all.map(({ title, body, tag, lang, silent }) => ({ title, body, tag, lang, silent }));
});

const clear = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  for (const notification of await registration.getNotifications()) notification.close();
});

/**
 * Taps the notification that is shown. No protocol of the browser does it, so the event is made up in the worker, and a
 * window that would be opened is only told: browsers open one after a real tap alone.
 */
async function tap(page) {
  return workerOf(page).evaluate(async () => {
    const [notification] = await self.registration.getNotifications();
    let opened = null;
    let done;
    self.clients.openWindow = async (address) => { opened = address; };
    const event = new NotificationEvent('notificationclick', { notification });
    event.waitUntil = (promise) => { done = promise; };
    self.dispatchEvent(event);
    await done;
    return { opened, left: (await self.registration.getNotifications()).length };
  });
}

/** Runs `use` with the app in a browser that lets it notify, once the worker answers, and with what delivers a message. */
async function withWorker(use) {
  const profile = await mkdtemp(join(tmpdir(), 'supple-push-'));
  try {
    await withApp(async (app) => {
      const browser = await launchProfile(profile, wholeBrowser());
      try {
        await browser.grantPermissions(['notifications'], { origin: app.origin });
        const requests = [];
        browser.on('request', (request) => requests.push(request.url()));
        const [page] = browser.pages();
        await page.goto(app.url);
        await controlled(page);
        await use(app, page, await deliverer(page));
        assert.deepEqual(leaving(app, requests), []);
      } finally {
        await browser.close();
      }
    });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

test('a push message is shown with its words, and a tap leads the open page there', () => withWorker(async (app, page, deliver) => {
  await deliver(message(app.origin));
  assert.deepEqual(await shown(page), [
    { title: 'Supple', body: 'You have something planned.', tag: 'plan', lang: 'en', silent: false },
  ]);
  // One with the same tag takes its place.
  await deliver(message(app.origin, { body: 'It is time.', silent: true }));
  assert.deepEqual(await shown(page), [
    { title: 'Supple', body: 'It is time.', tag: 'plan', lang: 'en', silent: true },
  ]);
  assert.deepEqual(await tap(page), { opened: null, left: 0 });
  await page.waitForURL(`${app.origin}/now`);
}));

test('what someone is typing is never taken away: the page of a notification opens in a window of its own', () => (
  withWorker(async (app, page, deliver) => {
    await page.goto(`${app.origin}/log/note`);
    const field = page.locator('main textarea, main input[type=text]').first();
    await field.fill('Slept badly');
    await deliver(message(app.origin));
    assert.deepEqual(await tap(page), { opened: `${app.origin}/now`, left: 0 });
    assert.equal(await field.inputValue(), 'Slept badly');
    assert.equal(page.url(), `${app.origin}/log/note`);
  })
));

test('a message that cannot be read is shown in general words, and no notification leads to another site', () => (
  withWorker(async (app, page, deliver) => {
    const general = [{ title: 'Supple', body: 'There is something for you in Supple.', tag: '', lang: '', silent: false }];
    const unreadable = [
      '', 'null', '7', '[]', 'not JSON', '{}', '{"web_push":8030}', '{"web_push":8030,"notification":{"title":""}}',
      '{"web_push":8030,"notification":{"title":7}}', '{"web_push":1,"notification":{"title":"Other"}}',
    ];
    for (const data of unreadable) {
      await deliver(data);
      assert.deepEqual(await shown(page), general, data);
      await clear(page);
    }
    for (const navigate of ['https://other.example/now', '//other.example/', 'javascript:alert(1)', 7, undefined]) {
      await page.goto(`${app.origin}/now`);
      await deliver(message(app.origin, { navigate }));
      assert.deepEqual(await tap(page), { opened: null, left: 0 }, String(navigate));
      await page.waitForURL(`${app.origin}/`);
    }
  })
));

// The page. It stands here as the script wants it, until there is one that says more.

const HASH = 'HASH-OF-AN-ADDRESS';
const KEY = 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';
const SENTENCES = ['insecure', 'ios', 'missing', 'worker', 'denied', 'dismissed', 'failed', 'asking', 'expired'];

const PAGE = (subscribed) => `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Notifications</title>
<main><h1>Notifications</h1>
<form method="post" action="/channels/push" data-push data-key="${KEY}"${subscribed ? ` data-subscribed="${subscribed}"` : ''}>
  <input type="hidden" name="subscription">
  <button style="min-height: 3rem">Notify me on this device</button>
</form>
<div role="status">${SENTENCES.map((name) => `<p hidden data-say="${name}">It is ${name}.</p>`).join('')}</div></main>
<script src="/push.js"></script></html>`;

const file = (path) => fileURLToPath(new URL(`../../crates/${path}`, import.meta.url));

/** Runs `use` with an empty page of a browser, and the address of the page. `before` runs in it before its script does. */
async function withPage({ subscribed, before, worker = true, permissions = [] }, use) {
  const folder = await mkdtemp(join(tmpdir(), 'supple-push-'));
  const browser = await chromium.launch({ ...wholeBrowser(), args: ['--no-sandbox'] });
  let host;
  try {
    await writeFile(join(folder, 'index.html'), PAGE(subscribed));
    await copyFile(file('web/assets/push.js'), join(folder, 'push.js'));
    await copyFile(file('worker/js/push.js'), join(folder, 'sw.js'));
    host = await plainHost(folder);
    const context = await browser.newContext();
    await context.grantPermissions(permissions, { origin: host.origin });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.route('**/channels/push', (route) => route.fulfill({ contentType: 'text/html', body: 'It is kept.' }));
    if (worker) {
      await page.goto(host.origin);
      await page.evaluate(async () => {
        await navigator.serviceWorker.register('/sw.js');
        await navigator.serviceWorker.ready;
      });
    }
    if (before) await page.addInitScript(before);
    await page.goto(host.origin);
    await use(page, host);
  } finally {
    await browser.close();
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const said = (page) => page.locator('[role=status]').innerText();
const says = (page, what) => page.getByText(`It is ${what}.`).waitFor();
const press = (page) => page.getByRole('button').click();

/** A push service that answers at once, in place of the one of the browser, which is not here. */
const SERVICE = () => {
  const kept = () => JSON.parse(sessionStorage.getItem('subscribed') ?? 'null');
  const made = (json) => json && {
    endpoint: json.endpoint,
    options: { applicationServerKey: Uint8Array.from(json.key).buffer },
    toJSON: () => ({ endpoint: json.endpoint, expirationTime: null, keys: { p256dh: 'B', auth: 'A' } }),
    unsubscribe: async () => { sessionStorage.removeItem('subscribed'); return true; },
  };
  PushManager.prototype.getSubscription = async () => made(kept());
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || kept()) throw new DOMException('no', 'InvalidStateError');
    const key = [...applicationServerKey];
    sessionStorage.setItem('subscribed', JSON.stringify({ endpoint: 'https://push.example/p/1', key }));
    return made(kept());
  };
};

/** Presses, and gives what the form sent. */
async function sent(page) {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === 'POST'), page.waitForURL('**/channels/push'), press(page),
  ]);
  return JSON.parse(new URLSearchParams(request.postData()).get('subscription'));
}

const OBSTACLES = {
  insecure: () => Object.defineProperty(window, 'isSecureContext', { value: false }),
  ios: () => {
    delete window.PushManager;
    Object.defineProperty(navigator, 'standalone', { value: false });
  },
  missing: () => { delete window.PushManager; },
  worker: () => { delete Navigator.prototype.serviceWorker; },
};

for (const [obstacle, before] of Object.entries(OBSTACLES)) {
  test(`a browser that cannot notify is told why at once, and again on a press: ${obstacle}`, () => (
    withPage({ before, permissions: ['notifications'] }, async (page) => {
      await says(page, obstacle);
      await press(page);
      await says(page, obstacle);
      assert.equal(await said(page), `It is ${obstacle}.`);
      assert.deepEqual(await axe(page), []);
    })
  ));
}

const ANSWERS = {
  denied: () => { Notification.requestPermission = async () => 'denied'; },
  dismissed: () => { Notification.requestPermission = async () => 'default'; },
  failed: () => {
    PushManager.prototype.subscribe = async () => { throw new DOMException('no answer', 'AbortError'); };
  },
};

for (const [answer, before] of Object.entries(ANSWERS)) {
  test(`what became of the question is said, and the form is not sent: ${answer}`, () => (
    withPage({ before, permissions: ['notifications'] }, async (page) => {
      let isSent = false;
      page.on('request', (request) => { isSent ||= request.method() === 'POST'; });
      await press(page);
      await says(page, answer);
      assert.equal(await said(page), `It is ${answer}.`);
      assert.equal(isSent, false);
    })
  ));
}

test('where no worker comes, a press says so', () => withPage({ worker: false, permissions: ['notifications'] }, async (page) => {
  await press(page);
  await says(page, 'asking');
  await says(page, 'worker');
}));

test('a press subscribes with the key of the server and sends what the browser gave', () => (
  withPage({ before: SERVICE, permissions: ['notifications'] }, async (page) => {
    const subscription = await sent(page);
    assert.equal(subscription.endpoint, 'https://push.example/p/1');
    assert.deepEqual(Object.keys(subscription.keys), ['p256dh', 'auth']);
    const { key } = await page.evaluate(() => JSON.parse(sessionStorage.getItem('subscribed')));
    assert.equal(Buffer.from(key).toString('base64url'), KEY);
  })
));

test('a subscription for another key makes way, and one for this key is sent again', () => (
  withPage({ before: SERVICE, permissions: ['notifications'] }, async (page, host) => {
    await page.evaluate(() => {
      sessionStorage.setItem('subscribed', JSON.stringify({ endpoint: 'https://push.example/p/old', key: [4, 1] }));
    });
    const first = await sent(page);
    assert.equal(first.endpoint, 'https://push.example/p/1');
    await page.goto(host.origin);
    const second = await sent(page);
    assert.deepEqual(second, first);
  })
));

/** The browser has the subscription that the server has. */
const SUBSCRIBED = () => {
  PushManager.prototype.getSubscription = async () => ({ endpoint: 'https://push.example.net/push/1' });
};
/** What `Subscription::endpoint_hash` of `crates/push` gives for it. */
const ITS_HASH = 'Add_PmLWg9ONIvPgDmViaqan_GvzfXmKTbWPCW-HTVQ';

for (const [what, subscribed, isExpired] of [['the same', ITS_HASH, false], ['another', HASH, true]]) {
  test(`each time the page is opened, the subscription is compared with the server's: ${what}`, () => (
    withPage({ subscribed, before: SUBSCRIBED, permissions: ['notifications'] }, async (page) => {
      if (isExpired) await says(page, 'expired');
      else await page.waitForTimeout(1_000);
      assert.equal(await said(page), isExpired ? 'It is expired.' : '');
    })
  ));
}

test('a subscription that is gone, or may no longer notify, is said to be over', async () => {
  await withPage({ subscribed: ITS_HASH, permissions: ['notifications'] }, (page) => says(page, 'expired'));
  await withPage({ subscribed: ITS_HASH, before: SUBSCRIBED }, (page) => says(page, 'expired'));
});

test('a subscription that the browser changed is said to be over, until the device has subscribed again', () => (
  withPage({ subscribed: ITS_HASH, before: SUBSCRIBED, permissions: ['notifications'] }, async (page) => {
    const [worker] = page.context().serviceWorkers();
    await worker.evaluate(async () => {
      let done;
      const event = new ExtendableEvent('pushsubscriptionchange');
      event.waitUntil = (promise) => { done = promise; };
      self.dispatchEvent(event);
      await done;
    });
    await page.reload();
    await says(page, 'expired');
    await page.evaluate(SERVICE);
    await sent(page);
    assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  })
));
