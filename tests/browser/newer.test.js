// Entries that a newer Supple wrote, in the app of a phone: kept through a sync and a copy, shown, and counted for nothing.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, withApp } from './harness.js';

const main = (page) => page.locator('main').innerText();
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const code = (app) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(app.command('pair'))[0];

/** A chain of a device that runs a Supple of tomorrow: a kind that nobody knows, a known one with a new field, a plain one. */
function tomorrow() {
  const device = '0193b3f0-0000-7000-8000-0000000000ff';
  const says = [
    [99, 'reminder', { every: 'day', at: ['08:00', { quiet: true }] }],
    [99, 'pain', { level: 9, seen_by: 'a watch' }],
    [1, 'pain', { level: 4 }],
  ];
  let previous = null;
  return says.map(([schema, kind, more], sequence) => {
    const minute = String(sequence).padStart(2, '0');
    const line = JSON.stringify({
      schema, id: `019a0000-0000-7000-8000-00000000000${sequence}`, device, sequence, previous,
      happened: `2026-09-10T12:${minute}:00+02:00[Europe/Berlin]`, recorded: `2026-09-10T10:${minute}:00.000Z`, kind, ...more,
    });
    previous = createHash('sha256').update(line).digest('hex');
    return line;
  });
}

test('a phone keeps what a newer Supple wrote as it is, shows it, and counts it for nothing', () => withApp(async (app) => {
  const lines = tomorrow();
  const file = join(app.folder, 'tomorrow.jsonl');
  await writeFile(file, `${lines.join('\n')}\n`);
  app.command('import', file);
  const { page, errors } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await page.goto(`${app.origin}/pair?code=${code(app)}`);
  await page.locator('#name').fill('Phone');
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await page.waitForURL(/\/keep/);
  await app.stop();

  // All of it is here, without the server.
  await page.goto(`${app.origin}/diary/day/2026-09-10`);
  const day = await main(page);
  assert.equal(day.match(/written by a newer Supple. It is kept as it is/g)?.length, 2, day);
  assert.match(day, /Pain 4 of 10/);
  assert.doesNotMatch(day, /9 of 10/);
  await page.goto(app.origin);
  assert.match(await main(page), /2 entries were written by a newer Supple/);
  assert.deepEqual(await axe(page), []);
  if (process.env.PICTURES) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(process.env.PICTURES, `newer-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.goto(`${app.origin}/keep`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('a[href="/keep/diary.jsonl"]').click(),
  ]);
  const copy = (await readFile(await download.path(), 'utf8')).split('\n');
  for (const line of lines) assert.ok(copy.includes(line), line);

  // It goes on to another server, byte for byte.
  await app.start();
  await page.goto(`${app.origin}/devices`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.waitForURL(/\/keep$/);
  assert.match(app.command('verify'), /all as they were written/);
  assert.deepEqual(errors, []);
}));
