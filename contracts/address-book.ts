import { z } from 'zod';
import { Gln, Siret } from './identities.js';
import { PartyContact } from './parties.js';
import { AddressCode, Line, PostalAddress } from './primitives.js';
import { addressKinds } from './vocabulary.js';

/** Where a customer's goods and invoices go, and whom we write to: kept beside the customer, taken over by its orders. */

const address = {
  label: Line(120),
  address: PostalAddress,
  /** Of the customer's establishment there; null: none is known, it is abroad, or somebody else takes the goods. */
  siret: Siret.nullable(),
  /** By which messages name the place (EN 16931 BT-71, scheme 0088). */
  gln: Gln.nullable(),
};

export const CustomerAddressInput = z
  .strictObject({
    code: AddressCode,
    kind: z.enum(addressKinds),
    ...address,
    siret: address.siret.optional(),
    gln: address.gln.optional(),
    /** The one of its kind that an order takes when it names none; the one before it is no longer. */
    isDefault: z.boolean().optional(),
  })
  .meta({ id: 'CustomerAddressInput' });
export type CustomerAddressInput = z.infer<typeof CustomerAddressInput>;

export const CustomerAddressPatch = z
  .strictObject({
    label: address.label.optional(),
    address: address.address.optional(),
    siret: address.siret.optional(),
    gln: address.gln.optional(),
    isDefault: z.boolean().optional(),
    /** No longer used: new orders cannot name it, and it is no default any more. Orders that have it keep it. */
    active: z.boolean().optional(),
  })
  .meta({ id: 'CustomerAddressPatch' });
export type CustomerAddressPatch = z.infer<typeof CustomerAddressPatch>;

export const CustomerAddress = z
  .strictObject({
    code: AddressCode,
    kind: z.enum(addressKinds),
    ...address,
    isDefault: z.boolean(),
    active: z.boolean(),
  })
  .meta({ id: 'CustomerAddress' });
export type CustomerAddress = z.infer<typeof CustomerAddress>;

const contact = PartyContact.shape;

export const CustomerContactInput = z
  .strictObject({
    code: AddressCode,
    ...contact,
    /** Omitted: the customer's. */
    language: contact.language.optional(),
  })
  .meta({ id: 'CustomerContactInput' });
export type CustomerContactInput = z.infer<typeof CustomerContactInput>;

export const CustomerContactPatch = z
  .strictObject({
    role: contact.role.optional(),
    name: contact.name.optional(),
    language: contact.language.optional(),
    email: contact.email.optional(),
    phone: contact.phone.optional(),
    /** No longer there: new orders do not take it over. Orders that have it keep it. */
    active: z.boolean().optional(),
  })
  .meta({ id: 'CustomerContactPatch' });
export type CustomerContactPatch = z.infer<typeof CustomerContactPatch>;

export const CustomerContact = z
  .strictObject({ code: AddressCode, ...contact, active: z.boolean() })
  .meta({ id: 'CustomerContact' });
export type CustomerContact = z.infer<typeof CustomerContact>;
