import type { ProductWords } from '../../fr/console/products.js';

/** The price list. */
export const products: ProductWords = {
  title: 'Products',
  number: 'Number',
  name: 'Name',
  unit: 'Sales unit',
  unitHint: 'As it is printed, such as "box of 10"',
  category: 'Family',
  listPrice: 'List price',
  currency: 'Currency',
  taxClass: 'VAT',
  active: 'For sale',
  onHand: 'On hand',
  allocated: 'Allocated',
  available: 'Available',
  onlyActive: 'For sale only',
  none: 'There are no products yet.',
  create: 'New product',
  created: (number: string) => `${number} is on the price list.`,
  change: 'Change the product',
  changed: (number: string) => `${number} is changed.`,
  changeHint: 'Orders and quotes that name it keep the price they have.',
  since: 'On the list since',
  updated: 'Changed on',
};
