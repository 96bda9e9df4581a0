// Every page of the app on every kind of diary: for the tests of all pages, and for pictures of them.

import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const HOUR = 3_600_000;

/** `YYYY-MM-DD`, or with minutes, in the zone of the server. */
const local = (ms, length) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, length);

/**
 * What stands in the diary: nothing; eight spasms of seconds, each gap shorter than the last; two years of days.
 * Each fills the diary of an app through its forms, as a person does.
 */
const DIARIES = {
  async new() {},
  async seconds(store) {
    let back = 2;
    const begun = [back];
    for (const gap of [1, 3, 6, 12, 18, 24, 36]) { back += gap; begun.unshift(back); }
    for (const hours of begun) await store('/log/spasm', { ...ago(hours), long: '10', intensity: '7' });
  },
  async full(store) {
    await store('/profile', { own: 'the cello\nthe long drive' });
    const chance = dice(20_261);
    for (let days = 730; days > 0; days -= 1) {
      const poorSleep = chance() < 0.2;
      const isBad = chance() < (poorSleep ? 0.3 : 0.08);
      const pain = Math.floor(chance() * 4) + (isBad ? 4 : 0);
      const day = local(Date.now() - days * 24 * HOUR, 10);
      // By the clock, not so many hours ago: else what the pages say, and how long they are, goes by when the test runs.
      const at = (time) => ({ when: 'exact', at: `${day}T${time}` });
      if (chance() < 0.85) {
        await store(`/check-in/${day}`, {
          pain, spasm: yes(isBad), rest: 'no', 'day.poor-sleep': yes(poorSleep), 'day.stress': yes(chance() < 0.3),
        });
      }
      if (isBad) {
        await store('/log/spasm', { ...at('15:00'), intensity: Math.max(4, pain), where: 'low-left', long: '300' });
        await store('/log/measure', { ...at('16:00'), what: chance() < 0.5 ? 'heat' : 'walk', before: '6', long: '900' });
        await store('/log/medicine', { ...at('16:00'), 'what-own': 'Ibuprofen', mg: '400' });
      }
      if (days % 90 === 0) await store('/log/episode', { ...at('09:00'), phase: 'onset' });
      if (days % 90 === 80) await store('/log/episode', { ...at('09:00'), phase: 'recovery' });
    }
  },
};

export const NAMES = Object.keys(DIARIES);

const yes = (is) => (is ? 'yes' : 'no');
const ago = (hours) => ({ when: 'exact', at: local(Date.now() - hours * HOUR, 16) });

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sends a form as the pages of the app do. Gives the address that it leads to. */
export async function send(app, page, path, fields = {}) {
  const form = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  const headers = { origin: app.origin };
  const answer = await page.request.post(new URL(path, app.url).href, { form, headers, maxRedirects: 0 });
  if (answer.status() >= 400) throw new Error(`${path} ${JSON.stringify(fields)}: ${answer.status()}`);
  return answer.headers().location ?? path;
}

/** Diaries of so many forms that a run of tests fills them once: then they are exported, and every other test imports them. */
const LONG = ['full'];

/** Fills the diary of this name. */
export async function fill(app, page, name) {
  const kept = process.env.SUPPLE_FILLED && LONG.includes(name) && join(process.env.SUPPLE_FILLED, `${name}.ndjson`);
  if (kept && existsSync(kept)) {
    app.command('import', kept);
    return;
  }
  await DIARIES[name]((path, fields) => send(app, page, path, fields));
  if (!kept) return;
  const own = `${kept}.${process.pid}`; // Another file of tests may be filling one at the same time.
  app.command('export', own);
  renameSync(own, kept);
}

/** Pages that no link leads to: a form does, or a picture of the state that a tap makes. */
const WITHOUT_LINK = ['/now?mobility=can-stand', '/keep/restore', '/keep/erase'];

/** What stands for one of its kind: the entry, the day, the disagreement, the medicine. */
const kindOf = (path) => path
  .replace(/\/[0-9a-f-]{20,}/g, '/ID')
  .replace(/\d{4}-\d{2}(-\d{2})?/g, 'DAY')
  // Exercises are all alike.
  .replace(/^\/exercise\/(?!all|habits|about-you|sheet|progress|go).*/, '/exercise/ONE')
  .replace(/\?.*/, '');

/**
 * The addresses of all pages that links lead to from the start, with up to `each` of a kind: of entries, of days.
 * Chapters, disagreements and medicines have each their own address, and are all there.
 */
export async function everyAddress(app, page, each = 2) {
  const seen = new Set(['/', ...WITHOUT_LINK]);
  const kinds = new Map();
  const waiting = [...seen];
  const pages = [];
  while (waiting.length > 0) {
    const address = waiting.shift();
    const answer = await page.request.get(new URL(address, app.url).href);
    if (!/html/.test(answer.headers()['content-type'] ?? '')) continue;
    pages.push(address);
    const text = await answer.text();
    for (const [, href] of text.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), answer.url());
      const path = url.pathname + url.search;
      if (url.origin !== app.origin || seen.has(path)) continue;
      const kind = kindOf(path);
      const already = kinds.get(kind) ?? 0;
      if (already >= each) continue;
      kinds.set(kind, already + 1);
      seen.add(path);
      waiting.push(path);
    }
  }
  return pages.sort();
}
