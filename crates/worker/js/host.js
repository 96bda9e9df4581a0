// What the app in WebAssembly asks of the browser: `crates/worker/src/host.rs` is the other side.

/** A store that could not be opened is tried again after so long, when someone asks for it. */
const TRY_AGAIN_MS = 2_000;

class Host {
  /** `mark` is kept outside of the database: see loss_marker.js. `printer` makes PDFs. */
  constructor(shelf, mark, printer) {
    this.shelf = shelf;
    this.mark = mark;
    this.printer = printer;
    // The app answers before its store does: what asks the store waits for this, and how long is not its business.
    this.isReady = false;
    this.hasFailed = false;
    // What cannot be asked for without waiting is put here beforehand: see `State` in `crates/worker/src/machine.rs`.
    this.known = {};
    // What goes on after an answer. The worker has to stay awake for it.
    this.after = [];
    this.carrier = new Carrier();
  }

  /** The store, opened, and what else has to be known before it is asked: `prepare` sees to that. */
  get ready() {
    if (!this.opening || (this.hasFailed && Date.now() >= this.triesAgain)) {
      this.hasFailed = false;
      this.opening = this.prepare().then(
        () => { this.isReady = true; },
        (error) => {
          this.hasFailed = true;
          this.triesAgain = Date.now() + TRY_AGAIN_MS;
          throw error;
        },
      );
      this.opening.catch(() => {}); // Whoever asks the store hears of it.
    }
    return this.opening;
  }

  now() { return Date.now(); }

  zone() { return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'; }

  random(count) { return crypto.getRandomValues(new Uint8Array(count)); }

  state() { return JSON.stringify(this.known); }

  noteBackup(at) {
    this.known.backup = at;
    this.after.push(this.shelf.note('backup', at));
  }

  beginAnew() {
    delete this.known.lost;
    this.after.push(this.shelf.note('lost', undefined), this.remember());
  }

  forget() {
    this.known = {};
    this.after.push(this.mark.clear());
  }

  print(print) { return this.printer.pdf(print); }

  pause(milliseconds) { return new Promise((done) => setTimeout(done, milliseconds)); }

  ask(path, method, headers, body, most) { return this.carrier.ask(path, method, headers, body, most); }

  async note(facts) { await noteFacts(this.shelf, facts); }

  async callBack() { await self.registration.sync?.register('entries').catch(() => {}); }

  /** What was lost here may have come back: from the same diary, not from one that this was joined with. */
  async arrived(hasAdopted) {
    const { lost } = this.known;
    if (!lost || await this.shelf.count() < lost.entries) return;
    const isTheSame = lost.diary ? lost.diary === await this.shelf.fact('identity') : hasAdopted;
    if (isTheSame) this.beginAnew();
  }

  async identity(fresh) {
    await this.ready;
    return this.shelf.factOr('identity', () => fresh);
  }

  async adopt(identity) {
    await this.ready;
    return this.shelf.note('identity', identity);
  }

  async append(records, diary) {
    await this.ready;
    const counts = await this.shelf.append(records, diary);
    if (counts[0] > 0) this.after.push(this.remember());
    return counts;
  }

  async read(after) {
    await this.ready;
    return this.shelf.read(after);
  }

  async position() {
    await this.ready;
    return this.shelf.position();
  }

  async rewrite(last, records) {
    await this.ready;
    return this.shelf.rewrite(last, records);
  }

  async erase() {
    await this.ready;
    await this.shelf.erase();
    await this.whenErased?.();
  }

  /** Sets the mark anew, so that it would be noticed if the browser deleted the diary. */
  async remember() {
    // As long as a loss is not known to the person, the mark of what was lost stays.
    if (this.known.lost) return;
    const [entries, diary] = await Promise.all([this.shelf.count(), this.shelf.fact('identity')]);
    await this.mark.set({ entries, since: this.now(), diary });
  }

  /** Finds out what the app may be asked about. */
  async look() {
    const [persisted, estimate, backup, lost] = await Promise.all([
      navigator.storage?.persisted?.() ?? null,
      navigator.storage?.estimate?.() ?? {},
      this.shelf.fact('backup'),
      this.shelf.fact('lost'),
    ]);
    Object.assign(this.known, { persisted, used: estimate.usage, quota: estimate.quota, backup, lost });
  }

  /** Notices at the start that a diary which was here is gone and did not come back whole, and writes it down until the person knows. */
  async notice() {
    const { restored } = this.shelf;
    if (restored === 0 && await this.shelf.position() > 0) return;
    const mark = await this.mark.get();
    if (!(mark?.entries > restored)) return;
    await this.shelf.note('lost', mark);
    // It is still the same diary, and its server takes what is written until it is back.
    if (mark.diary) await this.shelf.factOr('identity', () => mark.diary);
  }
}
