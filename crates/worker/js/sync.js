// The way to the server: carries what the controller of the syncs asks for, and writes down what the next start has to
// know. When the server is asked, and what its answers mean, the controller decides (`crates/journal/src/controller`).

/** The longest that an answer of the server may take. */
const ANSWER_MS = 20_000;

/** What is written down of the syncs. */
const FACTS_OF_SYNC = ['theirs', 'ready', 'left', 'unpairs', 'link'];

/** What was written down of the last time, as JSON. */
async function recall(shelf) {
  const facts = await Promise.all(FACTS_OF_SYNC.map(async (name) => [name, await shelf.fact(name)]));
  return JSON.stringify(Object.fromEntries(facts));
}

/** Writes facts down, all at once. Without JSON, a fact is removed. */
function noteFacts(shelf, facts) {
  return Promise.all(facts.map(([name, json]) => shelf.note(name, json === undefined ? undefined : JSON.parse(json))));
}

/** The bytes of an answer; of one that is too long, some more than the most. */
async function bytesOf(response, most) {
  const parts = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
    length += part.value.length;
    parts.push(part.value);
    if (length > most) {
      await reader.cancel();
      break;
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

class Carrier {
  /** What answers; no other place is asked in its stead. */
  async ask(path, method, headers, body, most) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), ANSWER_MS);
    if (path !== '/pair/leave') this.stop = stop;
    try {
      const response = await fetch(path, {
        method, headers, body, redirect: 'manual', cache: 'no-store', signal: stop.signal,
      });
      return {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        schema: response.headers.get('supple-schema'),
        body: await bytesOf(response, most),
      };
    } finally {
      clearTimeout(late);
    }
  }

  /** Nobody waits for what a sync asks any more. */
  giveUp() { this.stop?.abort(); }
}

/** Syncs before a page is answered, but not for long. */
async function soon({ link, host }) {
  if (!link.mayTry) return;
  const patience = link.patience();
  const going = link.wish('news');
  if (patience === undefined) return;
  const isLate = await Promise.race([going.then(() => false), host.pause(patience).then(() => true)]);
  if (!isLate) return;
  link.late();
  host.after.push(going.then(tellOf));
}

/** Says on the pages that are open that there is something new. */
async function tellOf(news) {
  if (!news) return;
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage({ news });
}
