/* Times as people say them, in the colleague's time zone. All take and give milliseconds UTC. */
import { words } from '../words/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let zone: string | undefined;
let made = new Map<string, Intl.DateTimeFormat>();

/* An unknown zone leaves the browser's. */
export function useZone(name: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zone = name || undefined;
  } catch {
    zone = undefined;
  }
  made = new Map();
}

function format(ms: number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let formatter = made.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(words.locale, { ...options, ...(zone ? { timeZone: zone } : {}) });
    made.set(key, formatter);
  }
  return formatter.format(ms);
}

export interface LocalTime { year: number; month: number; day: number; hour: number; minute: number }

export function localOf(ms: number): LocalTime {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
  }).formatToParts(ms);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}

/* The moment at which a clock in the colleague's zone shows LOCAL. An hour that a change of clocks skips gives the hour after. */
export function momentOf(local: LocalTime): number {
  const wanted = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  let moment = wanted;
  for (let tries = 0; tries < 2; tries++) {
    const shown = localOf(moment);
    moment += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  }
  return moment;
}

/* Days from today to the day of MS, counted on the colleague's calendar. */
export function daysAway(ms: number, now: number): number {
  const day = (at: number): number => {
    const local = localOf(at);
    return Date.UTC(local.year, local.month - 1, local.day) / DAY;
  };
  return day(ms) - day(now);
}

export const timeOfDay = (ms: number): string => format(ms, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = (ms: number): string => format(ms, { weekday: 'short' });
const date = (ms: number): string => `${weekday(ms)} ${format(ms, { day: 'numeric', month: 'short' })}`;
export const longDay = (ms: number): string => format(ms, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '');

/* "today 16:00", "tomorrow 09:00", "Tue 14:00", "Fri 4 Dec 12:00" */
export function when(ms: number, now: number): string {
  const [day, time] = whenParts(ms, now);
  return `${day} ${time}`;
}

/* The same without "today": "16:00", "tomorrow 09:00". */
export function plainWhen(ms: number, now: number): string {
  return daysAway(ms, now) === 0 ? timeOfDay(ms) : when(ms, now);
}

export function whenParts(ms: number, now: number): [string, string] {
  const away = daysAway(ms, now);
  const time = timeOfDay(ms);
  if (away === 0) return [words.time.today, time];
  if (away === 1) return [words.time.tomorrow, time];
  if (away === -1) return [words.time.yesterday, time];
  return [away > 0 && away < 7 ? weekday(ms) : date(ms), time];
}

/* The day in a narrow column: "Tue" within a week, else "4 Dec". */
export function dayName(ms: number, now: number): string {
  return Math.abs(daysAway(ms, now)) < 7 ? weekday(ms) : format(ms, { day: 'numeric', month: 'short' });
}

/* When something happened: "16:40" today, else "Fri 13 Nov, 16:40". */
export function stamp(ms: number, now: number): string {
  return daysAway(ms, now) === 0 ? timeOfDay(ms) : `${date(ms)}, ${timeOfDay(ms)}`;
}

/* The same in narrow places: "16:40" today, "Mon 16:40" this week, else "13 Nov". */
export function shortStamp(ms: number, now: number): string {
  const away = daysAway(ms, now);
  if (away === 0) return timeOfDay(ms);
  return away > -7 && away < 7 ? `${weekday(ms)} ${timeOfDay(ms)}` : format(ms, { day: 'numeric', month: 'short' });
}

/* How long: "18 m", "5 h 18 m", "2 d 3 h". COARSE keeps the largest unit only. */
export function span(ms: number, coarse = false): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  const { m, h, d } = words.time.units;
  if (minutes < 60) return `${minutes} ${m}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return coarse || minutes % 60 === 0 ? `${hours} ${h}` : `${hours} ${h} ${minutes % 60} ${m}`;
  const days = Math.floor(hours / 24);
  return coarse || hours % 24 === 0 ? `${days} ${d}` : `${days} ${d} ${hours % 24} ${h}`;
}

/* A wait that ticks: "9:41", from an hour on "1 h 20 m". */
export function ticking(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds >= 3600) return span(ms);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/* "15 minutes", "2 hours": for sentences. */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 90 && minutes !== 60) return words.time.minutes(minutes);
  const hours = Math.round(ms / HOUR);
  return hours < 48 ? words.time.hours(hours) : words.time.days(Math.round(hours / 24));
}

/* Where an open promise stands: due on its day or within six hours, broken once its time has passed. */
export type Nearness = 'open' | 'due' | 'broken';
const DUE_WITHIN = 6 * HOUR;
export function nearness(dueMs: number, now: number): Nearness {
  if (dueMs < now) return 'broken';
  return dueMs - now <= DUE_WITHIN || daysAway(dueMs, now) === 0 ? 'due' : 'open';
}
