// The service worker: answers every page of the app from this device.
//
// BUNDLE names what it is made of. Its files are fetched when it is installed, under names that change with their
// content; a new version waits until the person uses it, or until no page is open.

const CACHE = `supple-${BUNDLE.version}`;

importScripts(BUNDLE.glue, BUNDLE.paperGlue);

/** What only the server can answer: pairing, and the exchange of entries. */
const OF_THE_SERVER = ['/sync', '/pair', '/pair/state', '/pair/leave', '/pair/gone'];

/** What the server keeps: the devices that it lets in, the links for a practice, what reaches out. It is asked as long as it is there, and nothing of it is kept here. */
const OF_DEVICES = [
  '/keep/phone', '/keep/unpair', '/doctor/link', '/doctor/link/stop', '/check-on-me', '/channels', '/channels/ways',
  '/channels/press', '/channels/calendar', '/channels/push', '/channels/push/save',
];

/** How long someone waits for it. */
const DEVICES_MS = 5_000;

/** How long a page waits for the store to be opened before it goes on without: the pages themselves wait for it, too. */
const SOON_MS = 60;

/** How long a new worker waits for store and server before it takes over. */
const TAKE_OVER_MS = 5_000;

/** How long someone who erases everything waits for the server to hear of it. */
const ERASE_MS = 3_000;

/** How long someone waits who asks for a sync. */
const PATIENT_MS = 30_000;

/** Whether the host only sends files, and there is no server: `supple site` says so in this very script. */
const isSite = () => self.isSite === true;

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // Straight from where it is: what an older version has in the browser's own cache must not get in.
    await cache.add(new Request(BUNDLE.code, { cache: 'reload' }));
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const others = (await caches.keys()).filter((name) => name.startsWith('supple-') && name !== CACHE);
    await Promise.all(others.map((name) => caches.delete(name)));
    const { host, link } = await app();
    // The diary of the server comes first: a page must never show less than the one before.
    await Promise.race([host.ready.then(() => link.wish('news')).catch(() => {}), pause(TAKE_OVER_MS)]);
    await self.clients.claim();
  })());
});

self.addEventListener('message', (event) => {
  if (event.data === 'use') self.skipWaiting();
});

// The browser has found the network again.
self.addEventListener('sync', (event) => {
  event.waitUntil((async () => {
    const { host, link } = await app();
    await host.ready;
    await tellOf(await link.wish('network'));
  })());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname === '/pair' && event.request.method === 'POST') {
    event.respondWith(pair(event.request));
    return;
  }
  if (OF_THE_SERVER.includes(url.pathname)) return;
  if (url.pathname.startsWith('/offline/') || /^\/(shl|in|calendar|seen)(\/|$)/.test(url.pathname)) return;
  const answer = respond(event.request, url).catch((error) => fallBack(event.request, error));
  event.respondWith(answer);
  event.waitUntil(answer.then(() => after(event.request), () => {}));
});

let starting;

/** The app, started once. A start that failed is tried again with the next request. */
async function app() {
  const running = await (starting ??= start());
  if (!running.shelf.gone) return running;
  starting = start();
  return starting;
}

async function start() {
  try {
    const code = await caches.match(BUNDLE.code) ?? await fetch(BUNDLE.code);
    await wasm_bindgen({ module_or_path: code });
    const shelf = new IndexedDbStore(wasm_bindgen.checksum);
    const host = new Host(shelf, mark, new Printer());
    // The app answers before the store is there. What it is called in the diary is known only then.
    const running = { shelf, host, app: new wasm_bindgen.App(host, crypto.randomUUID(), isSite()) };
    running.link = running.app.link();
    host.whenErased = () => leave(running, true);
    host.prepare = async () => {
      await shelf.open();
      running.app.writeFor(await shelf.factOr('device', () => crypto.randomUUID()));
      await host.notice();
      await host.look();
      running.link.recall(await recall(shelf));
    };
    void host.ready;
    return running;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

/** What makes PDFs. It is loaded when a page is opened on which one is offered, and kept then. */
class Printer {
  /** The PDF of a print as JSON, or nothing where what makes it is not here. */
  async pdf(print) {
    this.started ??= this.start();
    if (!await this.started) {
      this.started = undefined;
      return undefined;
    }
    return paper.pdf(print);
  }

  async start() {
    const code = await this.load();
    if (!code) return false;
    await paper({ module_or_path: code });
    return true;
  }

  /** Its code, from here or from where the app came from. */
  async load() {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(BUNDLE.paper);
    if (kept) return kept;
    const fetched = await fetch(BUNDLE.paper).catch(() => undefined);
    if (!fetched?.ok) return undefined;
    await cache.put(BUNDLE.paper, fetched.clone()).catch(() => {});
    return fetched;
  }
}

async function respond(request, url) {
  let running;
  try {
    running = await app();
  } catch (error) {
    return fallBack(request, error);
  }
  const { host, link } = running;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const again = isSite() ? undefined : request.clone();
  if (request.mode === 'navigate' && await isPrepared(host)) {
    if (link.owes) host.after.push(link.wish('news'));
    if (!link.isReady && !host.known.lost) {
      // What the server has is not here yet, so it is the one to ask as long as it answers.
      const asked = await fetch(reads ? request : request.clone()).catch(() => undefined);
      host.after.push(link.wish('news'));
      if (asked) return asked;
    } else if (reads) {
      await soon(running);
    }
    if (OF_DEVICES.includes(url.pathname) && link.hasServer) {
      const asked = await Promise.race([fetch(reads ? request : request.clone()).catch(() => undefined), pause(DEVICES_MS)]);
      if (asked) return asked;
    }
    if (url.pathname === '/doctor/report') host.after.push(host.printer.load());
    // The page that tells of the storage and of the server has to tell of them as they are now.
    if (url.pathname === '/keep') {
      const counted = link.count();
      await Promise.race([host.look(), pause(SOON_MS)]);
      await Promise.race([counted, pause(SOON_MS)]);
    }
    if (url.pathname.startsWith('/devices')) return devices(running, request, url);
  }
  const ours = url.pathname === '/keep/erased' && !reads && isOurs(request)
    ? Response.redirect('/keep/erased', 303)
    : await answer(running, request, url);
  if (!reads && ours.headers.get('location')?.endsWith('/keep/erased')) return erased(running, ours);
  // Where the store was never opened nothing of this is stored here: the server may do better.
  if (ours.status >= 500 && again && host.hasFailed) return await fetch(again).catch(() => ours);
  return ours;
}

/** Whether the store is open, and what is known of it here; not waited for long, and not again where it was not there. */
async function isPrepared(host) {
  if (!host.isReady && !host.isLate) {
    await Promise.race([host.ready.catch(() => {}), pause(SOON_MS)]);
    host.isLate = !host.isReady;
  }
  return host.isReady;
}

/**
 * Everything was erased here. Where the server lets devices in by a code, it hears that this one is out; its own page then
 * has the browser delete all that it keeps for it, for a database that is emptied leaves its text on the disk.
 */
async function erased({ host, link }, ours) {
  if (!link.unpairs) return ours;
  await Promise.race([link.wish('unpair'), pause(ERASE_MS)]);
  if (link.unpairs || !link.mayClear) return ours;
  // The mark of a diary has to be gone before the worker is.
  while (host.after.length > 0) await Promise.allSettled(host.after.splice(0));
  return Response.redirect('/pair/gone', 303);
}

/** A new pairing. The server hears first that the old one is over: its cookie is replaced by this. */
async function pair(request) {
  const running = await app().catch(() => undefined);
  if (running && await isPrepared(running.host) && running.link.unpairs) await running.link.wish('unpair');
  return fetch(request);
}

/** Syncs no more until the person asks. With `unpairs`, the server is told that this browser is out. */
function leave({ host, link }, unpairs) {
  const left = link.leave(unpairs);
  host.carrier.giveUp();
  return left;
}

/** What is done with the server of this browser: both sides of it are of the browser. */
async function devices(running, request, url) {
  const { link } = running;
  if (request.method === 'POST' && isOurs(request)) {
    // A store that stands still must not hold the answer for ever; what was begun goes on.
    const patient = (work) => Promise.race([work, pause(PATIENT_MS)]);
    if (url.pathname === '/devices/sync') await patient(link.wish('again'));
    if (url.pathname === '/devices/join') await patient(link.wish('join'));
    if (url.pathname === '/devices/leave') await patient(leave(running, false));
    return Response.redirect('/keep', 303);
  }
  // It was just paired, and the person has said whether the two diaries are to become one.
  const welcome = url.searchParams.get('welcome');
  if (welcome && isOurs(request)) await link.wish('welcome');
  if (welcome === 'join' && isOurs(request)) await link.wish('join');
  return answer(running, request, url);
}

/** What the app answers. */
async function answer(running, request, url) {
  const body = new Uint8Array(await request.arrayBuffer());
  const { status, headers, body: content } = await running.app.answer(
    request.method, url.pathname + url.search, headersOf(request), body,
  );
  const location = headers.find(([name]) => name === 'location');
  if (location && status >= 300 && status < 400) return Response.redirect(new URL(location[1], url).href, status);
  const isEmpty = status === 204 || status === 304 || request.method === 'HEAD';
  return new Response(isEmpty ? null : content, { status, headers });
}

/** What goes on after an answer: the worker stays awake until it is done. */
async function after(request) {
  const { host, link } = await app();
  while (host.after.length > 0) await Promise.allSettled(host.after.splice(0));
  if (request.method === 'POST' && link.mayTry) await link.wish('news').then(tellOf);
}

/** Whether one of our own pages sent it: they say so (Referrer-Policy: same-origin), and another site cannot. */
function isOurs(request) {
  return request.referrer !== '' && new URL(request.referrer).origin === self.location.origin;
}

/** The headers that the pages look at. Some are added only on the way to a server, so they are made up here.
 * Who asks for a page and does not say from where may read, and sets off nothing ("none"). */
function headersOf(request) {
  const site = isOurs(request) ? 'same-origin' : request.method === 'GET' ? 'none' : 'cross-site';
  return [
    ...[...request.headers].flat(),
    'host', self.location.host, 'accept-language', navigator.languages.join(','), 'sec-fetch-site', site,
  ];
}

/** The app does not start here: the server may still answer. A host of files takes no form. */
async function fallBack(request, error) {
  try {
    if (isSite() && request.method === 'POST') throw error;
    return await fetch(request);
  } catch {
    const page = `<!DOCTYPE html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Supple</title>
<h1>Supple cannot start on this device</h1>
<p>If you feel unsafe, <a href="tel:112">call 112</a> or your own emergency number.</p>
<p>Load this page again. What you wrote down before is not touched.</p>
<p>The browser says: ${String(error).replace(/[&<>]/g, '')}</p>`;
    return new Response(page, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
  }
}
