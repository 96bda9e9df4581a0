// The spare copy: the same entries once more, in the cache, from which a database that the browser deleted is made again.
//
// Chromium deletes a database of IndexedDB that it finds damaged, all of it, and brings the damage about itself. LevelDB below
// it writes the head of a record and the record in two steps. Killed between the two it leaves a head alone; started again
// it writes on behind that head; started once more it takes what stands there for damage. The cache keeps each answer in a
// file of its own, and outlives that.
//
// A piece of the copy holds the records of one append, and is named by their first and their last position. Many pieces
// become one. What is not whole, or was not there yet, is copied anew when the store is opened.

/** So many pieces at most stay apart. */
const MOST_PIECES = 64;

class SpareCopy {
  constructor(name) {
    this.name = `spare-of-${name}`;
    // One thing after the other: nothing that was on its way is written behind an erase.
    this.last = Promise.resolve();
    // How often it was removed: what was read before that is not copied after it.
    this.removals = 0;
  }

  /** Does this after all that was begun before. */
  inTurn(work) {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  /**
   * Adds the records [position, id, device, sequence, line, sum] of one append. What cannot be kept twice is kept once: the
   * entries themselves are stored by now, and the copy is made whole when the store is opened again.
   */
  add(records) {
    if (records.length === 0) return Promise.resolve();
    return this.inTurn(async () => (await caches.open(this.name)).put(pieceOf(records), Response.json(records)))
      .catch(() => {});
  }

  /** Notes which diary it is. */
  identify(identity) {
    return this.inTurn(async () => (await caches.open(this.name)).put('/identity', Response.json(identity)))
      .catch(() => {});
  }

  /**
   * What it has: the identity of the diary, and its records in their order. Nothing where there is no copy, or no cache. A
   * copy that is there and cannot be read for now is an error: an empty diary must not take its place.
   */
  async read() {
    if (!await self.caches?.has(this.name).catch(() => false)) return { records: [] };
    return this.inTurn(async () => {
      const cache = await caches.open(this.name);
      const jsonOf = async (url) => (await cache.match(url))?.json();
      // What is damaged of it takes nothing else along.
      const recordsOf = async ({ url }) => (await jsonOf(url)).filter(Array.isArray);
      const pieces = await Promise.all((await piecesIn(cache)).map((piece) => recordsOf(piece).catch(() => [])));
      const byPosition = new Map(pieces.flat().map((record) => [record[0], record]));
      const records = [...byPosition.values()].sort(([one], [other]) => one - other);
      // What an erase or a rewrite left behind is of an era before.
      const era = Math.floor((records.at(-1)?.[0] ?? 0) / ERA);
      return {
        identity: await jsonOf('/identity').catch(() => undefined),
        records: records.filter(([position]) => Math.floor(position / ERA) === era),
      };
    });
  }

  /** Whether it knows which diary it is, and has all from the first position to the last, not in too many pieces. */
  isWhole(identity, first, last) {
    return this.inTurn(async () => {
      const cache = await caches.open(this.name);
      if (await (await cache.match('/identity'))?.json() !== identity) return false;
      const pieces = await piecesIn(cache);
      const end = pieces.reduce((end, piece) => (piece.first <= end + 1 ? Math.max(end, piece.last) : end), first - 1);
      return end >= last && pieces.length <= MOST_PIECES;
    });
  }

  /**
   * Puts these in the place of the pieces up to the last of them, if it was removed so often as when they were read. With
   * `alone`, nothing else stays: what was not made a record again must not stand for one that comes to its position.
   */
  copy(identity, records, removals, alone = false) {
    return this.inTurn(async () => {
      if (this.removals !== removals) return;
      const cache = await caches.open(this.name);
      if (identity !== undefined) await cache.put('/identity', Response.json(identity));
      const whole = pieceOf(records);
      await cache.put(whole, Response.json(records));
      const [last] = records.at(-1);
      const others = (await piecesIn(cache)).filter((piece) => piece.path !== whole && (alone || piece.last <= last));
      await Promise.all(others.map(({ url }) => cache.delete(url)));
    });
  }

  /** Removes all of it. */
  clear() {
    this.removals += 1;
    return this.inTurn(() => self.caches?.delete(this.name));
  }

  /** Removes what there is no entry for any more: an older Supple, which knows of no copy, may have erased the diary. */
  clearIf(isEmpty) {
    // Asked in its turn: what is stored after that is added after this.
    return this.inTurn(async () => await isEmpty() && caches.delete(this.name));
  }
}

const PIECE = '/entries/';

function pieceOf(records) {
  return `${PIECE}${records[0][0]}-${records.at(-1)[0]}`;
}

/** The pieces in a cache, by their first position. */
async function piecesIn(cache) {
  const kept = (await cache.keys()).map(({ url }) => ({ url, path: new URL(url).pathname }));
  const pieces = kept.filter(({ path }) => path.startsWith(PIECE)).map((piece) => {
    const [first, last] = piece.path.slice(PIECE.length).split('-').map(Number);
    return { ...piece, first, last };
  });
  return pieces.sort((one, other) => one.first - other.first);
}
