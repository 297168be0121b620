/** What every list says. */
export const lists = {
  filter: 'Filtrer',
  filters: 'Filtres',
  clear: 'Effacer les filtres',
  sort: 'Ordre',
  columns: 'Colonnes',
  sortBy: (column: string) => `Trier par ${column}`,
  ascending: 'croissant',
  descending: 'décroissant',
  next: 'Suivants',
  first: 'Début',
  previous: 'Précédents',
  empty: 'Rien ici pour le moment.',
  noMatch: 'Rien ne correspond à ces filtres.',
  all: 'Tous',
  yes: 'oui',
  no: 'non',
  from: 'du',
  to: 'au',
  rows: (count: number) => (count === 1 ? '1 ligne' : `${count} lignes`),
  open: (what: string) => `Ouvrir ${what}`,
};

export type ListWords = typeof lists;
