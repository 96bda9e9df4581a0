// The calendars that Supple writes, read by ical.js (Thunderbird's): the same occurrences as by our own count. It knows no
// zone by its name, so it takes every offset from the file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ICAL from 'ical.js';

/** What `cargo run --package supple-calendar --example feeds` wrote. */
const FOLDER = process.env.SUPPLE_CALENDAR || fileURLToPath(new URL('../../target/calendar', import.meta.url));
const FEEDS = JSON.parse(readFileSync(join(FOLDER, 'feeds.json'), 'utf8'));

// Known faults of ical.js: in which file, what is ours, and what it finds.
const WRONG = [
  // A time that the clocks skip has the offset after the gap, not that before it (RFC 5545, 3.3.5).
  ['casablanca', 'edge 2026-03-22T02:30:00Z 2026-03-22T02:50:00Z', 'edge 2026-03-22T01:30:00Z 2026-03-22T01:50:00Z'],
  ['clocks', 'moved 2026-03-29T01:45:00Z 2026-03-29T02:05:00Z', 'moved 2026-03-29T00:45:00Z 2026-03-29T01:05:00Z'],
  ['clocks', 'skipped 2026-03-29T01:30:00Z 2026-03-29T01:50:00Z', 'skipped 2026-03-29T00:30:00Z 2026-03-29T00:50:00Z'],
  ['clocks', 'skipped-daily 2026-03-29T01:30:00Z 2026-03-29T01:50:00Z', 'skipped-daily 2026-03-29T00:30:00Z 2026-03-29T00:50:00Z'],
  ['clocks', 'until-skipped 2026-03-29T01:30:00Z 2026-03-29T01:50:00Z', 'until-skipped 2026-03-29T00:30:00Z 2026-03-29T00:50:00Z'],
  ['lord-howe', 'skipped 2026-10-03T15:45:00Z 2026-10-03T16:05:00Z', 'skipped 2026-10-03T15:15:00Z 2026-10-03T15:35:00Z'],
  ['sao-paulo', 'skipped 2018-11-04T03:30:00Z 2018-11-04T03:50:00Z', 'skipped 2018-11-04T02:30:00Z 2018-11-04T02:50:00Z'],
  // A time that the clocks show twice is the second, not the first (there as well; `want_daylight` in timezone.js is to do).
  ['auckland', 'once 2026-04-04T13:30:00Z 2026-04-04T13:50:00Z', 'once 2026-04-04T14:30:00Z 2026-04-04T14:50:00Z'],
  ['casablanca', 'edge 2026-02-15T01:30:00Z 2026-02-15T01:50:00Z', 'edge 2026-02-15T02:30:00Z 2026-02-15T02:50:00Z'],
  ['clocks', 'moved 2026-10-25T00:15:00Z 2026-10-25T00:35:00Z', 'moved 2026-10-25T01:15:00Z 2026-10-25T01:35:00Z'],
  ['clocks', 'moved 2026-10-25T00:30:00Z 2026-10-25T00:50:00Z', 'moved 2026-10-25T01:30:00Z 2026-10-25T01:50:00Z'],
  ['clocks', 'skipped-daily 2026-10-25T00:30:00Z 2026-10-25T00:50:00Z', 'skipped-daily 2026-10-25T01:30:00Z 2026-10-25T01:50:00Z'],
  ['clocks', 'twice 2026-10-25T00:30:00Z 2026-10-25T00:50:00Z', 'twice 2026-10-25T01:30:00Z 2026-10-25T01:50:00Z'],
  ['clocks', 'twice-daily 2026-10-25T00:00:00Z 2026-10-25T00:20:00Z', 'twice-daily 2026-10-25T01:00:00Z 2026-10-25T01:20:00Z'],
  ['lord-howe', 'twice 2026-04-04T14:45:00Z 2026-04-04T15:05:00Z', 'twice 2026-04-04T15:15:00Z 2026-04-04T15:35:00Z'],
  ['sao-paulo', 'twice 2019-02-17T01:30:00Z 2019-02-17T01:50:00Z', 'twice 2019-02-17T02:30:00Z 2019-02-17T02:50:00Z'],
  // A length passes by the clock on the wall, also when the clocks change meanwhile; minutes are exact (3.3.6).
  ['clocks', 'across 2026-10-24T23:50:00Z 2026-10-25T00:10:00Z', 'across 2026-10-24T23:50:00Z 2026-10-25T01:10:00Z'],
  ['lord-howe', 'twice 2026-10-03T15:15:00Z 2026-10-03T15:35:00Z', 'twice 2026-10-03T15:15:00Z 2026-10-03T15:05:00Z'],
];

/** The events of a file that stand for all their occurrences. */
function masters(name) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(FOLDER, `${name}.ics`), 'utf8')));
  const all = calendar.getAllSubcomponents('vevent');
  const uid = (event) => event.getFirstPropertyValue('uid');
  const moved = all.filter((event) => event.hasProperty('recurrence-id'));
  // By itself it takes those of all events.
  return all.filter((event) => !moved.includes(event)).map((event) =>
    new ICAL.Event(event, { exceptions: moved.filter((other) => uid(other) === uid(event)) }));
}

const status = (event) => event.component.getFirstPropertyValue('status');

/** An instant in UTC, or a day. */
function told(time) {
  return time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString().replace('.000Z', 'Z');
}

/** What begins within the time that is looked at, as texts. */
function found(name) {
  const { from, to, days } = FEEDS[name];
  const within = (start, isDate) => (isDate ? days[0] <= start && start < days[1] : from <= start && start < to);
  return masters(name).filter((event) => status(event) !== 'CANCELLED').flatMap((event) => {
    const all = [];
    const times = event.iterator();
    // What was moved may be set for a later time.
    const end = new Date(Date.parse(to) + 60 * 86_400_000).toISOString();
    for (let time = times.next(); time && told(time) < end; time = times.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(time);
      if (within(told(startDate), startDate.isDate)) all.push(`${event.uid} ${told(startDate)} ${told(endDate)}`);
    }
    return all;
  }).sort();
}

/** Our own count, as texts, but for what ical.js is known to get wrong. */
function expected(name) {
  const ours = FEEDS[name].occurrences.map(({ uid, start, end }) => `${uid} ${start} ${end}`);
  const known = new Map(WRONG.filter(([file]) => file === name).map(([, our, their]) => [our, their]));
  assert.deepEqual([...known.keys()].filter((one) => !ours.includes(one)), [], 'no such occurrences');
  return ours.map((one) => known.get(one) ?? one).sort();
}

for (const [name, feed] of Object.entries(FEEDS)) {
  test(`${name} (${feed.zone}): the same occurrences as by our own count`, () => {
    const [theirs, ours] = [found(name), expected(name)];
    assert.deepEqual(theirs.filter((one) => !ours.includes(one)), ours.filter((one) => !theirs.includes(one)));
    assert.equal(theirs.length, ours.length);
  });

  test(`${name}: texts, numbers and alarms come back as they were`, () => {
    const read = masters(name).map((event) => {
      const alarm = event.component.getFirstSubcomponent('valarm');
      return {
        uid: event.uid,
        sequence: event.sequence,
        summary: event.summary,
        description: event.description ?? '',
        cancelled: status(event) === 'CANCELLED',
        alarm: alarm ? -alarm.getFirstPropertyValue('trigger').toSeconds() + 0 : null,
      };
    });
    assert.deepEqual(read, feed.events);
  });
}

test('a changed plan keeps its UIDs and raises their SEQUENCE', () => {
  const [before, after] = ['plan-before', 'plan-after'].map(masters);
  assert.deepEqual(before.map(({ uid }) => uid), after.map(({ uid }) => uid));
  before.forEach((event, place) => assert.ok(event.sequence < after[place].sequence, event.uid));
});
