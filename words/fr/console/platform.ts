import type { InvoiceChannel } from '../../../contracts/vocabulary.js';
import { lifecycle } from '../lifecycle.js';

const channels: Readonly<Record<InvoiceChannel, string>> = {
  mail: 'courriel',
  platform: 'plateforme agréée',
  peppol: 'Peppol',
  portal: 'portail du client',
  paper: 'papier',
};

/** How invoices go, and what becomes of them on the platforms. */
export const platform = {
  ...lifecycle,
  channel: 'Envoi des factures',
  channels,
  goesBy: 'Envoyée par',
  statuses: 'Statuts de la facture',
  status: 'Statut',
  why: 'Motif',
  wanted: (action: string) => `Attendu : ${action}`,
  amounts: 'Montants',
  told: 'Dit par nous',
  receipts: 'Encaissements dits à la plateforme (statut 212)',
  receiptsOf: { due: 'où la TVA en dépend (services)', all: 'de toutes les factures électroniques' },
};
export type PlatformWords = typeof platform;
