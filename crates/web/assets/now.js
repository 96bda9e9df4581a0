// A timer that counts by itself. The page is right without this: it is asked for anew every few seconds.
//
// The end is kept, not the ticks: a phone that sleeps and a tab in the background change nothing.
(() => {
  'use strict';
  const clock = document.getElementById('clock');
  if (!clock || clock.dataset.left === undefined) return;
  const whole = Number(clock.dataset.whole);
  const ends = Date.now() + Number(clock.dataset.left) * 1000;
  const half = document.getElementById('half');
  const bar = document.querySelector('progress');
  let told = half === null || !half.hidden;
  let sound;

  // Sound needs a tap; nothing is heard before.
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn quiet';
  button.textContent = 'Sound at the end';
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    if (sound) { sound.close(); sound = undefined; } else { sound = new AudioContext(); }
    button.setAttribute('aria-pressed', String(Boolean(sound)));
    beep(1);
  });
  if (window.AudioContext) document.querySelector('.timing').append(button);

  function beep(times) {
    if (navigator.vibrate) navigator.vibrate(Array(times).fill([400, 200]).flat());
    if (!sound) return;
    for (let at = 0; at < times; at += 1) {
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      volume.gain.value = 0.2;
      tone.frequency.value = 660;
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + at * 0.6);
      tone.stop(sound.currentTime + at * 0.6 + 0.35);
    }
  }

  let over = false;
  function tick() {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    bar.value = whole - left;
    if (!told && left * 2 <= whole) {
      told = true;
      half.hidden = false;
      beep(2);
    }
    if (left === 0 && !over) {
      over = true;
      beep(4);
      // The server decides what comes now; the sound is let out first.
      setTimeout(() => location.reload(), sound ? 2600 : 300);
    }
  }
  setInterval(tick, 250);
  document.addEventListener('visibilitychange', tick);
  window.addEventListener('pageshow', tick);
})();
