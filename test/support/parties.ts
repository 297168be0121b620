import type { Parties } from '../../contracts/parties.js';
import type { PostalAddress } from '../../contracts/primitives.js';

/** Parties of an order that a test puts on record by itself: one address, one contact for everything. */
export function partiesAt(address: PostalAddress, number: string, email = 'a@b.example'): Parties {
  const party = { number, name: address.name, siren: null, vatNumber: null, address };
  const contacts = [{ role: 'orders' as const, name: address.name, language: 'fr' as const, email, phone: '' }];
  return { buyer: party, billTo: party, shipTo: { address }, contacts };
}
