import type { CustomerContact, CustomerContactInput } from '../../contracts/address-book.js';
import type { Parties } from '../../contracts/parties.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import type { Language } from '../../contracts/vocabulary.js';

/** Parties of an order that a test puts on record by itself: one address, one contact for everything. */
export function partiesAt(address: PostalAddress, number: string, email = 'a@b.example'): Parties {
  const party = { number, name: address.name, siren: null, vatNumber: null, address };
  const contacts = [{ role: 'orders' as const, name: address.name, language: 'fr' as const, email, phone: '' }];
  return { buyer: party, billTo: party, shipTo: { code: null, siret: null, address }, contacts };
}

type NewContact = CustomerContactInput & Pick<CustomerContact, 'language'>;

/** Purchasing and accounting of a customer, as the API takes them. */
export const contactsAt = (orders: string, invoices: string, language: Language = 'fr'): NewContact[] => [
  { code: 'ACHATS', role: 'orders', name: 'Service achats', language, email: orders, phone: '' },
  { code: 'COMPTA', role: 'invoices', name: 'Comptabilité', language, email: invoices, phone: '' },
];
