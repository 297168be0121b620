import type { MoveInSheets } from '../move-in.js';

/** What the sheet of each kind of rows is called, in French. */
export const sheets: MoveInSheets = {
  customers: 'Clients',
  contacts: 'Contacts',
  addresses: 'Adresses',
  products: 'Articles',
  stock: 'Stock',
  prices: 'Tarifs',
  quotes: 'Devis',
  'quote-lines': 'Lignes de devis',
  orders: 'Commandes',
  'order-lines': 'Lignes de commande',
  deliveries: 'Livraisons',
  'delivery-lines': 'Lignes de livraison',
  invoices: 'Factures',
  'invoice-lines': 'Lignes de facture',
  instalments: 'Échéances',
  payments: 'Règlements',
  allocations: 'Lettrages',
  'control-totals': 'Totaux de contrôle',
};
