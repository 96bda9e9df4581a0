// An exercise that counts by itself, and is heard by a voice of this device or by tones. The page is right without this: it is
// asked for anew every few seconds.
//
// The end is kept, not the ticks: a phone that sleeps and a tab in the background change nothing.
(() => {
  'use strict';
  const count = document.getElementById('count');
  const walk = document.getElementById('clock');
  const clock = count || walk;
  if (!clock || clock.dataset.left === undefined) return;
  const told = (name) => Number(clock.dataset[name]);
  const whole = told('whole');
  const ends = Date.now() + told('left') * 1000;
  const bar = document.querySelector('progress');
  const words = count && document.getElementById('words').dataset;
  const bars = count ? [...count.querySelectorAll('.bars i')] : [];
  let sound;
  let voice;
  let last = '';

  // What is done after so many seconds: the same as the server counts.
  function at(after) {
    const once = told('into') + told('hold') + told('out');
    const set = told('times') * told('sides') * once;
    if (after < told('ready')) return { beat: 'ready', left: told('ready') - after, set: 1, time: 1, other: false };
    const since = after - told('ready');
    const sets = Math.floor(since / (set + told('rest')));
    let within = since % (set + told('rest'));
    if (within >= set) return { beat: 'rest', left: set + told('rest') - within, set: sets + 2, time: 1, other: false };
    const turns = Math.floor(within / once);
    within %= once;
    for (const beat of ['into', 'hold', 'out']) {
      if (within < told(beat)) {
        return {
          beat, left: told(beat) - within, set: sets + 1, time: Math.floor(turns / told('sides')) + 1, other: turns % told('sides') === 1,
        };
      }
      within -= told(beat);
    }
    return undefined;
  }

  function line(now) {
    const parts = [];
    if (now.beat !== 'rest') parts.push(`${now.time}${words.of}${told('times')}${now.other ? words.side : ''}`);
    if (told('sets') > 1) parts.push(`${words.set}${now.set}${words.of}${told('sets')}`);
    return parts.join('. ');
  }

  // Sound needs a tap; nothing is heard before. A voice that is not of this device would send the words away.
  const own = () => (window.speechSynthesis ? speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith('en')) : undefined);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn quiet';
  button.textContent = 'Count aloud';
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    if (sound) { sound.close(); sound = undefined; } else { sound = new AudioContext(); voice = own(); }
    button.setAttribute('aria-pressed', String(Boolean(sound)));
    say('');
  });
  if (window.AudioContext) document.querySelector('.timing').append(button);

  function say(text) {
    if (!sound) return;
    if (voice && text) {
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.voice = voice;
      spoken.lang = voice.lang;
      speechSynthesis.cancel();
      speechSynthesis.speak(spoken);
      return;
    }
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.value = 0.2;
    tone.frequency.value = 660;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.2);
  }

  let over = false;
  function tick() {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    if (bar) bar.value = whole - left;
    const now = count && left > 0 ? at(whole - left) : undefined;
    if (now) {
      document.getElementById('seconds').textContent = now.left;
      document.getElementById('beat').textContent = words[now.beat];
      document.getElementById('time').textContent = line(now);
      bars.forEach((one, place) => {
        one.className = now.beat === 'rest' || place + 1 > now.time ? '' : place + 1 < now.time ? 'done' : 'now';
      });
      const heard = `${now.set} ${now.time} ${now.other} ${now.beat}`;
      if (heard !== last) say(words[now.beat]);
      last = heard;
    } else if (walk) {
      walk.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      if (last === '' && left * 2 <= whole && left > 0) { last = 'half'; say('Half of the time is over. Turn round.'); }
    }
    if (left === 0 && !over) {
      over = true;
      if (navigator.vibrate) navigator.vibrate([400, 200, 400]);
      say('Done');
      // The server decides what comes now; the sound is let out first.
      setTimeout(() => location.reload(), sound ? 1500 : 300);
    }
  }
  setInterval(tick, 250);
  document.addEventListener('visibilitychange', tick);
  window.addEventListener('pageshow', tick);
})();
