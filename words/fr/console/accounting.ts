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
  eReport: 'E-reporting',
  individual: (count: number) =>
    count === 1
      ? '1 facture ou avoir d’un client étranger, transmis seul'
      : `${count} factures et avoirs de clients étrangers, transmis un à un`,
  electronic: (count: number) =>
    count === 1
      ? '1 facture électronique, que la plateforme transmet'
      : `${count} factures électroniques, que la plateforme transmet`,
  day: 'Jour',
  category: { TLB1: 'Livraisons de biens taxées', TNT1: 'Opérations non taxées en France' },
  notReported: (count: number) => `Hors transmission : ${count}`,
  whyNotReported: { 'other-currency': 'TVA en devise sans cours en euros' },
  noPlatform: 'Le fichier demande le matricule de la plateforme agréée : réglage PLATFORM_NUMBER.',
  eReportFile: 'Transmission initiale (XML)',
  eReportAgain: 'Transmission rectificative (XML)',
  leftOut: (count: number) => `Hors journal : ${count}`,
  why: { 'other-currency': 'autre monnaie que celle de la comptabilité', 'moved-in': 'reprise d’un autre système' },
};
export type AccountingPageWords = typeof accounting;
