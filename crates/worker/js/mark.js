// A mark that there is a diary here, outside of the database: a browser that deletes the database, by itself or by a hand
// that meant something else, must not make it look as if there had never been one.
//
// It is in two places. The cache is there whenever the database alone is gone. The cookie is there when the browser has
// taken all storage of the site, which leaves cookies alone. Neither holds anything of what was written; the cookie, which
// a host gets to see, does not even hold the identity of the diary.

const MARKS = 'mark-of-supple';
// A browser shows a cookie to every port of a host: without the port in its name, the diary of another server on the same
// machine would look like one of ours that was deleted.
const COOKIE = ['supple-diary', self.location.port].filter(Boolean).join('-');
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
