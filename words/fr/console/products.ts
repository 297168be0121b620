/** The price list. */
export const products = {
  title: 'Articles',
  number: 'Numéro',
  name: 'Nom',
  unit: 'Unité de vente',
  unitHint: 'Telle qu’elle est imprimée, par exemple « carton de 10 »',
  category: 'Famille',
  listPrice: 'Prix tarif',
  currency: 'Devise',
  taxClass: 'TVA',
  active: 'En vente',
  onHand: 'En stock',
  allocated: 'Réservé',
  available: 'Disponible',
  onlyActive: 'En vente seulement',
  none: 'Aucun article pour le moment.',
  create: 'Nouvel article',
  created: (number: string) => `${number} est au tarif.`,
  change: 'Changer l’article',
  changed: (number: string) => `${number} est changé.`,
  changeHint: 'Les commandes et devis qui le nomment gardent le prix qu’ils ont.',
  since: 'Au tarif depuis',
  updated: 'Changé le',
};

export type ProductWords = typeof products;
