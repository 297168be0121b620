import { z } from 'zod';
import {
  CustomerAddress,
  CustomerAddressInput,
  CustomerAddressPatch,
  CustomerContact,
  CustomerContactInput,
  CustomerContactPatch,
} from '../../contracts/address-book.js';
import { AddressCode, CustomerNumber, pageOf } from '../../contracts/primitives.js';
import { addressKinds, contactRoles } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { addAddress, addContact, changeAddress, changeContact } from '../../prisma/commands/address-book.js';
import { getAddress, getContact, listAddresses, listContacts } from '../../prisma/queries/address-book.js';
import { getCustomer } from '../../prisma/queries/customers.js';
import type { ReadContext } from '../context.js';
import { defineRoute } from '../route.js';
import { shownContact } from '../shown.js';
import { changed, created, flag, isTrue, ok, one, paging, scopeOf } from './answers.js';

const tags = ['customers'];
const OfCustomer = z.strictObject({ number: CustomerNumber });
const OneOfCustomer = z.strictObject({ number: CustomerNumber, code: AddressCode });

/** @throws ProblemError 404 for a customer that there is not, or of somebody else */
const requireCustomer = async (ctx: ReadContext<{ readonly number: string }>): Promise<unknown> =>
  one(await getCustomer(ctx.deps.prisma, ctx.params.number, scopeOf(ctx)), 'customer');

const listOfAddresses = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/addresses',
  permission: 'customers.addresses',
  summary: 'Where a customer’s goods and invoices go, beside its own address',
  tags,
  params: OfCustomer,
  query: z.strictObject({ ...paging, kind: z.enum(addressKinds).optional(), active: flag.optional() }),
  responses: { 200: pageOf(CustomerAddress) },
  async handler(ctx) {
    await requireCustomer(ctx);
    const filter = { ...ctx.query, customer: ctx.params.number, active: isTrue(ctx.query.active) };
    return ok(await listAddresses(ctx.deps.prisma, filter, scopeOf(ctx)));
  },
});

const oneAddress = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/addresses/{code}',
  permission: 'customers.address',
  summary: 'An address of a customer',
  tags,
  params: OneOfCustomer,
  responses: { 200: CustomerAddress },
  async handler(ctx) {
    const { number, code } = ctx.params;
    return one(await getAddress(ctx.deps.prisma, number, code, scopeOf(ctx)), 'address');
  },
});

const newAddress = defineRoute({
  method: 'post',
  path: '/v1/customers/{number}/addresses',
  permission: 'customers.add-address',
  summary: 'Add an address to a customer',
  tags,
  idempotent: true,
  params: OfCustomer,
  body: CustomerAddressInput,
  responses: { 201: CustomerAddress },
  problems: ['already-exists'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await addAddress(tx, ctx.params.number, ctx.body, ctx.actor, scopeOf(ctx)), ({ code }) =>
        pathOf('/v1/customers', ctx.params.number, 'addresses', code),
      ),
    ),
});

const otherAddress = defineRoute({
  method: 'patch',
  path: '/v1/customers/{number}/addresses/{code}',
  permission: 'customers.change-address',
  summary: 'Change an address of a customer, or take it out of use',
  description: 'Orders keep the address they were entered with.',
  tags,
  idempotent: true,
  params: OneOfCustomer,
  body: CustomerAddressPatch,
  responses: { 200: CustomerAddress },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      changed(await changeAddress(tx, ctx.params.number, ctx.params.code, ctx.body, ctx.actor, scopeOf(ctx))),
    ),
});

const listOfContacts = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/contacts',
  permission: 'customers.contacts',
  summary: 'Whom we write to and call at a customer',
  tags,
  params: OfCustomer,
  query: z.strictObject({ ...paging, role: z.enum(contactRoles).optional(), active: flag.optional() }),
  responses: { 200: pageOf(CustomerContact) },
  async handler(ctx) {
    await requireCustomer(ctx);
    const filter = { ...ctx.query, customer: ctx.params.number, active: isTrue(ctx.query.active) };
    const { body: page } = ok(await listContacts(ctx.deps.prisma, filter, scopeOf(ctx)));
    return ok({ ...page, items: page.items.map((contact) => shownContact(ctx.principal, contact)) });
  },
});

const oneContact = defineRoute({
  method: 'get',
  path: '/v1/customers/{number}/contacts/{code}',
  permission: 'customers.contact',
  summary: 'A contact of a customer',
  tags,
  params: OneOfCustomer,
  responses: { 200: CustomerContact },
  async handler(ctx) {
    const { number, code } = ctx.params;
    const { body: found } = one(await getContact(ctx.deps.prisma, number, code, scopeOf(ctx)), 'contact');
    return one(shownContact(ctx.principal, found), 'contact');
  },
});

const newContact = defineRoute({
  method: 'post',
  path: '/v1/customers/{number}/contacts',
  permission: 'customers.add-contact',
  summary: 'Add a contact to a customer',
  tags,
  idempotent: true,
  params: OfCustomer,
  body: CustomerContactInput,
  responses: { 201: CustomerContact },
  problems: ['already-exists'],
  handler: (ctx) =>
    ctx.once(async (tx) =>
      created(await addContact(tx, ctx.params.number, ctx.body, ctx.actor, scopeOf(ctx)), ({ code }) =>
        pathOf('/v1/customers', ctx.params.number, 'contacts', code),
      ),
    ),
});

const otherContact = defineRoute({
  method: 'patch',
  path: '/v1/customers/{number}/contacts/{code}',
  permission: 'customers.change-contact',
  summary: 'Change a contact of a customer, or take it out of use',
  description:
    'Orders keep the contacts they were entered with: PATCH /v1/orders/{number}/contacts changes those. Somebody with an ' +
    'e-mail address for orders or invoices must stay.',
  tags,
  idempotent: true,
  params: OneOfCustomer,
  body: CustomerContactPatch,
  responses: { 200: CustomerContact },
  handler: (ctx) =>
    ctx.once(async (tx) =>
      changed(await changeContact(tx, ctx.params.number, ctx.params.code, ctx.body, ctx.actor, scopeOf(ctx))),
    ),
});

export const addressBookRoutes = [
  listOfAddresses,
  oneAddress,
  newAddress,
  otherAddress,
  listOfContacts,
  oneContact,
  newContact,
  otherContact,
];
