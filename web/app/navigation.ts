import {
  IconBoxSeam,
  IconBuilding,
  IconCash,
  IconChartBar,
  IconChecklist,
  IconDatabaseImport,
  IconFileImport,
  IconFileInvoice,
  IconFileText,
  IconMail,
  IconMailExclamation,
  IconPackage,
  IconSettings,
  IconShoppingCart,
  IconTruckDelivery,
  type Icon,
} from '@tabler/icons-react';
import type { Permission } from '../../api/permissions.js';
import type { ShellWords } from '../../words/fr/console/shell.js';

/** A place that the navigation leads to, and the line of the permission table that opens it. */
export type Place = {
  readonly to: string;
  readonly name: keyof Pick<
    ShellWords,
    | 'worklist'
    | 'orders'
    | 'quotes'
    | 'deliveries'
    | 'stock'
    | 'products'
    | 'customers'
    | 'invoices'
    | 'payments'
    | 'dunning'
    | 'mails'
    | 'import'
    | 'moveIn'
    | 'figures'
    | 'administration'
  >;
  readonly permission: Permission;
  readonly icon: Icon;
  /** Second key after `g`. */
  readonly key: string;
  /** Pages of it that have an address of their own: below it stand numbers. */
  readonly also?: readonly string[];
};

export const places: readonly Place[] = [
  { to: '/worklist', name: 'worklist', permission: 'worklist.list', icon: IconChecklist, key: 'w' },
  { to: '/orders', name: 'orders', permission: 'orders.list', icon: IconShoppingCart, key: 'o', also: ['/new-order'] },
  { to: '/quotes', name: 'quotes', permission: 'quotes.list', icon: IconFileText, key: 'q', also: ['/new-quote'] },
  {
    to: '/deliveries',
    name: 'deliveries',
    permission: 'deliveries.list',
    icon: IconTruckDelivery,
    key: 'd',
    also: ['/preparations', '/complaints'],
  },
  { to: '/stock', name: 'stock', permission: 'stock.receipts', icon: IconBoxSeam, key: 's' },
  { to: '/products', name: 'products', permission: 'products.list', icon: IconPackage, key: 'a' },
  {
    to: '/customers',
    name: 'customers',
    permission: 'customers.list',
    icon: IconBuilding,
    key: 'c',
    also: ['/new-customer'],
  },
  {
    to: '/invoices',
    name: 'invoices',
    permission: 'invoices.list',
    icon: IconFileInvoice,
    key: 'i',
    also: ['/accounting', '/billing'],
  },
  { to: '/payments', name: 'payments', permission: 'payments.list', icon: IconCash, key: 'p', also: ['/new-payment'] },
  { to: '/dunning', name: 'dunning', permission: 'dunning-steps.list', icon: IconMailExclamation, key: 'r' },
  { to: '/mails', name: 'mails', permission: 'mails.list', icon: IconMail, key: 'm' },
  { to: '/import', name: 'import', permission: 'imports.read', icon: IconFileImport, key: 't' },
  { to: '/move-in', name: 'moveIn', permission: 'move-ins.list', icon: IconDatabaseImport, key: 'v' },
  { to: '/figures', name: 'figures', permission: 'kpis.list', icon: IconChartBar, key: 'f', also: ['/month-ends'] },
  { to: '/admin', name: 'administration', permission: 'policies.list', icon: IconSettings, key: 'e' },
];

/** The place of the navigation that an address is of: its own, one below it, or that of a page that belongs to it. */
export const placeAt = (path: string): Place | undefined =>
  places.find(({ to, also = [] }) => [to, ...also].some((each) => path === each || path.startsWith(`${each}/`)));
