import type { KpiDimension, KpiGroup } from '../../contracts/kpi.js';

/** Ce que disent les pages des chiffres. */
export const figures = {
  title: 'Pilotage',
  group: {
    activity: 'Activité et charge',
    speed: 'Délais et qualité',
    money: 'Argent',
    market: 'Marché',
  },
  dimension: {
    person: 'par personne',
    customer: 'par client',
    family: 'par famille',
    product: 'par article',
    kind: 'par nature',
  },
  groups: 'Thèmes',
  period: 'Période',
  kinds: { month: 'Mois', quarter: 'Trimestre', year: 'Année', free: 'Libre' },
  from: 'Du',
  to: 'Au',
  earlier: 'Période précédente',
  later: 'Période suivante',
  before: 'Période précédente',
  yearBefore: 'Un an avant',
  change: 'Écart',
  value: 'Valeur',
  noValue: 'rien à mesurer',
  points: (points: string) => `${points} pt`,
  days: (days: string) => `${days} j`,
  minutes: (minutes: string) => `${minutes} min`,
  hours: (hours: string) => `${hours} h`,
  times: (times: string) => `${times} fois`,
  counts: 'Ce qui est compté',
  list: 'La liste derrière',
  open: (title: string) => `${title} : graphique et tableau`,
  course: 'Évolution',
  split: 'Répartition',
  splitBy: 'Répartir',
  whole: 'Sans répartition',
  order: 'Ordre',
  orders: { value: 'les plus grands', growth: 'plus forte hausse', decline: 'plus forte baisse' },
  rowsOf: (shown: number, all: number) => (shown === all ? `${all} lignes` : `${shown} lignes sur ${all}`),
  nothing: 'Rien dans cette période.',
  asOf: (day: string) => `au ${day}`,
  over: (from: string, to: string) => `du ${from} au ${to}`,
  parts: (of: string, by: string) => `${of} sur ${by}`,
  print: 'Imprimer',
  export: 'Exporter (CSV)',
  unpaid: 'Factures échues à relancer',
  invoice: 'Facture',
  customer: 'Client',
  due: 'Échéance',
  late: 'Retard',
  owed: 'Reste dû',
  level: 'Dernière relance',
  none: 'aucune',
  act: 'Relances du client',
};

/** The same in every language; what groups and splits are called is of the registry’s words. */
export type FigureWords = Omit<typeof figures, 'group' | 'dimension'> & {
  readonly group: Readonly<Record<KpiGroup, string>>;
  readonly dimension: Readonly<Record<KpiDimension, string>>;
};
