import type { timeZones } from '../contracts/vocabulary.js';
import { holidaysOf, type WorkingCalendar } from './holidays.js';
import { invariant } from './invariant.js';

/** A business date `'YYYY-MM-DD'`, years 1000 to 9999. */
export type LocalDate = string;
/** An IANA zone of the list that contracts know; each has its row in zoneRules. */
export type TimeZone = (typeof timeZones)[number];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAYS_PER_WEEK = 7;
const FRIDAY = 5;

/** True for an existing day of the Gregorian calendar written `'YYYY-MM-DD'`. */
export function isLocalDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const { year, month, day } = split(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The date n calendar days later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(dayNumber(date) + whole(days));
}

/** Calendar days from one date to the other; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The last day of the date's month. */
export function endOfMonth(date: LocalDate): LocalDate {
  const { year, month } = fieldsOf(date);
  return format(year, month, daysInMonth(year, month));
}

/** That day of the date's month, or the last one of a month that has no such day. */
export function dayInMonth(date: LocalDate, day: number): LocalDate {
  const { year, month } = fieldsOf(date);
  return format(year, month, Math.min(whole(day), daysInMonth(year, month)));
}

/** The same day n months later, or that month's last day when it has no such day: 31 January + 1 is 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = fieldsOf(date);
  const monthIndex = year * 12 + (month - 1) + whole(months);
  const targetYear = Math.floor(monthIndex / 12);
  const targetMonth = monthIndex - targetYear * 12 + 1;
  return format(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

/** ISO 8601 day of the week: 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: LocalDate): number {
  const sinceMonday = (dayNumber(date) + 3) % DAYS_PER_WEEK; // 1970-01-01 was a Thursday
  return ((sinceMonday + DAYS_PER_WEEK) % DAYS_PER_WEEK) + 1;
}

export function compareDates(a: LocalDate, b: LocalDate): -1 | 0 | 1 {
  const days = daysBetween(b, a);
  if (days === 0) return 0;
  return days < 0 ? -1 : 1;
}

export function maxDate(first: LocalDate, ...rest: readonly LocalDate[]): LocalDate {
  return rest.reduce((latest, date) => (compareDates(date, latest) > 0 ? date : latest), checked(first));
}

export function minDate(first: LocalDate, ...rest: readonly LocalDate[]): LocalDate {
  return rest.reduce((earliest, date) => (compareDates(date, earliest) < 0 ? date : earliest), checked(first));
}

/** Easter Sunday of the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): LocalDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return format(year, Math.floor(n / 31), (n % 31) + 1);
}

/** The public holidays of a year by the calendar, in date order. Two may share a day, which is then listed twice (1 May 2008 in France). */
export function publicHolidays(year: number, calendar: WorkingCalendar): LocalDate[] {
  if (calendar === 'none') return [];
  const easter = easterSunday(year);
  return holidaysOf[calendar]
    .filter(({ from = year, to = year }) => from <= year && year <= to)
    .map(({ on }) => (typeof on === 'number' ? addDays(easter, on) : `${year}-${on}`))
    .toSorted(compareDates);
}

/** Monday to Friday, and no public holiday of the calendar. */
export function isWorkingDay(date: LocalDate, calendar: WorkingCalendar): boolean {
  if (dayOfWeek(date) > FRIDAY) return false;
  return !publicHolidays(fieldsOf(date).year, calendar).includes(date);
}

/** The date itself if it is a working day, otherwise the first one after it. */
export function nextWorkingDay(date: LocalDate, calendar: WorkingCalendar): LocalDate {
  let day = date;
  while (!isWorkingDay(day, calendar)) day = addDays(day, 1);
  return day;
}

/** The nth working day after the date (before it when negative); the date itself for 0, working day or not. */
export function addWorkingDays(date: LocalDate, workingDays: number, calendar: WorkingCalendar): LocalDate {
  const step = whole(workingDays) < 0 ? -1 : 1;
  let day = checked(date);
  for (let left = Math.abs(workingDays); left > 0; left -= 1) {
    day = addDays(day, step);
    while (!isWorkingDay(day, calendar)) day = addDays(day, step);
  }
  return day;
}

/**
 * Standard time of each zone, in hours ahead of UTC, and whether the summer time of Directive 2000/84/EC applies (the
 * United Kingdom keeps the same moments). Right from 1997 on: by then all of them kept these moments.
 */
const zoneRules: Readonly<Record<TimeZone, { readonly standardHours: number; readonly summerTime: boolean }>> = {
  UTC: { standardHours: 0, summerTime: false },
  'Europe/London': { standardHours: 0, summerTime: true },
  'Europe/Lisbon': { standardHours: 0, summerTime: true },
  'Europe/Paris': { standardHours: 1, summerTime: true },
  'Europe/Berlin': { standardHours: 1, summerTime: true },
  'Europe/Brussels': { standardHours: 1, summerTime: true },
  'Europe/Madrid': { standardHours: 1, summerTime: true },
  'Europe/Rome': { standardHours: 1, summerTime: true },
  'Europe/Athens': { standardHours: 2, summerTime: true },
};

/** Milliseconds since 1970 UTC of a moment `'2026-11-22T09:30:00Z'`. */
export function epochMsOf(instant: string): number {
  const epochMs = Date.parse(instant);
  invariant(Number.isFinite(epochMs), `not a moment: "${instant}"`);
  return epochMs;
}

/** The date that a moment (milliseconds since 1970 UTC) falls on in the zone. */
export function localDateOf(epochMs: number, zone: TimeZone): LocalDate {
  return checked(isoOf(epochMs + offsetMs(epochMs, zone)).slice(0, 10));
}

/** The time of day `'HH:MM'` of a moment (milliseconds since 1970 UTC) in the zone, seconds cut off. */
export function localTimeOf(epochMs: number, zone: TimeZone): string {
  return isoOf(epochMs + offsetMs(epochMs, zone)).slice(11, 16);
}

/** A moment as 14 digits, year to second, in a zone. */
export const momentDigits = (epochMs: number, zone: TimeZone): string =>
  `${localDateOf(epochMs, zone)}${localTimeOf(epochMs, zone)}`.replaceAll(/\D/g, '') +
  String(Math.floor(epochMs / 1000) % 60).padStart(2, '0');

/** True for a time of day from `'00:00'` to `'23:59'`. */
export function isTimeOfDay(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * The moment (milliseconds since 1970 UTC) of a date and time of day `'HH:MM'` in the zone. A time that summer time skips
 * in spring moves forward to the moment the clocks change; of a time that comes twice in autumn the first is meant. A
 * later time of day is thus never an earlier moment.
 */
export function instantOf(date: LocalDate, time: string, zone: TimeZone): number {
  invariant(isTimeOfDay(time), `not a time of day: "${time}"`);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const { standardHours, summerTime } = ruleOf(zone);
  const standard = dayNumber(date) * DAY_MS + (hours - standardHours) * HOUR_MS + minutes * MINUTE_MS;
  if (!summerTime) return standard;
  const { startMs, endMs } = summerOf(fieldsOf(date).year);
  if (standard < startMs) return standard;
  const summer = standard - HOUR_MS;
  if (summer >= endMs) return standard;
  return Math.max(summer, startMs);
}

function offsetMs(epochMs: number, zone: TimeZone): number {
  const { standardHours, summerTime } = ruleOf(zone);
  if (!summerTime) return standardHours * HOUR_MS;
  const { startMs, endMs } = summerOf(Number(isoOf(epochMs).slice(0, 4)));
  const isSummer = epochMs >= startMs && epochMs < endMs;
  return (standardHours + (isSummer ? 1 : 0)) * HOUR_MS;
}

function ruleOf(zone: TimeZone): (typeof zoneRules)[TimeZone] {
  invariant(Object.hasOwn(zoneRules, zone), `unknown time zone "${zone}"`);
  return zoneRules[zone];
}

/** From the last Sunday of March to the last of October, each at 01:00 UTC (Directive 2000/84/EC, articles 1 to 3). */
function summerOf(year: number): { readonly startMs: number; readonly endMs: number } {
  return { startMs: lastSundayAtOne(year, 3), endMs: lastSundayAtOne(year, 10) };
}

function lastSundayAtOne(year: number, month: number): number {
  const last = format(year, month, 31);
  return (dayNumber(last) - (dayOfWeek(last) % DAYS_PER_WEEK)) * DAY_MS + HOUR_MS;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dayNumber(date: LocalDate): number {
  const { year, month, day } = fieldsOf(date);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function fromDayNumber(days: number): LocalDate {
  return checked(isoOf(days * DAY_MS).slice(0, 10));
}

function isoOf(epochMs: number): string {
  invariant(Math.abs(epochMs) <= 8.64e15, `not a moment: ${epochMs}`);
  return new Date(epochMs).toISOString();
}

function fieldsOf(date: LocalDate): { year: number; month: number; day: number } {
  return split(checked(date));
}

function checked(date: LocalDate): LocalDate {
  invariant(isLocalDate(date), `not a date: "${date}"`);
  return date;
}

function split(date: string): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function format(year: number, month: number, day: number): LocalDate {
  const two = (value: number): string => String(value).padStart(2, '0');
  return checked(`${year}-${two(month)}-${two(day)}`);
}

function whole(value: number): number {
  invariant(Number.isSafeInteger(value), `not a whole number: ${value}`);
  return value;
}
