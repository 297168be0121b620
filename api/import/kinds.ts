import { z } from 'zod';
import { CustomerAddressInput, CustomerContactInput } from '../../contracts/address-book.js';
import { CustomerInput } from '../../contracts/customer.js';
import { importKinds, type ImportKind } from '../../contracts/import.js';
import { ItemNumberInput } from '../../contracts/item-number.js';
import { OrderInput } from '../../contracts/order.js';
import { PaymentInput } from '../../contracts/payment.js';
import { CustomerNumber } from '../../contracts/primitives.js';
import { ProductCostInput } from '../../contracts/product-cost.js';
import { ProductInput } from '../../contracts/product.js';
import { QuoteInput } from '../../contracts/quote.js';
import type { Role } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';

/** A JSON object as read from a file, not yet judged. */
export type Body = { readonly [field: string]: unknown };

export type KindRule = {
  readonly schema: z.ZodType;
  /** Fields that together name the row for people and tell it from the others; all must be texts. */
  readonly businessKey: readonly string[];
  /** A table of its own inside the row: in CSV one line each, gathered by these columns. */
  readonly table?: { readonly field: string; readonly gatheredBy: readonly string[]; readonly numbered: boolean };
  /** Belongs to the customer that the field `customer` names: sent to that customer, without it. */
  readonly ofCustomer?: true;
  /** A field that no other kind has, by which a file without a telling name is recognised. */
  readonly mark: string;
  /** Whose demo key sends it when no key is given. */
  readonly role: Role;
};

export const kindRules: Readonly<Record<ImportKind, KindRule>> = {
  customers: {
    schema: CustomerInput,
    businessKey: ['number'],
    table: { field: 'contacts', gatheredBy: ['number'], numbered: false },
    mark: 'creditLimit',
    role: 'manager',
  },
  addresses: {
    schema: CustomerAddressInput.extend({ customer: CustomerNumber }),
    businessKey: ['customer', 'code'],
    ofCustomer: true,
    mark: 'label',
    role: 'manager',
  },
  contacts: {
    schema: CustomerContactInput.extend({ customer: CustomerNumber }),
    businessKey: ['customer', 'code'],
    ofCustomer: true,
    mark: 'role',
    role: 'manager',
  },
  'item-numbers': {
    schema: ItemNumberInput.extend({ customer: CustomerNumber }),
    businessKey: ['customer', 'item'],
    ofCustomer: true,
    mark: 'item',
    role: 'manager',
  },
  products: { schema: ProductInput, businessKey: ['number'], mark: 'listPrice', role: 'manager' },
  'product-costs': { schema: ProductCostInput, businessKey: ['product', 'from'], mark: 'cost', role: 'manager' },
  quotes: {
    schema: QuoteInput,
    businessKey: [],
    table: { field: 'lines', gatheredBy: ['reference'], numbered: true },
    mark: 'validUntil',
    role: 'sales',
  },
  orders: {
    schema: OrderInput,
    businessKey: ['customer', 'customerReference'],
    table: { field: 'lines', gatheredBy: ['customer', 'customerReference'], numbered: true },
    mark: 'origin',
    role: 'sales',
  },
  payments: {
    schema: PaymentInput,
    businessKey: ['reference'],
    table: { field: 'allocations', gatheredBy: ['reference'], numbered: false },
    mark: 'date',
    role: 'finance',
  },
};

/** The kind that the file's name says, else the one whose own field its first row has; undefined when neither tells. */
export function recogniseKind(fileName: string, fields: readonly string[]): ImportKind | undefined {
  const named = importKinds.filter((kind) => fileName.toLowerCase().includes(kind));
  if (named.length === 1) return named[0];
  const marked = importKinds.filter((kind) => fields.includes(kindRules[kind].mark));
  return marked.length === 1 ? marked[0] : undefined;
}

/** What the row is called, such as `ALFKI PO-17`; empty when it has no name of its own. */
export function nameOf(kind: ImportKind, body: Body): string {
  const values = kindRules[kind].businessKey.map((field) => body[field]);
  return values.every((value) => typeof value === 'string' && value !== '') ? values.join(' ') : '';
}

/** Where a row is posted, and what; undefined for one that does not name the customer it belongs to. */
export function letterOf(kind: ImportKind, body: Body): { readonly path: string; readonly body: Body } | undefined {
  if (!kindRules[kind].ofCustomer) return { path: pathOf('/v1', kind), body };
  const { customer, ...rest } = body;
  if (typeof customer !== 'string' || customer === '') return undefined;
  return { path: pathOf('/v1/customers', customer, kind), body: rest };
}

type JsonSchema = {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
};

export type FieldShape = { readonly types: ReadonlySet<string>; readonly isRequired: boolean };

/** What the contract says of a field by its dotted name, such as `address.city`; undefined when it has none. */
export function fieldShape(kind: ImportKind, path: string): FieldShape | undefined {
  const root = schemaOf(kind);
  let places: readonly Place[] = [{ schema: root, isRequired: true }];
  for (const name of path.split('.')) places = places.flatMap(({ schema }) => step(root, schema, name));
  if (places.length === 0) return undefined;
  const types = new Set(places.flatMap(({ schema }) => typesOf(root, schema)));
  return { types, isRequired: places.every((place) => place.isRequired) };
}

type Place = { readonly schema: JsonSchema; readonly isRequired: boolean };

function step(root: JsonSchema, schema: JsonSchema, name: string): readonly Place[] {
  const owners = variants(root, schema);
  const places = owners.flatMap((owner): readonly Place[] => {
    if (owner.items) return step(root, owner.items, name);
    const property = owner.properties?.[name];
    return property ? [{ schema: property, isRequired: owner.required?.includes(name) ?? false }] : [];
  });
  const isInAll = places.length >= owners.length;
  return places.map((place) => ({ ...place, isRequired: place.isRequired && isInAll }));
}

function typesOf(root: JsonSchema, schema: JsonSchema): readonly string[] {
  return variants(root, schema).flatMap((variant) => (variant.type === undefined ? [] : [variant.type]));
}

function variants(root: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target ? variants(root, target) : [];
  }
  const options = schema.anyOf ?? schema.oneOf;
  return options ? options.flatMap((option) => variants(root, option)) : [schema];
}

const schemas = new Map<ImportKind, JsonSchema>();

function schemaOf(kind: ImportKind): JsonSchema {
  const known = schemas.get(kind);
  if (known) return known;
  const made = z.toJSONSchema(kindRules[kind].schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  schemas.set(kind, made);
  return made;
}
