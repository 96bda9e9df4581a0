// On every page: brings the app onto this device, and says what it has to say about itself: that a newer one is ready,
// that entries came from another device. It never loads a page anew by itself. Every page is whole without it.

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
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const line = document.getElementById('app');

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

  // The page stays as it is: the newer one answers from the next page on.
  function ready(registration) {
    say('A newer Supple is ready.', 'Use it from the next page on', () => {
      registration.waiting?.postMessage('use');
      line.hidden = true;
    });
  }

  serviceWorker.addEventListener('message', ({ data }) => {
    if (data.news > 0) say('New entries came from another device.', 'Show them', () => location.assign(location.href));
  });

  // Nothing of it before the page is there.
  addEventListener('load', async () => {
    let registration;
    try {
      registration = await serviceWorker.register('/sw.js');
    } catch {
      return; // Where it was not built, everything goes to the server.
    }
    if (!registration) return; // Some tools keep workers out without a word.
    if (registration.waiting && serviceWorker.controller) ready(registration);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed' && serviceWorker.controller) ready(registration);
      });
    });
  });

  // A host that only sends files cannot take a form: it waits until the app on this device answers.
  if (document.documentElement.dataset.keeping === 'site' && !serviceWorker.controller) {
    addEventListener('submit', (event) => {
      if (serviceWorker.controller) return;
      event.preventDefault();
      const { target, submitter } = event;
      serviceWorker.addEventListener('controllerchange', () => target.requestSubmit(submitter), { once: true });
    });
  }
})();

// Words for a doctor: copied with one tap, and printed from their sheet. Without script the link leads to the plain text.
(() => {
  'use strict';
  addEventListener('click', async (event) => {
    const copy = event.target.closest?.('[data-copy]');
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
