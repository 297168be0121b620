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
};

export const places: readonly Place[] = [
  { to: '/worklist', name: 'worklist', permission: 'worklist.list', icon: IconChecklist, key: 'w' },
  { to: '/orders', name: 'orders', permission: 'orders.list', icon: IconShoppingCart, key: 'o' },
  { to: '/quotes', name: 'quotes', permission: 'quotes.list', icon: IconFileText, key: 'q' },
  { to: '/deliveries', name: 'deliveries', permission: 'deliveries.list', icon: IconTruckDelivery, key: 'd' },
  { to: '/stock', name: 'stock', permission: 'stock.receipts', icon: IconBoxSeam, key: 's' },
  { to: '/products', name: 'products', permission: 'products.list', icon: IconPackage, key: 'a' },
  { to: '/customers', name: 'customers', permission: 'customers.list', icon: IconBuilding, key: 'c' },
  { to: '/invoices', name: 'invoices', permission: 'invoices.list', icon: IconFileInvoice, key: 'i' },
  { to: '/payments', name: 'payments', permission: 'payments.list', icon: IconCash, key: 'p' },
  { to: '/dunning', name: 'dunning', permission: 'dunning-steps.list', icon: IconMailExclamation, key: 'r' },
  { to: '/mails', name: 'mails', permission: 'mails.list', icon: IconMail, key: 'm' },
  { to: '/import', name: 'import', permission: 'imports.read', icon: IconFileImport, key: 't' },
  { to: '/move-in', name: 'moveIn', permission: 'move-ins.list', icon: IconDatabaseImport, key: 'v' },
  { to: '/figures', name: 'figures', permission: 'kpis.list', icon: IconChartBar, key: 'f' },
  { to: '/admin', name: 'administration', permission: 'policies.list', icon: IconSettings, key: 'e' },
];
