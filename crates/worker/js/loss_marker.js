// A mark that there is a diary here, outside of the database: a browser that deletes the database, by itself or by a hand
// that meant something else, must not make it look as if there had never been one.
//
// It is in two places. The cache is there whenever the database alone is gone. The cookie is there when the browser has
// taken all storage of the site, which leaves cookies alone. Neither holds anything of what was written; the cookie, which
// a host gets to see, does not even hold the identity of the diary.
//
// Cookies belong to a host, whatever the port and the protocol, and all other storage to an origin: the name of the cookie
// says of which origin it tells, so that one server never speaks for the other.

const MARKS = 'mark-of-supple';
const COOKIE = `supple-diary-${self.location.origin.replace(/[^a-z0-9]+/gi, '-')}`;
const KEPT_MS = 400 * 86_400_000; // As long as browsers allow.

const mark = {
  async get() {
    const cached = await (await caches.open(MARKS)).match('/mark');
    if (cached) return cached.json();
    const cookie = await self.cookieStore?.get(COOKIE);
    const [entries, since] = (cookie?.value ?? '').split('.').map(Number);
    return entries > 0 ? { entries, since } : undefined;
  },

  async set({ entries, since, diary }) {
    await (await caches.open(MARKS)).put('/mark', Response.json({ entries, since, diary }));
    const value = `${entries}.${since}`;
    await self.cookieStore?.set({ name: COOKIE, value, sameSite: 'strict', expires: Date.now() + KEPT_MS });
  },

  async clear() {
    await caches.delete(MARKS);
    await self.cookieStore?.delete(COOKIE);
  },
};
