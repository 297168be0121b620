import type { ImportKind } from '../../../contracts/import.js';

const kinds: Readonly<Record<ImportKind, string>> = {
  customers: 'Clients',
  addresses: 'Adresses',
  contacts: 'Contacts',
  'item-numbers': 'Références des clients',
  products: 'Articles',
  'product-costs': 'Coûts des articles',
  quotes: 'Devis',
  orders: 'Commandes',
  payments: 'Règlements',
};

/** The page that imports rows; loaded with it alone. */
export const importWords = {
  kinds,
  title: 'Importer',
  choose: 'Fichier ou tableau',
  hint: 'CSV en UTF-8, séparé par virgule, point-virgule ou tabulation ; la première ligne nomme les colonnes comme dans l’API : address.city, lines.product. Une ligne par ligne de commande ; ce qui va ensemble partage client et référence. Au plus 5 000 lignes.',
  kind: 'Ce que sont les lignes',
  auto: 'D’après le nom ou les colonnes',
  file: 'Fichier CSV',
  fileHint: 'Choisir un fichier',
  clearFile: 'Retirer le fichier',
  pasted: 'Ou tableau collé, avec sa ligne de titres',
  read: 'Lire et essayer',
  columns: 'Colonnes',
  unknown: (names: string) => `Colonnes inconnues : ${names}. Retirez-les, ou nommez-les comme dans l’API.`,
  rows: (count: number) => (count === 1 ? '1 élément' : `${count} éléments`),
  trying: 'Essai à blanc :',
  tried: (good: number, refused: number) =>
    `${good} passeraient, ${refused} seraient refusés. Rien n’est encore enregistré.`,
  send: (count: number) => `Importer ${count}`,
  sending: 'Envoi :',
  sent: (taken: number, there: number, refused: number) =>
    `${taken} enregistrés, ${there} déjà là, ${refused} refusés.`,
  stop: 'Interrompre',
  goOn: 'Reprendre',
  another: 'Un autre fichier',
  refused: (count: number) => (count === 1 ? '1 refusé' : `${count} refusés`),
  refusedFile: 'refuses',
  download: 'Télécharger les refusés (CSV)',
  none: 'Aucun refus.',
  row: 'Ligne',
  name: 'Nom',
  field: 'Champ',
  message: 'Ce qui ne va pas',
  remedy: 'Que faire',
  preview: 'Aperçu',
  andMore: (count: number) => `… et ${count} de plus`,
};

export type ImportWords = typeof importWords;
