import type { AccountingPageWords } from '../../fr/console/accounting.js';

/** The page for the accountant. */
export const accounting: AccountingPageWords = {
  title: 'For the accountant',
  about:
    'The journal of sales of a period by the chart of accounts, and its invoices and credit notes with their index. A period lies in one financial year: its entries are numbered from its first day.',
  chart: 'Chart of accounts',
  kind: 'Kind',
  count: 'Number',
  net: 'Net',
  vat: 'VAT',
  gross: 'Gross',
  nothing: 'No document in this period.',
  journal: 'Journal of sales',
  beside: 'Beside sales',
  entries: (count: string) => (count === '1' ? '1 entry' : `${count} entries`),
  fec: 'FEC file (tabs)',
  fecPipe: 'FEC file (pipes)',
  workbook: 'XLSX workbook',
  documents: 'Invoices and credit notes',
  pdf: 'PDF and index (ZIP)',
  xml: 'XML and index (ZIP)',
  both: 'PDF, XML and index (ZIP)',
  eReport: 'E-reporting',
  individual: (count) =>
    count === 1
      ? '1 document of a customer abroad, told by itself'
      : `${count} documents of customers abroad, told one by one`,
  electronic: (count) =>
    count === 1
      ? '1 electronic invoice, which the platform tells'
      : `${count} electronic invoices, which the platform tells`,
  day: 'Day',
  category: { TLB1: 'Goods with French VAT', TNT1: 'Not taxed in France' },
  notReported: (count) => `Not reported: ${count}`,
  whyNotReported: { 'other-currency': 'VAT in another currency without a rate' },
  noPlatform: 'The file wants the registration number of the platform: setting PLATFORM_NUMBER.',
  eReportFile: 'Report of the period (XML)',
  eReportAgain: 'Report again, in its place (XML)',
  leftOut: (count: number) => `Not in the journal: ${count}`,
  why: { 'other-currency': 'another currency than the books’', 'moved-in': 'moved in from another system' },
};
