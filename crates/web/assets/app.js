// What makes the pages an app, where there is script. Every page is whole without it.

// The browser can be asked to keep the diary for good. Only it decides, and what it says is shown.
const persist = document.getElementById('persist');
if (persist && navigator.storage && navigator.storage.persist) {
  const answer = document.getElementById('persisted');
  const show = (kept) => {
    answer.textContent = kept ? persist.dataset.kept : persist.dataset.refused;
    persist.hidden = kept;
  };
  persist.hidden = false;
  navigator.storage.persisted().then((kept) => { if (kept) show(true); });
  persist.addEventListener('click', async () => show(await navigator.storage.persist()));
}
