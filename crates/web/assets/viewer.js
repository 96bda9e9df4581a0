// Opens a SMART Health Link of this server: fetches what waits under it, decrypts it with the key behind the #, shows it.
(() => {
  'use strict';
  const at = (id) => document.getElementById(id);
  const say = (line) => { at('state').textContent = line; };
  const GONE = 'This link has ended, or the patient has stopped it. Ask the patient for a new code.';
  const NOT_READ = 'What waits under this link cannot be read with the key in it. Scan the code again.';

  const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

  // What stands in the link, if it is one of this server.
  function read() {
    const found = /#(?:.*)shlink:\/([\w-]+)$/.exec(location.href);
    if (!found) return undefined;
    try {
      const link = JSON.parse(textOf(bytesOf(found[1])));
      const isOurs = new URL(link.url).origin === location.origin;
      return isOurs && bytesOf(link.key).length === 32 ? link : undefined;
    } catch {
      return undefined;
    }
  }

  async function decrypted(link, envelope) {
    const [header, , nonce, file, tag] = envelope.split('.');
    const key = await crypto.subtle.importKey('raw', bytesOf(link.key), 'AES-GCM', false, ['decrypt']);
    const sealed = await new Blob([bytesOf(file), bytesOf(tag)]).arrayBuffer();
    const additionalData = new TextEncoder().encode(header);
    return textOf(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(nonce), additionalData }, key, sealed));
  }

  function show(json) {
    const bundle = JSON.parse(json);
    const files = (bundle.entry ?? [])
      .filter(({ resource }) => resource?.resourceType === 'DocumentReference')
      .flatMap(({ resource }) => resource.content.map(({ attachment }) => attachment));
    const of = (kind) => files.find((file) => file.contentType === kind)?.data;
    const give = (id, bytes, type) => { at(id).href = URL.createObjectURL(new Blob([bytes], { type })); };
    const pdf = of('application/pdf');
    if (pdf) give('pdf', bytesOf(pdf), 'application/pdf');
    at('pdf').hidden = !pdf;
    give('data', json, 'application/fhir+json');
    const text = of('text/plain');
    at('text').textContent = text ? textOf(bytesOf(text)) : '';
    at('text').hidden = !text;
    at('ask').hidden = true;
    at('shown').hidden = false;
    say('');
  }

  // Gives what waits, or says why it does not.
  async function fetched(link, passcode) {
    const recipient = 'A browser';
    const isLocked = link.flag?.includes('P');
    const body = JSON.stringify({ recipient, passcode });
    const answer = isLocked
      ? await fetch(link.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      : await fetch(`${link.url}?${new URLSearchParams({ recipient })}`);
    if (answer.status === 401) {
      const { remainingAttempts: left } = await answer.json();
      if (left === 0) at('ask').hidden = true;
      say(left === 0 ? GONE : `This passcode is wrong. ${left === 1 ? 'One try is' : `${left} tries are`} left.`);
      return undefined;
    }
    if (!answer.ok) {
      at('ask').hidden = true;
      say(answer.status === 404 ? GONE : 'The server of the patient cannot give it now. Try again in a moment.');
      return undefined;
    }
    return isLocked ? (await answer.json()).files[0].embedded : answer.text();
  }

  async function open(link, passcode) {
    say('Opening…');
    let envelope;
    try {
      envelope = await fetched(link, passcode);
    } catch {
      say('The server of the patient cannot be reached. Try again in a moment.');
    }
    if (!envelope) return;
    try {
      show(await decrypted(link, envelope));
    } catch {
      say(NOT_READ);
    }
  }

  // Another code, scanned into the same tab.
  addEventListener('hashchange', () => location.reload());
  const link = read();
  if (!link) say('There is no link in this address, or it is not one of this server. Scan the whole code again.');
  else if (!crypto.subtle) say('This address has no HTTPS, so this browser decrypts nothing. Ask the patient for the PDF.');
  else if (!link.flag?.includes('P')) open(link);
  else {
    say('');
    at('ask').hidden = false;
    at('ask').addEventListener('submit', (event) => {
      event.preventDefault();
      open(link, at('passcode').value.trim());
    });
  }
})();
