import type { CustomerAddressInput, CustomerContactInput } from '../../contracts/address-book.js';
import type { CustomerInput } from '../../contracts/customer.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { ProductInput } from '../../contracts/product.js';
import type { Language } from '../../contracts/vocabulary.js';
import { invariant } from '../../domain/invariant.js';
import * as completion from './completion.js';
import type { NorthwindCustomer, NorthwindEmployee, NorthwindOrder, NorthwindProduct } from './northwind.js';

/** Northwind's product number as ours: 11 is `"P-011"`. */
export const productNumberOf = (productId: number): string => `P-${String(productId).padStart(3, '0')}`;

/** Northwind's customer with what `completion.ts` declares; throws InvariantError when it declares nothing for them. */
export function customerOf(
  row: NorthwindCustomer,
  employees: readonly NorthwindEmployee[],
  orders: readonly NorthwindOrder[],
): CustomerInput {
  const added = completion.customers[row.customerId];
  invariant(added, `completion.ts says nothing of customer ${row.customerId}`);
  const country = countryOf(row.country);
  const address = addressOf({ ...row, name: row.companyName });
  return {
    number: row.customerId,
    name: row.companyName,
    siren: added.siren ?? null,
    vatNumber: added.vatNumber ?? null,
    language: country.language,
    currency: completion.currency,
    address,
    parent: added.groupOf ?? null,
    payer: added.groupOf ?? null,
    addresses: shipTosOf(row, orders),
    contacts: contactsOf(row, country.language),
    phone: row.phone,
    paymentTerms: added.terms,
    creditLimit: added.creditLimit,
    salesperson: salespersonOf(added.salesperson, employees).id,
  };
}

/** The warehouse of a customer whose orders went to another street than its own: where they go unless they say otherwise. */
function shipTosOf(row: NorthwindCustomer, orders: readonly NorthwindOrder[]): CustomerAddressInput[] {
  const order = orders.find(
    ({ customerId, shipAddress }) => customerId === row.customerId && shipAddress !== row.address,
  );
  if (!order) return [];
  const address = shipAddressOf(order);
  return [{ code: 'DEPOT', kind: 'ship-to', label: `${address.city}, ${address.street}`, address, isDefault: true }];
}

export const shipAddressOf = (order: NorthwindOrder): PostalAddress =>
  addressOf({
    name: order.shipName,
    address: order.shipAddress,
    city: order.shipCity,
    region: order.shipRegion,
    postalCode: order.shipPostalCode,
    country: order.shipCountry,
  });

/** Northwind's contact takes the orders; accounting gets invoices and reminders. */
function contactsOf(row: NorthwindCustomer, language: Language): CustomerContactInput[] {
  const domain = `${slug(row.companyName)}.example`;
  const isFrench = language === 'fr';
  const { contactName: name, phone } = row;
  return [
    {
      code: 'ORDERS',
      role: 'orders',
      name,
      email: `${isFrench ? 'commandes' : 'orders'}@${domain}`,
      phone,
    },
    {
      code: 'ACCOUNTS',
      role: 'invoices',
      name: isFrench ? 'Comptabilité' : 'Accounts',
      email: `${isFrench ? 'comptabilite' : 'accounts'}@${domain}`,
      phone: '',
    },
  ];
}

export type OpeningProduct = ProductInput & { readonly onHand: string };

/** Northwind's product with its VAT rate and what lies in stock. */
export function productOf(row: NorthwindProduct): OpeningProduct {
  const isStandardRated = completion.standardRated[row.productId] !== undefined;
  return {
    number: productNumberOf(row.productId),
    name: row.productName,
    unit: row.quantityPerUnit,
    category: row.categoryName,
    listPrice: row.unitPrice,
    currency: completion.currency,
    taxClass: isStandardRated ? 'standard' : 'reduced',
    active: completion.discontinuedStayForSale || !row.discontinued,
    onHand: String(row.unitsInStock),
  };
}

/** Everybody who may act in the demo: Northwind's nine employees as sales, and the other desks. */
export function principalsOf(employees: readonly NorthwindEmployee[]): readonly completion.DemoPrincipal[] {
  return [...employees.map((employee) => salespersonOf(employee.employeeId, employees)), ...completion.desks];
}

type Place = {
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string;
};

function addressOf(place: Place): PostalAddress {
  return {
    name: place.name,
    street: place.address,
    postalCode: place.postalCode ?? '',
    city: place.city,
    region: place.region ?? '',
    countryCode: countryOf(place.country).code,
  };
}

function countryOf(name: string): (typeof completion.countries)[string] {
  const country = completion.countries[name];
  invariant(country, `completion.ts says nothing of ${name}`);
  return country;
}

function salespersonOf(employeeId: number, employees: readonly NorthwindEmployee[]): completion.DemoPrincipal {
  const employee = employees.find((candidate) => candidate.employeeId === employeeId);
  invariant(employee, `Northwind has no employee ${employeeId}`);
  const id = `${slug(employee.firstName)}.${slug(employee.lastName)}`;
  return {
    id,
    name: `${employee.firstName} ${employee.lastName}`,
    role: 'sales',
    email: `${id}@${completion.emailDomain}`,
    seesAllCustomers: completion.employeesWhoSeeAllCustomers.includes(employeeId),
  };
}

function slug(text: string): string {
  const ascii = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return ascii
    .replace(/'/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
