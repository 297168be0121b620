import type { PlatformWords } from '../../fr/console/platform.js';
import { lifecycle } from '../lifecycle.js';

/** How invoices go, and what becomes of them on the platforms. */
export const platform: PlatformWords = {
  ...lifecycle,
  channel: 'Invoices go by',
  channels: {
    mail: 'mail',
    platform: 'approved platform',
    peppol: 'Peppol',
    portal: 'the customer’s portal',
    paper: 'paper',
  },
  goesBy: 'Went by',
  statuses: 'Statuses of the invoice',
  status: 'Status',
  why: 'Reason',
  wanted: (action: string) => `Wanted: ${action}`,
  amounts: 'Amounts',
  told: 'Told by us',
  receipts: 'Payments told to the platform (status 212)',
  receiptsOf: { due: 'where VAT depends on them (services)', all: 'of all electronic invoices' },
};
