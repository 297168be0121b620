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
  leftOut: (count: number) => `Not in the journal: ${count}`,
  why: { 'other-currency': 'another currency than the books’', 'moved-in': 'moved in from another system' },
};
