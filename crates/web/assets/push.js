// Notifications on this device: asks the browser, and hands its subscription to the server with a form. Nothing is sent
// from here but that form.
//
// The page has the form, and every sentence that this may have to say:
//
//   <form method="post" action="/channels/push" data-push data-key="APPLICATION SERVER KEY" data-subscribed="HASHES">
//     <input type="hidden" name="subscription">
//     <button>Notify me on this device</button>
//   </form>
//   <div role="status">
//     <p hidden data-say="insecure">…</p>  the page did not come over https, so that browsers allow no notifications
//     <p hidden data-say="ios">…</p>       iPhone or iPad: only an app on the Home Screen gets notifications
//     <p hidden data-say="missing">…</p>   this browser has no push messages
//     <p hidden data-say="worker">…</p>    no service worker, as in a private window
//     <p hidden data-say="denied">…</p>    the person, or the browser for them, said no
//     <p hidden data-say="dismissed">…</p> the question was closed without an answer
//     <p hidden data-say="failed">…</p>    the push service of the browser did not answer, or something unknown
//     <p hidden data-say="asking">…</p>    the browser asks, and its push service is asked
//     <p hidden data-say="expired">…</p>   the subscription that the server has is not this browser's any more
//   </div>
//
// `data-key` is `VapidKey::public`. `data-subscribed` stands there, on any element, where the server has subscriptions: the
// `Subscription::endpoint_hash` of each, with spaces between. Without script the form comes with an empty `subscription`.
(() => {
  'use strict';

  /** How long a browser has to start the service worker. */
  const WORKER_MS = 10_000;

  /** Where the service worker marks that the subscription is another one. */
  const MARKS = 'push-of-supple';

  const form = document.querySelector('form[data-push]');
  const known = document.querySelector('[data-subscribed]');

  let frame;

  /** Shows one sentence and hides the others, so that it is read out again where it was there before. */
  function say(what) {
    const sentences = [...document.querySelectorAll('[data-say]')];
    for (const sentence of sentences) sentence.hidden = true;
    const named = (name) => sentences.find(({ dataset }) => dataset.say === name);
    const chosen = named(what) || named('failed');
    cancelAnimationFrame(frame);
    if (chosen) frame = requestAnimationFrame(() => { chosen.hidden = false; });
  }

  /** What makes it impossible here, whatever the person says. */
  function obstacle() {
    if (!isSecureContext) return 'insecure';
    const hasPush = 'PushManager' in window && 'Notification' in window;
    // Only there does a browser say whether a page was opened from the Home Screen.
    if (!hasPush && 'standalone' in navigator && !navigator.standalone) return 'ios';
    if (!('serviceWorker' in navigator)) return 'worker';
    return hasPush ? undefined : 'missing';
  }

  const bytes = (coded) => (
    Uint8Array.from(atob(coded.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
  );

  const coded = (buffer) => (
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  );

  /** The subscription of this browser for this key: the one that it has, or a new one. */
  async function subscription(registration, key) {
    const had = await registration.pushManager.getSubscription();
    if (had && had.options.applicationServerKey && coded(had.options.applicationServerKey) === key) return had;
    // One of another key stands in the way.
    if (had) await had.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  }

  /** Asks, subscribes and fills in the form. Gives what went wrong, if something did. */
  async function subscribe(field) {
    const cannot = obstacle();
    if (cannot) return cannot;
    try {
      // First of all: browsers ask only right after a tap.
      const permission = await Notification.requestPermission();
      if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'dismissed';
      const late = new Promise((done) => { setTimeout(done, WORKER_MS); });
      const registration = await Promise.race([navigator.serviceWorker.ready, late]);
      if (!registration) return 'worker';
      field.value = JSON.stringify(await subscription(registration, form.dataset.key));
      await caches.delete(MARKS);
      return undefined;
    } catch (error) {
      return error.name === 'NotAllowedError' ? 'denied' : 'failed';
    }
  }

  /** Whether one of the subscriptions that the server has is this browser's. */
  async function isCurrent(hashes) {
    if (Notification.permission !== 'granted') return false;
    const registration = await navigator.serviceWorker.getRegistration();
    const own = registration && await registration.pushManager.getSubscription();
    if (!own || await caches.match('/renew', { cacheName: MARKS })) return false;
    const own_hash = coded(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(own.endpoint)));
    return hashes.split(' ').includes(own_hash);
  }

  async function look() {
    const cannot = obstacle();
    if (cannot) return cannot;
    if (!known || !known.dataset.subscribed) return undefined;
    const current = await isCurrent(known.dataset.subscribed).catch(() => false);
    return current ? undefined : 'expired';
  }

  look().then((what) => { if (what) say(what); });

  if (!form) return;
  const field = form.elements.subscription;
  let asking = false;
  let asked = false;
  // Whoever comes back to this page asks anew.
  addEventListener('pageshow', () => { asked = false; });
  form.addEventListener('submit', async (event) => {
    if (asked) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    say('asking');
    const wrong = await subscribe(field);
    asking = false;
    asked = !wrong;
    if (wrong) say(wrong);
    else form.requestSubmit(event.submitter);
  });
})();
