// Notifications that a server pushes: shown as they come, and what a tap on one opens.
//
// A message is a declarative push message (W3C Push API): `crates/push` writes it. Safari shows it by itself and asks
// nothing here; every other browser hands it over. The app is not started for it.

/** What is shown in place of a message that cannot be read: for a push that shows nothing, browsers take the permission away. */
const UNREADABLE = { title: 'Supple', body: 'There is something for you in Supple.', navigate: '/' };

/** Where it is marked that the browser's subscription is another one, until the page of notifications has looked. */
const PUSH_MARKS = 'push-of-supple';

/** How long a page has to say that it can be left. */
const BUSY_MS = 300;

self.addEventListener('push', (event) => event.waitUntil(notify(event.data)));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(ownAddress(event.notification.data?.navigate)));
});

// Nothing is sent from here: which server has the old subscription, only a page knows. `push.js` of the pages looks.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(caches.open(PUSH_MARKS).then((marks) => marks.put('/renew', new Response('changed'))));
});

/** Shows a message. */
function notify(data) {
  const { title, body, lang, dir, tag, silent, navigate } = readMessage(data);
  return self.registration.showNotification(title, {
    body: textOf(body),
    lang: textOf(lang),
    dir: ['ltr', 'rtl'].includes(dir) ? dir : 'auto',
    tag: textOf(tag),
    silent: silent === true,
    // What takes the place of an unread one is heard, too; that needs a tag.
    renotify: textOf(tag) !== '' && silent !== true,
    data: { navigate },
  });
}

const textOf = (value) => (typeof value === 'string' ? value : '');

/** What a message says, or general words. */
function readMessage(data) {
  try {
    const { web_push: number, notification } = data.json();
    return number === 8030 && textOf(notification.title) !== '' ? notification : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** An address of our own origin; what leads elsewhere leads to the start. */
function ownAddress(address) {
  const { origin } = self.location;
  try {
    const url = new URL(textOf(address), origin);
    if (url.origin === origin) return url.href;
  } catch { /* Not an address at all. */ }
  return `${origin}/`;
}

/** Opens a page: in a window that is open and can be left, or else in a new one. What someone is typing is never taken away. */
async function openPage(address) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const isThere = ({ url }) => url === address;
  const free = await Promise.all(windows.map(async (one) => (await isFree(one) ? [one] : [])));
  const [window] = free.flat().sort((one, other) => isThere(other) - isThere(one));
  const there = windows.find(isThere);
  // A browser that gives no window the focus may still turn its page.
  const focus = (one) => one.focus().catch(() => {});
  if (window) {
    await focus(window);
    const turned = await window.navigate(address).then(() => true, () => false);
    if (turned) return;
  } else if (there) {
    await focus(there);
    return;
  }
  await self.clients.openWindow(address);
}

/** Whether a page says of itself that it can be left (`app.js`). One that says nothing may be a form. */
function isFree(window) {
  return new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answer(data === false);
    setTimeout(answer, BUSY_MS, false);
    window.postMessage({ asks: 'busy' }, [port2]);
  });
}
