// The way to the server: entries go there and come from there whenever it can be reached. Nothing waits for it long.

/** The longest that a page waits for news from the server, where it has answered the last time. */
const PATIENCE_MS = 150;

/** After a server that did not answer, nothing is asked of it for so long, unless the person asks. */
const REST_MS = 10_000;

/** The longest that an answer of the server may take. */
const ANSWER_MS = 20_000;

/** Why a sync has come to its end too early, for the person to read, and what it tells of the other end. */
function stopped(message, about) {
  return Object.assign(new Error(message), about);
}

class Link {
  constructor(running) {
    this.running = running;
    this.isNear = true; // Until it shows otherwise.
    this.restsUntil = 0;
    this.isAlone = false; // A host that only sends files.
    this.hasMet = false; // In the life of this worker, which is short.
    this.hasAdopted = false; // The diary of the server, when there was none here.
  }

  /** Reads what was written down of the last time. */
  async recall() {
    const { shelf, host } = this.running;
    this.theirs = await shelf.fact('theirs');
    this.isReady = await shelf.fact('ready') === true;
    this.hasLeft = await shelf.fact('left') === true;
    host.known.link = await shelf.fact('link') ?? {};
  }

  /** What is told of it on the page of devices. */
  get state() { return this.running.host.known.link; }

  /** Whether it is of use to ask now. */
  mayTry() { return !this.isAlone && !this.hasLeft && Date.now() >= this.restsUntil; }

  /**
   * Syncs; whoever asks while one is under way waits for that one. Gives how many entries came. Whatever asks, a newer
   * version and a network that is back among them: what was erased here does not come back by itself.
   */
  async sync() {
    if (this.hasLeft) return 0;
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
      if (!this.hasMet) link.name = await this.meet();
      const outcome = await this.exchange();
      taken = outcome.taken;
      this.isNear = true;
      this.isReady = true;
      this.restsUntil = 0;
      const { pending, refused } = outcome;
      Object.assign(link, { peer: 'server', problem: undefined, other: undefined, pending, refused });
      if (pending === 0) link.synced = Date.now();
      if (taken > 0) await this.found();
    } catch (error) {
      this.restsUntil = Date.now() + REST_MS;
      this.isNear = false;
      this.isAlone = error.peer === 'nobody';
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
    const response = await this.ask('/pair/state', {});
    const { needed, paired, name } = await response.json();
    if (needed && !paired) throw stopped('The server does not know this device.', { peer: 'not-paired' });
    this.hasMet = true;
    return name ?? undefined;
  }

  /** Message by message until both have the same. */
  async exchange() {
    const { app, shelf } = this.running;
    let exchange = app.sync(this.theirs);
    for (;;) {
      const message = await exchange.next();
      if (message === undefined) break;
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
    }
    return JSON.parse(exchange.outcome());
  }

  async send(message) {
    const headers = { 'content-type': 'application/json' };
    const response = await this.ask('/sync', { method: 'POST', headers, body: message });
    return new Uint8Array(await response.arrayBuffer());
  }

  /** The answer of the server, if it is a good one. */
  async ask(address, options) {
    let response;
    try {
      response = await fetch(address, { ...options, signal: AbortSignal.timeout(ANSWER_MS) });
    } catch {
      throw stopped('The server cannot be reached.');
    }
    if (!response.headers.get('content-type')?.startsWith('application/json')) {
      throw stopped('There is no server to sync with.', { peer: 'nobody' });
    }
    if (response.ok) return response;
    this.hasMet = false;
    const { error, diary } = await response.json();
    const peer = { 401: 'not-paired', 409: 'other-diary' }[response.status];
    throw stopped(error, { peer, diary });
  }

  /** What was lost here may have come back: from the same diary, not from one that this was joined with. */
  async found() {
    const { host, shelf } = this.running;
    const { lost } = host.known;
    if (!lost || await shelf.count() < lost.entries) return;
    const isTheSame = lost.diary ? lost.diary === await shelf.fact('identity') : this.hasAdopted;
    if (isTheSame) host.beginAnew();
  }

  /** Syncs because the person asks for it. */
  async again() {
    await this.going;
    this.hasLeft = false;
    this.hasMet = false;
    await this.running.shelf.note('left', undefined);
    await this.sync();
  }

  /** Makes this diary one with that of the server. */
  async join() {
    if (!this.state.other) return;
    await this.running.app.adopt(this.state.other);
    this.theirs = undefined;
    await this.again();
  }

  /** Syncs no more until the person asks for it: what was erased here must not come back by itself. */
  async leave() {
    const { shelf, host } = this.running;
    this.hasLeft = true;
    this.theirs = undefined;
    host.known.link = { hasLeft: true };
    await shelf.note('link', host.known.link);
    await shelf.note('theirs', undefined);
    for (const name of ['left', 'ready']) await shelf.note(name, true);
  }
}

/** Says on the pages that are open that there is something new. */
async function tellOf(news) {
  if (!news) return;
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage({ news });
}
