// The service worker: answers every page of the app from this device.
//
// BUNDLE names what it is made of. Its files are fetched when it is installed, under names that change with their
// content; a new version waits until the person uses it, or until no page is open.

const CACHE = `supple-${BUNDLE.version}`;

importScripts(BUNDLE.glue);

/** What only the server can answer: pairing, and the exchange of entries. */
const OF_THE_SERVER = ['/sync', '/pair', '/pair/state'];

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
    await app();
    await self.clients.claim();
  })());
});

self.addEventListener('message', (event) => {
  if (event.data === 'use') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || OF_THE_SERVER.includes(url.pathname)) return;
  if (url.pathname.startsWith('/offline/')) return;
  const answer = respond(event.request, url);
  event.respondWith(answer);
  event.waitUntil(answer.then(after, after));
});

/** What goes on after an answer: the worker stays awake until it is done. */
async function after() {
  const { host } = await app();
  while (host.after.length > 0) await Promise.allSettled(host.after.splice(0));
}

let starting;

/** The app, started once. A start that failed is tried again with the next request. */
function app() {
  starting ??= start().catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function start() {
  const cached = await caches.match(BUNDLE.code) ?? await fetch(BUNDLE.code);
  await wasm_bindgen({ module_or_path: cached });
  const shelf = await Shelf.open(wasm_bindgen.checksum);
  const device = await shelf.factOr('device', () => crypto.randomUUID());
  const host = new Host(shelf, mark);
  await host.notice();
  await host.look();
  return { shelf, host, app: new wasm_bindgen.App(host, device) };
}

async function respond(request, url) {
  let running;
  try {
    running = await app();
    if (running.shelf.gone) {
      starting = undefined;
      running = await app();
    }
    // The one page that tells of the storage has to tell of it as it is now.
    if (url.pathname === '/keep') await running.host.look();
  } catch (error) {
    return fallBack(request, error);
  }
  const body = new Uint8Array(await request.arrayBuffer());
  const answer = await running.app.answer(request.method, url.pathname + url.search, headersOf(request), body);
  const location = answer.headers.find(([name]) => name === 'location');
  if (location && answer.status >= 300 && answer.status < 400) {
    return Response.redirect(new URL(location[1], url).href, answer.status);
  }
  const empty = answer.status === 204 || answer.status === 304 || request.method === 'HEAD';
  return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers });
}

/** The headers that the pages look at. Some are added only on the way to a server, so they are made up here. */
function headersOf(request) {
  const headers = [...request.headers].flat();
  headers.push('host', self.location.host, 'accept-language', navigator.languages.join(','));
  // Our own pages say where they come from (Referrer-Policy: same-origin); another site's form cannot.
  const ours = request.referrer && new URL(request.referrer).origin === self.location.origin;
  headers.push('sec-fetch-site', ours ? 'same-origin' : request.method === 'GET' ? 'none' : 'cross-site');
  return headers;
}

/** The app does not start here: the server may still answer. */
async function fallBack(request, error) {
  try {
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
