// Floor mode, where there is script: it notices the time, keeps the screen awake, and reads aloud on a tap.
// The page is whole without it.

// The page is no longer true in so many seconds. A phone that slept is late: it is looked at again when it wakes.
const left = Number(document.getElementById('main').dataset.left);
if (left > 0) {
  const ends = Date.now() + left * 1000;
  const look = () => {
    const wait = ends - Date.now();
    if (wait <= 0) location.replace(location.pathname);
    else setTimeout(look, Math.min(wait, 60_000));
  };
  look();
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
}

// The browser gives the lock back whenever the page is hidden, and may refuse it: then the screen just goes dark.
let asked = false;
const stayAwake = async () => {
  if (document.hidden || asked) return;
  asked = true;
  try {
    const lock = await navigator.wakeLock.request('screen');
    lock.addEventListener('release', () => { asked = false; });
  } catch {
    asked = false;
  }
};
if ('wakeLock' in navigator) {
  stayAwake();
  document.addEventListener('visibilitychange', stayAwake);
}

// Reading aloud is off until it is tapped, and forgets that it was.
const button = document.getElementById('aloud');
if ('speechSynthesis' in window && 'SpeechSynthesisUtterance' in window) {
  const quiet = () => { button.textContent = 'Read aloud'; button.removeAttribute('aria-pressed'); };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (button.hasAttribute('aria-pressed')) {
      speechSynthesis.cancel();
      quiet();
      return;
    }
    const text = button.dataset.reads.split(' ').map((id) => document.getElementById(id).textContent).join(' ');
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = document.documentElement.lang;
    speech.rate = 0.9;
    speech.onend = quiet;
    speech.onerror = quiet;
    button.textContent = 'Stop reading';
    button.setAttribute('aria-pressed', 'true');
    speechSynthesis.cancel();
    speechSynthesis.speak(speech);
  });
  addEventListener('pagehide', () => speechSynthesis.cancel());
}
