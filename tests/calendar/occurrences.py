"""The calendars that Supple writes, read by icalendar and recurring-ical-events: the same occurrences as by our own count.

Once with the zones that Python knows by name, once with only those that the files describe: there they have a name that
nobody knows.
"""

import json
import os
import pathlib
import re
import sys
import zoneinfo
from datetime import datetime, timezone

# The zones of the package tzdata, whatever this machine has.
zoneinfo.reset_tzpath(to=[])

import icalendar  # noqa: E402
import recurring_ical_events  # noqa: E402
from icalendar.timezone import tzp  # noqa: E402

FOLDER = pathlib.Path(os.environ["SUPPLE_CALENDAR"])
FEEDS = json.loads((FOLDER / "feeds.json").read_text(encoding="utf-8"))

MADE_UP = "Nowhere/Supple"

# A length passes by the clock on the wall, where Python adds it to a local time, also when the clocks change meanwhile. A
# DURATION of minutes is exact (RFC 5545, 3.3.6). What is ours, and what they find.
WRONG = {
    ("clocks", "moved", "2026-03-29T01:45:00Z", "2026-03-29T02:05:00Z"): ("2026-03-29T01:45:00Z", "2026-03-29T01:05:00Z"),
    ("lord-howe", "skipped", "2026-10-03T15:45:00Z", "2026-10-03T16:05:00Z"): ("2026-10-03T15:45:00Z", "2026-10-03T15:35:00Z"),
    ("lord-howe", "twice", "2026-04-04T14:45:00Z", "2026-04-04T15:05:00Z"): ("2026-04-04T14:45:00Z", "2026-04-04T15:35:00Z"),
}

# A time that a zone from a file skips has the offset after the gap (dateutil's tzical), not that before it (RFC 5545, 3.3.5).
WRONG_IN_GAPS = {
    ("casablanca", "edge", "2026-03-22T02:30:00Z", "2026-03-22T02:50:00Z"): ("2026-03-22T01:30:00Z", "2026-03-22T01:50:00Z"),
    ("clocks", "moved", "2026-03-29T01:45:00Z", "2026-03-29T02:05:00Z"): ("2026-03-29T00:45:00Z", "2026-03-29T01:05:00Z"),
    ("clocks", "skipped", "2026-03-29T01:30:00Z", "2026-03-29T01:50:00Z"): ("2026-03-29T00:30:00Z", "2026-03-29T00:50:00Z"),
    ("clocks", "skipped-daily", "2026-03-29T01:30:00Z", "2026-03-29T01:50:00Z"): ("2026-03-29T00:30:00Z", "2026-03-29T00:50:00Z"),
    ("clocks", "until-skipped", "2026-03-29T01:30:00Z", "2026-03-29T01:50:00Z"): ("2026-03-29T00:30:00Z", "2026-03-29T00:50:00Z"),
    ("lord-howe", "skipped", "2026-10-03T15:45:00Z", "2026-10-03T16:05:00Z"): ("2026-10-03T15:15:00Z", "2026-10-03T15:35:00Z"),
    ("lord-howe", "twice", "2026-10-03T15:15:00Z", "2026-10-03T15:35:00Z"): ("2026-10-03T15:15:00Z", "2026-10-03T15:05:00Z"),
    ("sao-paulo", "skipped", "2018-11-04T03:30:00Z", "2018-11-04T03:50:00Z"): ("2018-11-04T02:30:00Z", "2018-11-04T02:50:00Z"),
}


def written(name, zone=None, spoil=lambda text: text):
    """A file, as a calendar; with the zone under another name where there is one."""
    text = spoil((FOLDER / f"{name}.ics").read_bytes())
    if zone:
        known = FEEDS[name]["zone"]
        for before in ("TZID:", "TZID="):
            text = text.replace(f"{before}{known}".encode(), f"{before}{zone}".encode())
        assert f"TZID:{known}".encode() not in text
    # Zones are kept by name, so that one file would see those of another.
    tzp.use_zoneinfo()
    return icalendar.Calendar.from_ical(text)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def told(when):
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def is_on(event):
    return event.get("STATUS") != "CANCELLED"


def found(calendar, feed):
    """What begins within the time that is looked at. The library also counts what is not over yet, and days in any zone."""
    events = recurring_ical_events.of(calendar).between(instant(feed["from"]), instant(feed["to"]))
    all = [(str(event["UID"]), told(event.start), told(event.end)) for event in events if is_on(event)]
    first, stop = feed["days"]
    within = lambda start: first <= start < stop if len(start) == 10 else feed["from"] <= start < feed["to"]
    return sorted(one for one in all if within(one[1]))


def expected(name, zone):
    """Our own count, but for what these libraries are known to get wrong."""
    known = WRONG | (WRONG_IN_GAPS if zone else {})
    ours = [(one["uid"], one["start"], one["end"]) for one in FEEDS[name]["occurrences"]]
    unknown = [case for case in known if case[0] == name and case[1:] not in ours]
    assert not unknown, f"no such occurrences: {unknown}"
    return sorted((one[0], *known.get((name, *one), one[1:])) for one in ours)


def differences(name, zone):
    ours = expected(name, zone)
    theirs = found(written(name, zone), FEEDS[name])
    where = f"{name}, {zone or 'zone by its name'}"
    yield from (f"{where}: not found: {one}" for one in ours if one not in theirs)
    yield from (f"{where}: found, but not ours: {one}" for one in theirs if one not in ours)
    if len(ours) != len(theirs):
        yield f"{where}: {len(theirs)} found, {len(ours)} ours"


def masters(calendar):
    return {str(event["UID"]): event for event in calendar.events if "RECURRENCE-ID" not in event}


def misread(name):
    """Texts, numbers and alarms that come back otherwise."""
    read = masters(written(name))
    for event in FEEDS[name]["events"]:
        theirs = read.pop(event["uid"])
        alarms = [-int(alarm["TRIGGER"].dt.total_seconds()) for alarm in theirs.walk("VALARM")]
        back = {
            "sequence": theirs["SEQUENCE"],
            "summary": str(theirs["SUMMARY"]),
            "description": str(theirs.get("DESCRIPTION", "")),
            "cancelled": not is_on(theirs),
            "alarm": alarms[0] if alarms else None,
        }
        for field, value in back.items():
            if value != event[field]:
                yield f"{name}, {event['uid']}: {field} is {value!r}, not {event[field]!r}"
    yield from (f"{name}: {uid} is not ours" for uid in read)


def changed():
    """A changed plan keeps its UIDs and raises their SEQUENCE."""
    before, after = masters(written("plan-before")), masters(written("plan-after"))
    if before.keys() != after.keys():
        yield f"the UIDs change: {sorted(before)}, {sorted(after)}"
    for uid in before.keys() & after.keys():
        if not before[uid]["SEQUENCE"] < after[uid]["SEQUENCE"]:
            yield f"the SEQUENCE of {uid} does not rise"


# Faults that must be found.
PLANTED = {
    "a wrong offset": lambda text: text.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300"),
    "a zone without summer time": lambda text: re.sub(rb"BEGIN:DAYLIGHT.*?END:DAYLIGHT\r\n", b"", text, flags=re.S),
    "no exception": lambda text: re.sub(rb"EXDATE.*?\r\n", b"", text),
    "nothing moved": lambda text: text.replace(b"RECURRENCE-ID", b"X-RECURRENCE-ID"),
}


def planted():
    for what, spoil in PLANTED.items():
        if found(written("berlin", MADE_UP, spoil), FEEDS["berlin"]) == expected("berlin", MADE_UP):
            yield f"{what} is not found"


def main():
    failures = list(changed()) + list(planted())
    for name in FEEDS:
        failures += misread(name)
        for zone in (None, MADE_UP):
            failures += differences(name, zone)
    for failure in failures:
        print(failure)
    count = sum(len(feed["occurrences"]) for feed in FEEDS.values())
    print(f"{len(FEEDS)} calendars, {count} occurrences, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
