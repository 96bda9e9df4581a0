// On every page: the app comes onto this device, says when a newer one is ready, and asks the browser to keep the diary.
(() => {
  'use strict';
  if (!('serviceWorker' in navigator)) return;

  // Nothing of it before the page is there.
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {}); // Where it was not built, everything goes to the server.
  });
})();
