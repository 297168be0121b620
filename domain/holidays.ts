import type { workingCalendars } from '../contracts/vocabulary.js';

/** Whose public holidays are no working days; `'none'`: only Saturdays and Sundays are not. */
export type WorkingCalendar = (typeof workingCalendars)[number];
type Land = Exclude<WorkingCalendar, 'none'>;

/** A holiday each year: on a day `MM-DD`, or so many days after Easter Sunday; in some years alone where it says so. */
export type Holiday = { readonly on: string | number; readonly from?: number; readonly to?: number };

const GOOD_FRIDAY = -2;
const EASTER_MONDAY = 1;
const ASCENSION = 39;
const WHIT_MONDAY = 50;

const days = (...each: readonly Holiday['on'][]): readonly Holiday[] => each.map((on) => ({ on }));

/** Code du travail, art. L3133-1, as it stands today, whatever the year. */
const france = days(
  '01-01',
  EASTER_MONDAY,
  '05-01',
  '05-08',
  ASCENSION,
  WHIT_MONDAY,
  '07-14',
  '08-15',
  '11-01',
  '11-11',
  '12-25',
);

/**
 * Public holidays by land, from the law of each, whatever the year where it names none.
 * - `FR`: Code du travail, art. L3133-1.
 * - `FR-AM`, Bas-Rhin, Haut-Rhin and Moselle: art. L3134-13 besides. Good Friday is one only where there is a Protestant
 *   church or a church of both confessions: it is taken for one.
 * - `BE`: arrêté royal du 18 avril 1974, art. 1, under the loi du 4 janvier 1974.
 * - `LU`: Code du travail, art. L.232-2; 9 May by the loi du 25 avril 2019.
 * - `DE`: the days that all sixteen Länder have by their laws, 3 October by the Einigungsvertrag, art. 2 (2), since 1990;
 *   31 October 2017 was one in all of them, that once. Days of single Länder are none.
 */
export const holidaysOf: Readonly<Record<Land, readonly Holiday[]>> = {
  FR: france,
  'FR-AM': [...france, ...days(GOOD_FRIDAY, '12-26')],
  BE: days('01-01', EASTER_MONDAY, '05-01', ASCENSION, WHIT_MONDAY, '07-21', '08-15', '11-01', '11-11', '12-25'),
  LU: [
    ...days('01-01', EASTER_MONDAY, '05-01', ASCENSION, WHIT_MONDAY, '06-23', '08-15', '11-01', '12-25', '12-26'),
    { on: '05-09', from: 2019 },
  ],
  DE: [
    ...days('01-01', GOOD_FRIDAY, EASTER_MONDAY, '05-01', ASCENSION, WHIT_MONDAY, '12-25', '12-26'),
    { on: '10-03', from: 1990 },
    { on: '10-31', from: 2017, to: 2017 },
  ],
};

const isOfLaw = (name: string): name is Land => Object.hasOwn(holidaysOf, name);

/**
 * The calendar of a company in a country: the one that its policy keeps where that is one of the same country, else the
 * country's own; of a country whose law is not here, weekends alone.
 * @param countryCode ISO 3166-1, two letters
 */
export function calendarOf(countryCode: string, chosen: WorkingCalendar): WorkingCalendar {
  if (chosen.startsWith(countryCode)) return chosen;
  return isOfLaw(countryCode) ? countryCode : 'none';
}
