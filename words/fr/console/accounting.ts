/** La page pour le comptable. */
export const accounting = {
  title: 'Pour le comptable',
  about:
    'Le journal des ventes d’une période par le plan comptable, et les factures et avoirs avec leur index. Une période tient dans un exercice : les écritures y sont numérotées à partir de son premier jour.',
  chart: 'Plan comptable',
  kind: 'Nature',
  count: 'Nombre',
  net: 'HT',
  vat: 'TVA',
  gross: 'TTC',
  nothing: 'Aucun document de cette période.',
  journal: 'Journal des ventes',
  beside: 'Avec les ventes',
  entries: (count: string) => (count === '0' || count === '1' ? `${count} écriture` : `${count} écritures`),
  fec: 'Fichier FEC (tabulations)',
  fecPipe: 'Fichier FEC (barres verticales)',
  workbook: 'Classeur XLSX',
  documents: 'Factures et avoirs',
  pdf: 'PDF et index (ZIP)',
  xml: 'XML et index (ZIP)',
  both: 'PDF, XML et index (ZIP)',
  leftOut: (count: number) => `Hors journal : ${count}`,
  why: { 'other-currency': 'autre monnaie que celle de la comptabilité', 'moved-in': 'reprise d’un autre système' },
};
export type AccountingPageWords = typeof accounting;
