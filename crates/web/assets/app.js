// On every page: brings the app onto this device, and says what it has to say about itself: that a newer one is ready,
// that entries came from another device. It never loads a page anew by itself. Every page is whole without it.

// A tap that saves a copy leaves the page as it is: the line beside it says what was asked for.
(() => {
  'use strict';
  const copy = document.getElementById('copy');
  if (!copy || copy.tagName !== 'A') return;
  const asked = document.getElementById('asked');
  copy.addEventListener('click', () => { asked.textContent = asked.dataset.asked; });
})();

// The browser can be asked to keep the diary for good. Only it decides, and what it says is shown.
(() => {
  'use strict';
  const persist = document.getElementById('persist');
  if (!persist || !navigator.storage || !navigator.storage.persist) return;
  const answer = document.getElementById('persisted');
  const show = (kept) => {
    answer.textContent = kept ? persist.dataset.kept : persist.dataset.refused;
    persist.hidden = kept;
  };
  persist.hidden = false;
  navigator.storage.persisted().then((kept) => { if (kept) show(true); });
  persist.addEventListener('click', async () => show(await navigator.storage.persist()));
})();

(() => {
  'use strict';
  const line = document.getElementById('app');
  const without = document.getElementById('without'); // Only on a page that a host of files sent.
  const { keeping } = document.documentElement.dataset;

  /** How long the app may take to come before a page says what can be done without it. */
  const LONG_MS = 8000;

  // Where someone fills in a form, waits for a timer or lies on the floor, nothing is said.
  let typed = false;
  addEventListener('input', () => { typed = true; });
  const isBusy = () => typed || document.body.classList.contains('floor') || document.getElementById('clock') !== null;

  function say(text, label, act) {
    if (isBusy()) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn quiet';
    button.textContent = label;
    button.addEventListener('click', act);
    line.replaceChildren(text, ' ', button);
    line.hidden = false;
  }

  /** The workers of this browser, if it lets them in: some windows have none, and some do not even let one ask. */
  function workers() {
    try {
      return navigator.serviceWorker;
    } catch {
      return undefined;
    }
  }

  const serviceWorker = workers();

  // A host that only sends files cannot take a form, nor can a server that this device is not paired with: it waits until
  // the app on this device answers. What is said of it never depends on whether it comes.
  const held = [];
  let cannot = false;
  const isHere = () => serviceWorker && serviceWorker.controller;

  function hold(event) {
    if (isHere()) return;
    const { target, submitter } = event;
    // The server answers the check for everyone, and nobody should wait for it.
    if (keeping === 'guest' && (cannot || target.getAttribute('action') === '/check')) return;
    event.preventDefault();
    if (cannot) return tellOfIt();
    held.push([target, submitter]);
    line.replaceChildren('One moment. This goes on when Supple is ready in this browser.');
    line.hidden = false;
  }

  const release = () => { for (const [form, submitter] of held.splice(0)) form.requestSubmit(submitter); };

  function tellOfIt() {
    without.hidden = false;
    without.className += ' now';
    line.hidden = true;
    without.scrollIntoView();
    without.focus();
  }

  /** The app cannot come, or has not come for long. */
  function noApp(isSure) {
    if (isHere()) return;
    // The server says itself what it does not take.
    cannot = isSure || keeping === 'guest';
    if (keeping === 'guest') release();
    if (keeping === 'site') {
      if (held.length > 0) return tellOfIt();
      without.hidden = false;
      without.className += ' now';
      line.hidden = true;
    }
  }

  if (keeping && !isHere()) {
    for (const button of document.querySelectorAll('button:disabled')) button.disabled = false;
    addEventListener('submit', hold);
    if (without && serviceWorker) without.hidden = true;
    // A host of files has one page for an address, whatever is looked for there.
    const looks = keeping === 'site' && new URLSearchParams(location.search).has('q');
    if (serviceWorker) {
      if (looks) {
        line.replaceChildren('The search works when Supple is ready in this browser. One moment.');
        line.hidden = false;
      }
      serviceWorker.addEventListener('controllerchange', () => {
        if (without) without.hidden = true;
        line.hidden = true;
        release();
        if (looks) say('Supple is ready.', 'Search now', () => location.reload());
      }, { once: true });
      setTimeout(noApp, LONG_MS, false);
    } else {
      noApp(true);
    }
  }
  if (!serviceWorker) return;

  // The page stays as it is: the newer one answers from the next page on.
  function ready(registration) {
    say('A newer Supple is ready.', 'Use it from the next page on', () => {
      if (registration.waiting) registration.waiting.postMessage('use');
      line.hidden = true;
    });
  }

  serviceWorker.addEventListener('message', ({ data, ports: [port] }) => {
    // A tapped notification asks whether this page can be left.
    if (data.asks === 'busy' && port) port.postMessage(isBusy());
    if (data.news > 0) say('New entries came from another device.', 'Show them', () => location.assign(location.href));
  });

  // Nothing of it before the page is there.
  addEventListener('load', async () => {
    let registration;
    try {
      registration = await serviceWorker.register('/sw.js');
    } catch {
      return noApp(true); // It was not built, or the browser keeps it out.
    }
    if (!registration) return noApp(true); // Some tools keep workers out without a word.
    const watch = (worker) => worker && worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && serviceWorker.controller) ready(registration);
      if (worker.state === 'redundant') noApp(true);
    });
    if (registration.waiting && serviceWorker.controller) ready(registration);
    watch(registration.installing);
    registration.addEventListener('updatefound', () => watch(registration.installing));
  });
})();

// Words for a doctor: copied with one tap, and printed from their sheet. Without script the link leads to the plain text.
(() => {
  'use strict';
  addEventListener('click', async (event) => {
    const copy = event.target.closest && event.target.closest('[data-copy]');
    if (!copy || !navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.textContent = 'Copied';
    } catch {
      location.assign(copy.href);
    }
  });
  const sheet = document.getElementById('print');
  if (sheet) {
    sheet.hidden = false;
    sheet.addEventListener('click', () => print());
  }
})();
