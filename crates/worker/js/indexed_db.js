// The entries of this browser, in IndexedDB.
//
// Only the service worker opens the database. `entry` holds the records by position; `id` and `place` keep any two from
// sharing an id, or a place in the chain of their device. `fact` holds what else has to stay: the id of this device,
// the identity of the diary, when the last copy was made.

const DATABASE = 'supple';
const DATABASE_VERSION = 1;

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
    // Another program (or the person) deletes the database: let it, and say so from then on.
    this.gone = false;
  }

  /** Opens the database, and makes it where there is none. */
  async open() {
    const request = indexedDB.open(this.name, DATABASE_VERSION);
    request.onupgradeneeded = () => {
      const entry = request.result.createObjectStore('entry', { keyPath: 'position' });
      entry.createIndex('id', 'id', { unique: true });
      entry.createIndex('place', ['device', 'sequence'], { unique: true });
      request.result.createObjectStore('fact');
    };
    const database = await given(request);
    database.onversionchange = () => { this.gone = true; database.close(); };
    database.onclose = () => { this.gone = true; };
    this.database = database;
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
      if (diary !== undefined && await given(transaction.objectStore('fact').get('identity')) !== diary) {
        throw refusal('OtherDiary');
      }
      const taken = await this.insert(entry, await lastPosition(transaction), records);
      await end;
      return [taken, records.length - taken];
    } catch (error) {
      end.catch(() => {}); // What stopped it says more than that it stopped.
      try { transaction.abort(); } catch { /* It has ended by itself. */ }
      throw error;
    }
  }

  /** Adds what is new behind a position, within a transaction. Gives how many that were. */
  async insert(entry, last, records) {
    let position = last;
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
      position += 1;
      const sum = this.checksum(position, id, device, sequence, line);
      await given(entry.add({ position, id, device, sequence, line, sum }));
    }
    return position - last;
  }

  /**
   * Puts these records in the place of all, in the next era, if the last position is this one. Gives whether it was. The
   * identity stays; the id of this device goes, since its chain may have been cut.
   */
  async rewrite(last, records) {
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
  async erase() {
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
  }

  /** What is written down under a name, or else what `make` gives, which is written down then. */
  async factOr(name, make) {
    const transaction = this.writing('fact');
    const end = settled(transaction);
    const facts = transaction.objectStore('fact');
    let value = await given(facts.get(name));
    if (value === undefined) {
      value = make();
      facts.put(value, name);
    }
    await end;
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
