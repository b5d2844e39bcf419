import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localOf, momentOf, nearness, span, stamp, ticking, useZone, when } from '../src/lib/time.ts';

useZone('Europe/Berlin');
const NOW = Date.UTC(2026, 10, 16, 9, 42); /* Monday 10:42 in Berlin */
const HOUR = 3_600_000;

const cases: { name: string; at: number; want: string }[] = [
  { name: 'today', at: Date.UTC(2026, 10, 16, 15), want: 'today 16:00' },
  { name: 'tomorrow, though less than a day away', at: Date.UTC(2026, 10, 16, 23, 30), want: 'tomorrow 00:30' },
  { name: 'a weekday', at: Date.UTC(2026, 10, 19, 13), want: 'Thu 14:00' },
  { name: 'a date from a week on', at: Date.UTC(2026, 10, 24, 13), want: 'Tue 24 Nov 14:00' },
  { name: 'yesterday', at: Date.UTC(2026, 10, 15, 8), want: 'yesterday 09:00' },
];
for (const { name, at, want } of cases) test(`a time reads as ${name}`, () => assert.equal(when(at, NOW), want));

test('a message of today shows its time, an older one its day', () => {
  assert.equal(stamp(Date.UTC(2026, 10, 16, 8), NOW), '09:00');
  assert.equal(stamp(Date.UTC(2026, 10, 13, 15, 40), NOW), 'Fri 13 Nov, 16:40');
});

test('a chosen time is a moment in the colleague’s zone, across the change of clocks', () => {
  for (const local of [{ year: 2026, month: 10, day: 24, hour: 14, minute: 0 }, { year: 2026, month: 10, day: 25, hour: 14, minute: 0 }]) assert.deepEqual(localOf(momentOf(local)), local);
  assert.equal(momentOf({ year: 2026, month: 10, day: 25, hour: 14, minute: 0 }), Date.UTC(2026, 9, 25, 13));
});

test('a span names its two largest units', () => {
  assert.equal(span(18 * 60_000), '18 m');
  assert.equal(span(5 * HOUR + 18 * 60_000), '5 h 18 m');
  assert.equal(span(51 * HOUR), '2 d 3 h');
  assert.equal(span(51 * HOUR, true), '2 d');
});

test('a wait ticks by the second within the first hour', () => {
  assert.equal(ticking(581_000), '9:41');
  assert.equal(ticking(HOUR + 60_000), '1 h 1 m');
});

test('a promise is due on its day or within six hours, and broken once its time has passed', () => {
  assert.equal(nearness(NOW + 7 * HOUR, NOW), 'due');
  assert.equal(nearness(NOW + 30 * HOUR, NOW), 'open');
  assert.equal(nearness(NOW - 1, NOW), 'broken');
});

test('an unknown zone is no trouble', () => {
  useZone('Mars/Olympus');
  assert.match(when(NOW, NOW), /^today /);
  useZone('Europe/Berlin');
});
