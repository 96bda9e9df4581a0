// The entries of this browser, in IndexedDB.
//
// Only the service worker opens the database. `entry` holds the records by position; `id` and `place` keep any two from
// sharing an id, or a place in the chain of their device. `fact` holds what else has to stay: the id of this device,
// the identity of the diary, when the last copy was made. What the browser deletes of it comes back from spare_copy.js.

const DATABASE = 'supple';
const DATABASE_VERSION = 1;

/** The fact that says which diary this is. */
const IDENTITY = 'identity';

// After an erase positions go on in the next era, so that none is given twice: the same as in the other stores.
const ERA = 2 ** 32;

/** An error with a name that the Rust side knows, and what it is about. */
function refusal(name, about) {
  return Object.assign(new Error(name), { name, ...about });
}

/** What a request of IndexedDB gives. */
function given(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The end of a transaction: only then is what it wrote on the disk. */
function settled(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up the transaction'));
  });
}

class IndexedDbStore {
  constructor(checksum, name = DATABASE) {
    this.checksum = checksum;
    this.name = name;
    this.spare = new SpareCopy(name);
    // Another program (or the person) deletes the database: let it, and say so from then on.
    this.gone = false;
    // How many records came back from the spare copy.
    this.restored = 0;
  }

  /** Opens the database. Where there is none it is made of the spare copy, or of nothing. */
  async open() {
    const wanted = () => indexedDB.open(this.name, DATABASE_VERSION);
    let isNew = false;
    const known = wanted();
    // The copy cannot be waited for in here: it is asked for first, and the database made in the second try.
    known.onupgradeneeded = () => { isNew = true; known.transaction.abort(); };
    const database = await given(known).catch(async (error) => {
      if (!isNew) throw error;
      const { identity, records } = await this.spare.read();
      const made = wanted();
      made.onupgradeneeded = () => this.make(made.result, identity, records);
      return given(made);
    });
    database.onversionchange = () => { this.gone = true; database.close(); };
    database.onclose = () => { this.gone = true; };
    this.database = database;
    if (isNew) await this.renew().catch(() => {});
    // Nobody waits for it: the copy is whole now, or after the next start.
    this.tend().catch(() => {});
  }

  /** Makes the tables, with these records in them. A damaged one stays away: the others are worth having. */
  make(database, identity, records) {
    const entry = database.createObjectStore('entry', { keyPath: 'position' });
    entry.createIndex('id', 'id', { unique: true });
    entry.createIndex('place', ['device', 'sequence'], { unique: true });
    const fact = database.createObjectStore('fact');
    const ids = new Set();
    const places = new Set();
    for (const record of records.filter((one) => this.isSound(one))) {
      const [position, id, device, sequence, line, sum] = record;
      const place = `${device} ${sequence}`;
      if (ids.has(id) || places.has(place)) continue;
      ids.add(id);
      places.add(place);
      entry.add({ position, id, device, sequence, line, sum });
    }
    this.restored = ids.size;
    if (ids.size > 0 && identity !== undefined) fact.put(identity, IDENTITY);
  }

  /** Whether a record is what was written. */
  isSound([position, id, device, sequence, line, sum]) {
    try {
      return this.checksum(position, id, device, sequence, line) === sum;
    } catch {
      return false; // It is not even made as one.
    }
  }

  /** Has the spare copy hold what was made of it, and nothing else. */
  async renew() {
    if (this.restored === 0) return this.spare.clear();
    const { removals } = this.spare;
    return this.spare.copy(await this.fact(IDENTITY), await this.read(0), removals, true);
  }

  /** Has the spare copy hold all that is here. */
  async tend() {
    const { removals } = this.spare;
    const [[first, last], identity] = await Promise.all([this.ends(), this.fact(IDENTITY)]);
    if (first === undefined) return this.spare.clearIf(async () => await this.count() === 0);
    if (await this.spare.isWhole(identity, first, last)) return undefined;
    return this.spare.copy(identity, await this.read(0), removals);
  }

  /** Does what takes entries away, with no copy of them until it is done: they must not come back. */
  async withoutCopy(work) {
    this.mustBeThere();
    await this.spare.clear();
    try {
      return await work();
    } finally {
      // With what was on its way into it when this began.
      await this.spare.clear();
      await this.tend().catch(() => {});
    }
  }

  /** The positions of the first and the last record; nothing where there is none. */
  async ends() {
    const entry = this.reading('entry').objectStore('entry');
    const [first, last] = await Promise.all(['next', 'prev'].map((way) => given(entry.openKeyCursor(null, way))));
    return [first?.key, last?.key];
  }

  /** Throws where the database is gone: then the spare copy is all there is, and stays. */
  mustBeThere() {
    this.reading('fact');
  }

  writing(...stores) {
    return this.database.transaction(stores, 'readwrite', { durability: 'strict' });
  }

  reading(...stores) {
    return this.database.transaction(stores, 'readonly');
  }

  /**
   * Adds records [id, device, sequence, line], all or none. Gives how many were taken, and how many known. With `diary`,
   * only if that is the identity of the diary that is here.
   */
  async append(records, diary) {
    const transaction = this.writing('entry', 'fact');
    const end = settled(transaction);
    try {
      const entry = transaction.objectStore('entry');
      if (diary !== undefined && await given(transaction.objectStore('fact').get(IDENTITY)) !== diary) {
        throw refusal('OtherDiary');
      }
      const taken = await this.insert(entry, await lastPosition(transaction), records);
      await end;
      await this.spare.add(taken);
      return [taken.length, records.length - taken.length];
    } catch (error) {
      end.catch(() => {}); // What stopped it says more than that it stopped.
      try { transaction.abort(); } catch { /* It has ended by itself. */ }
      throw error;
    }
  }

  /** Adds what is new behind a position, within a transaction. Gives it, as `read` does. */
  async insert(entry, last, records) {
    const taken = [];
    for (const [id, device, sequence, line] of records) {
      const known = await given(entry.index('id').get(id));
      if (known) {
        if (known.device !== device || known.sequence !== sequence || known.line !== line) {
          throw refusal('Differs', { id });
        }
        continue;
      }
      if (await given(entry.index('place').getKey([device, sequence])) !== undefined) {
        throw refusal('Taken', { device, sequence });
      }
      const position = last + taken.length + 1;
      const sum = this.checksum(position, id, device, sequence, line);
      await given(entry.add({ position, id, device, sequence, line, sum }));
      taken.push([position, id, device, sequence, line, sum]);
    }
    return taken;
  }

  /**
   * Puts these records in the place of all, in the next era, if the last position is this one. Gives whether it was. The
   * identity stays; the id of this device goes, since its chain may have been cut.
   */
  rewrite(last, records) {
    return this.withoutCopy(() => this.rewriteEntries(last, records));
  }

  async rewriteEntries(last, records) {
    const transaction = this.writing('entry', 'fact');
    const end = settled(transaction);
    try {
      const found = await lastPosition(transaction);
      if (found === last) {
        const era = nextEra(found);
        const entry = transaction.objectStore('entry');
        entry.clear();
        transaction.objectStore('fact').put(era, 'era');
        transaction.objectStore('fact').delete('device');
        await this.insert(entry, era, records);
      }
      await end;
      return found === last;
    } catch (error) {
      end.catch(() => {}); // What stopped it says more than that it stopped.
      try { transaction.abort(); } catch { /* It has ended by itself. */ }
      throw error;
    }
  }

  /** The records after a position, as [position, id, device, sequence, line, sum]. */
  async read(after) {
    const entry = this.reading('entry').objectStore('entry');
    const records = await given(entry.getAll(IDBKeyRange.lowerBound(after, true)));
    return records.map(({ position, id, device, sequence, line, sum }) => [position, id, device, sequence, line, sum]);
  }

  /** The position of the last record. */
  position() {
    return lastPosition(this.reading('entry', 'fact'));
  }

  /** How many records there are. */
  count() {
    return given(this.reading('entry').objectStore('entry').count());
  }

  /** Removes the records and all facts but where the next era begins. */
  erase() {
    return this.withoutCopy(() => this.eraseEntries());
  }

  async eraseEntries() {
    const transaction = this.writing('entry', 'fact');
    const end = settled(transaction);
    const era = nextEra(await lastPosition(transaction));
    transaction.objectStore('entry').clear();
    transaction.objectStore('fact').clear();
    transaction.objectStore('fact').put(era, 'era');
    await end;
  }

  /** What is written down under a name. */
  fact(name) {
    return given(this.reading('fact').objectStore('fact').get(name));
  }

  /** Writes something down under a name; undefined takes it away. */
  async note(name, value) {
    const transaction = this.writing('fact');
    const end = settled(transaction);
    if (value === undefined) transaction.objectStore('fact').delete(name);
    else transaction.objectStore('fact').put(value, name);
    await end;
    if (name === IDENTITY && value !== undefined) await this.spare.identify(value);
  }

  /** What is written down under a name, or else what `make` gives, which is written down then. */
  async factOr(name, make) {
    const transaction = this.writing('fact');
    const end = settled(transaction);
    const facts = transaction.objectStore('fact');
    const known = await given(facts.get(name));
    const value = known ?? make();
    if (known === undefined) facts.put(value, name);
    await end;
    if (name === IDENTITY && known === undefined) await this.spare.identify(value);
    return value;
  }
}

/** Where the era after a position begins. */
function nextEra(position) {
  return (Math.floor(position / ERA) + 1) * ERA;
}

async function lastPosition(transaction) {
  const [cursor, era] = await Promise.all([
    given(transaction.objectStore('entry').openKeyCursor(null, 'prev')),
    given(transaction.objectStore('fact').get('era')),
  ]);
  return Math.max(cursor ? cursor.key : 0, era ?? 0);
}
