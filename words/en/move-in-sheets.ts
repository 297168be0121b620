import type { MoveInSheets } from '../move-in.js';

/** What the sheet of each kind of rows is called, in English. */
export const sheets: MoveInSheets = {
  customers: 'Customers',
  contacts: 'Contacts',
  addresses: 'Addresses',
  products: 'Products',
  stock: 'Stock',
  prices: 'Prices',
  quotes: 'Quotes',
  'quote-lines': 'Quote lines',
  orders: 'Orders',
  'order-lines': 'Order lines',
  deliveries: 'Deliveries',
  'delivery-lines': 'Delivery lines',
  invoices: 'Invoices',
  'invoice-lines': 'Invoice lines',
  instalments: 'Instalments',
  payments: 'Payments',
  allocations: 'Allocations',
  'control-totals': 'Control totals',
};
