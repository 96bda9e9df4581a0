// The way to the server: entries go there and come from there whenever it can be reached. Nothing waits for it long.

/** The longest that a page waits for news from the server, where it has answered the last time. */
const PATIENCE_MS = 80;

/** After a server that did not answer, nothing is asked of it for so long, unless the person asks. */
const REST_MS = 10_000;

/** The longest that an answer of the server may take. */
const ANSWER_MS = 20_000;

/** The most bytes of an answer that are read: a message has fewer. */
const MOST_BYTES = 2 * 1024 * 1024;

/** So many messages one after the other that bring nothing to either side: the server tells of what it does not send. */
const MOST_IDLE = 3;

/** The most messages of one sync. With half a megabyte in each, no diary needs so many. */
const MOST_MESSAGES = 2_000;

const NOT_REACHED = 'The server cannot be reached.';

/** A login page of a hotel, an error page of a proxy, half an answer: what stands in the place of the server passes. */
const NOT_THE_SERVER = 'Something else answers in the place of your server, such as a login page of this network.';

/** The header in which each side says the newest schema of entries that it reads. */
const SCHEMA_HEADER = 'supple-schema';

/** Why a sync has come to its end too early, for the person to read, and what it tells of the other end. */
function stopped(message, about) {
  return Object.assign(new Error(message), about);
}

/** The body of an answer, as far as it is no larger than any of ours. */
async function bytesOf(response) {
  const parts = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      throw stopped(NOT_THE_SERVER);
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The JSON object in an answer, if that is what it is. */
function objectIn(response, bytes) {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return undefined;
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

class Link {
  constructor(running) {
    this.running = running;
    this.isNear = true; // Until it shows otherwise.
    this.restsUntil = 0;
    this.isAlone = self.isSite === true; // A host that only sends files: `supple site` says so in this very script.
    this.hasMet = false; // In the life of this worker, which is short.
    this.hasAdopted = false; // The diary of the server, when there was none here.
    this.isKnown = false; // What was written down of the last time: without it, what was erased here might come back.
    this.mayClear = false; // The server has to be paired with, and this browser is so no more.
  }

  /** Reads what was written down of the last time. */
  async recall() {
    const { shelf, host } = this.running;
    this.theirs = await shelf.fact('theirs');
    this.isReady = await shelf.fact('ready') === true || this.isAlone;
    this.hasLeft = await shelf.fact('left') === true;
    this.unpairs = await shelf.fact('unpairs') === true;
    const link = await shelf.fact('link') ?? {};
    if (this.isAlone) link.peer = 'nobody';
    else if (link.peer === 'nobody') delete link.peer; // No server tells that of itself.
    host.known.link = link;
    this.isKnown = true;
  }

  /** What is told of it on the page about keeping. */
  get state() { return this.running.host.known.link; }

  /** Whether there is a server that this browser is one of the devices of. */
  get hasServer() { return this.isKnown && !this.isAlone && !this.hasLeft && this.state.peer === 'server'; }

  /** Whether it is of use to ask now. */
  mayTry() { return this.isKnown && !this.isAlone && !this.hasLeft && Date.now() >= this.restsUntil; }

  /** Whether the server is still to be told that this browser is paired no more. */
  get owes() { return this.unpairs && Date.now() >= this.restsUntil; }

  /**
   * Syncs; whoever asks while one is under way waits for that one. Gives how many entries came. Whatever asks, a newer
   * version and a network that is back among them: what was erased here does not come back by itself.
   */
  async sync() {
    if (!this.isKnown || this.hasLeft || this.isAlone) return 0;
    this.going ??= this.go().finally(() => { this.going = undefined; });
    return this.going;
  }

  /** Syncs before a page is answered, but not for long. */
  async soon() {
    if (!this.mayTry()) return;
    const going = this.sync();
    if (!this.isNear) return;
    let late = false;
    await Promise.race([going, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); }).then(() => { late = true; })]);
    if (late) {
      this.isNear = false;
      this.running.host.after.push(going.then(tellOf));
    }
  }

  async go() {
    const { shelf, app, host } = this.running;
    const link = { ...this.state, hasLeft: this.hasLeft };
    let taken = 0;
    try {
      if (!this.hasMet) {
        link.name = await this.meet();
        link.peer = 'server';
      }
      const outcome = await this.exchange();
      taken = outcome.taken;
      this.isNear = true;
      this.isReady = true;
      this.restsUntil = 0;
      const { pending, refused } = outcome;
      Object.assign(link, { peer: 'server', problem: undefined, other: undefined, pending, refused, schema: this.schema });
      if (pending === 0) link.synced = Date.now();
      if (taken > 0) await this.found();
    } catch (error) {
      this.restsUntil = Date.now() + REST_MS;
      this.isNear = false;
      // A server that keeps another diary, or does not know this browser, leaves it with a diary of its own.
      if (error.peer) {
        this.isReady = true;
        link.peer = error.peer;
      }
      link.problem = error.message;
      link.other = error.diary;
      link.pending = await app.pending(this.theirs).catch(() => undefined);
      if (link.pending > 0 && !this.hasLeft) await self.registration.sync?.register('entries').catch(() => {});
    }
    if (this.hasLeft) return 0; // Meanwhile.
    host.known.link = link;
    await shelf.note('link', link);
    if (this.isReady) await shelf.note('ready', true);
    return taken;
  }

  /** Finds out who is there. Gives what this browser is called there. */
  async meet() {
    const { said: { needed, paired, name } } = await this.ask('/pair/state');
    if (typeof needed !== 'boolean' || typeof paired !== 'boolean') throw stopped(NOT_THE_SERVER);
    if (needed && !paired) throw stopped('The server does not know this device.', { peer: 'not-paired' });
    this.hasMet = true;
    return name ?? undefined;
  }

  /** Message by message until both have the same. */
  async exchange() {
    const { app, shelf } = this.running;
    let exchange = app.sync(this.theirs);
    let best = { taken: 0, pending: Infinity };
    let idle = 0;
    for (let messages = 0; ; messages += 1) {
      const message = await exchange.next();
      if (message === undefined) break;
      if (idle >= MOST_IDLE || messages >= MOST_MESSAGES) {
        // All that it does send is here.
        const line = 'The server tells of entries that it does not send, so the sync was broken off.';
        throw stopped(line, { peer: 'server' });
      }
      try {
        await exchange.take(await this.send(message));
      } catch (error) {
        // Nothing of one's own yet: then it is the server's diary that is meant.
        if (!error.diary || !await app.isEmpty()) throw error;
        await app.adopt(error.diary);
        this.hasAdopted = true;
        exchange = app.sync();
        continue;
      }
      this.theirs = exchange.theirs();
      await shelf.note('theirs', this.theirs);
      const { taken, pending } = JSON.parse(exchange.outcome());
      idle = taken > best.taken || pending < best.pending ? 0 : idle + 1;
      best = { taken: Math.max(taken, best.taken), pending: Math.min(pending, best.pending) };
    }
    return JSON.parse(exchange.outcome());
  }

  async send(message) {
    const headers = { 'content-type': 'application/json', [SCHEMA_HEADER]: String(this.running.app.schema()) };
    const { bytes, said, schema } = await this.ask('/sync', { method: 'POST', headers, body: message });
    if (typeof said.version !== 'number') throw stopped(NOT_THE_SERVER);
    this.schema = schema;
    return bytes;
  }

  /** The answer of the server, if it is a good one: its bytes, and what they say. No other place is asked in its stead. */
  async ask(address, options) {
    let response;
    let bytes;
    try {
      const signal = AbortSignal.timeout(ANSWER_MS);
      response = await fetch(address, { ...options, redirect: 'manual', cache: 'no-store', signal });
      if (response.type === 'opaqueredirect') throw stopped(NOT_THE_SERVER);
      bytes = await bytesOf(response);
    } catch (error) {
      throw error.message === NOT_THE_SERVER ? error : stopped(NOT_REACHED);
    }
    const said = objectIn(response, bytes);
    const schema = Number.parseInt(response.headers.get(SCHEMA_HEADER) ?? '', 10) || undefined;
    if (said && response.ok) return { bytes, said, schema };
    this.hasMet = false;
    if (typeof said?.error !== 'string') throw stopped(NOT_THE_SERVER);
    const peer = { 401: 'not-paired', 409: 'other-diary' }[response.status];
    throw stopped(said.error, { peer, diary: typeof said.diary === 'string' ? said.diary : undefined });
  }

  /** What was lost here may have come back: from the same diary, not from one that this was joined with. */
  async found() {
    const { host, shelf } = this.running;
    const { lost } = host.known;
    if (!lost || await shelf.count() < lost.entries) return;
    const isTheSame = lost.diary ? lost.diary === await shelf.fact('identity') : this.hasAdopted;
    if (isTheSame) host.beginAnew();
  }

  /** Syncs because the person asks for it. What the server is still to be told comes first. */
  async again() {
    await this.going;
    if (!await this.unpair()) return;
    this.hasLeft = false;
    this.hasMet = false;
    this.restsUntil = 0;
    await this.running.shelf.note('left', undefined);
    await this.sync();
  }

  /** It was just paired: whatever was still to be told of an older pairing is settled by that. */
  async welcome() {
    await this.settle();
    await this.again();
  }

  /** Makes this diary one with that of the server. */
  async join() {
    if (!this.state.other) return;
    await this.running.app.adopt(this.state.other);
    this.theirs = undefined;
    await this.again();
  }

  /**
   * Syncs no more until the person asks for it: what was erased here must not come back by itself. With `unpairs`, the
   * server is told to let this browser in no more, now or when it can be reached.
   */
  async leave({ unpairs = false } = {}) {
    const { shelf, host } = this.running;
    this.hasLeft = true;
    this.theirs = undefined;
    this.unpairs = unpairs && !this.isAlone;
    host.known.link = { hasLeft: true, owes: this.unpairs, peer: this.isAlone ? 'nobody' : undefined };
    await shelf.note('link', host.known.link);
    await shelf.note('theirs', undefined);
    for (const name of ['left', 'ready']) await shelf.note(name, true);
    if (this.unpairs) await shelf.note('unpairs', true);
  }

  /** Tells the server that it is to let this browser in no more. Gives whether nothing of it is left to do. */
  async unpair() {
    if (!this.unpairs) return true;
    this.unpairing ??= this.tell().finally(() => { this.unpairing = undefined; });
    return this.unpairing;
  }

  async tell() {
    try {
      const { said } = await this.ask('/pair/leave', { method: 'POST' });
      if (typeof said.needed !== 'boolean') throw stopped(NOT_THE_SERVER);
      this.mayClear = said.needed;
      await this.settle();
      return true;
    } catch (error) {
      this.restsUntil = Date.now() + REST_MS;
      this.state.problem = error.message;
      await self.registration.sync?.register('entries').catch(() => {});
      return false;
    }
  }

  /** Nothing is left to tell the server. */
  async settle() {
    const { shelf, host } = this.running;
    this.unpairs = false;
    host.known.link = { ...this.state, owes: false, problem: undefined };
    await shelf.note('unpairs', undefined);
    await shelf.note('link', host.known.link);
  }
}

/** Says on the pages that are open that there is something new. */
async function tellOf(news) {
  if (!news) return;
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage({ news });
}
