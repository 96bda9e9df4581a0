// The way to the server: entries go there and come from there whenever it can be reached. Nothing waits for it long.

/** The longest that a page waits for news from the server, where it has answered the last time. */
const PATIENCE_MS = 150;

/** After a server that did not answer, nothing is asked of it for so long, unless the person asks. */
const REST_MS = 10_000;

/** The longest that an answer of the server may take. */
const ANSWER_MS = 20_000;

/** Why a sync has come to its end too early: `name` says which, the message is for the person. */
function stopped(name, message, more) {
  return Object.assign(new Error(message), { name, ...more });
}

class Link {
  constructor(running) {
    this.running = running;
    this.isNear = true; // Until it shows otherwise.
    this.restsUntil = 0;
    this.isAlone = false; // A host that only sends files.
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

  /** Syncs; whoever asks while one is under way waits for that one. Gives how many entries came. */
  sync() {
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
    const { shelf, app } = this.running;
    const link = { ...this.state };
    let taken = 0;
    try {
      const outcome = await this.exchange();
      taken = outcome.taken;
      this.isNear = true;
      this.isReady = true;
      Object.assign(link, { problem: undefined, refused: outcome.refused, pending: outcome.pending });
      if (outcome.pending === 0) link.synced = Date.now();
      if (taken > 0) await this.found();
    } catch (error) {
      this.restsUntil = Date.now() + REST_MS;
      this.isNear = false;
      if (error.name === 'Alone') this.isAlone = true;
      // A server that keeps another diary, or does not know this browser, leaves it with a diary of its own.
      if (['Alone', 'NotPaired', 'OtherDiary'].includes(error.name)) this.isReady = true;
      link.problem = error.name === 'Alone' ? undefined : error.message;
      link.other = error.diary;
      link.pending = await app.pending(this.theirs).catch(() => undefined);
      if (link.pending > 0) await self.registration.sync?.register('entries').catch(() => {});
    }
    this.running.host.known.link = link;
    await shelf.note('link', link);
    if (this.isReady) await shelf.note('ready', true);
    return taken;
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
        if (error.name !== 'OtherDiary' || !error.diary || !await app.isEmpty()) throw error;
        await app.adopt(error.diary);
        exchange = app.sync();
        continue;
      }
      this.theirs = exchange.theirs();
      await shelf.note('theirs', this.theirs);
    }
    return JSON.parse(exchange.outcome());
  }

  async send(message) {
    let response;
    try {
      response = await fetch('/sync', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: message,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
    } catch {
      throw stopped('Away', 'The server cannot be reached.');
    }
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const isOurs = response.headers.get('content-type')?.startsWith('application/json');
    if (!isOurs) throw stopped('Alone', 'There is no server to sync with.');
    const { problem, diary } = await response.json();
    if (response.status === 401) throw stopped('NotPaired', problem);
    if (response.status === 409) throw stopped('OtherDiary', problem, { diary });
    throw stopped('Refused', problem);
  }

  /** What was lost here may have come back. */
  async found() {
    const { host, shelf } = this.running;
    const { lost } = host.known;
    if (lost && await shelf.count() >= lost.entries) host.beginAnew();
  }

  /** Syncs because the person asks for it. */
  async again() {
    this.hasLeft = false;
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
    host.known.link = {};
    for (const name of ['link', 'theirs']) await shelf.note(name, undefined);
    for (const name of ['left', 'ready']) await shelf.note(name, true);
  }
}

/** Says on the pages that are open that there is something new. */
async function tellOf(news) {
  if (!news) return;
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage({ news });
}
