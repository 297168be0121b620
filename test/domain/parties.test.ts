import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartyContact } from '../../contracts/parties.js';
import { contactRoles, languages, type ContactRole } from '../../contracts/vocabulary.js';
import { partiesOf, recipientOf, withContacts, type AccountFacts } from '../../domain/parties.js';
import { achats, compta, vinetFacts, vinetParties } from './order-drafts.js';

const relances: PartyContact = { ...compta, role: 'dunning', name: 'Mme Roy', email: 'roy@vinet.example' };
const portier: PartyContact = { ...achats, role: 'delivery', name: 'Portier', email: null };
const all = [achats, compta, relances, portier];
const to = (contacts: readonly PartyContact[], role: ContactRole) => recipientOf({ contacts }, role)?.email ?? null;

describe('who is written to', () => {
  it.each<[ContactRole, string]>([
    ['orders', 'achats@vinet.example'],
    ['invoices', 'compta@vinet.example'],
    ['dunning', 'roy@vinet.example'],
    // The porter has a telephone only.
    ['delivery', 'achats@vinet.example'],
  ])('about %s: %s', (role, email) => {
    expect(to(all, role)).toBe(email);
  });

  it('about reminders is accounting where nobody has that role, and purchasing where there is no accounting', () => {
    expect(to([achats, compta], 'dunning')).toBe('compta@vinet.example');
    expect(to([achats], 'dunning')).toBe('achats@vinet.example');
  });

  it('is the first of a role, and the next where the first has no e-mail', () => {
    const second = { ...achats, name: 'M. Henriot', email: 'henriot@vinet.example' };
    expect(to([achats, second], 'orders')).toBe('achats@vinet.example');
    expect(to([{ ...achats, email: null }, second], 'orders')).toBe('henriot@vinet.example');
  });

  it('is nobody when nobody has an e-mail; never accounting’s reminders for an order', () => {
    expect(to([portier], 'orders')).toBeNull();
    expect(to([relances], 'orders')).toBeNull();
  });

  it('is read in the language of who is written to', () => {
    const english: PartyContact = { ...compta, language: 'en' };
    expect(recipientOf({ contacts: [achats, english] }, 'invoices')?.language).toBe('en');
    expect(recipientOf({ contacts: [achats, english] }, 'orders')?.language).toBe('fr');
  });
});

describe('an order’s own contacts', () => {
  it('replace those of the roles they have', () => {
    expect(withContacts(all, [{ ...relances, name: 'M. Blanc' }]).map(({ name }) => name)).toEqual([
      'Service achats',
      'Comptabilité',
      'Portier',
      'M. Blanc',
    ]);
    expect(withContacts(all)).toEqual(all);
  });

  it('named twice are named once: the second time changes nothing', () => {
    const contact = fc.record({
      role: fc.constantFrom(...contactRoles),
      name: fc.string({ minLength: 1 }),
      language: fc.constantFrom(...languages),
      email: fc.option(fc.emailAddress()),
      phone: fc.constant(''),
    });
    fc.assert(
      fc.property(fc.array(contact), fc.array(contact), (contacts, own) => {
        const once = withContacts(contacts, own);
        expect(withContacts(once, own)).toEqual(once);
        for (const role of contactRoles) {
          const named = own.filter((each) => each.role === role);
          const kept = named.length > 0 ? named : contacts.filter((each) => each.role === role);
          expect(once.filter((each) => each.role === role)).toEqual(kept);
        }
      }),
    );
  });
});

describe('the parties of a customer’s next order', () => {
  const depot = { ...vinetFacts.party.address, city: 'Épernay' };
  const payer: AccountFacts = {
    party: { ...vinetFacts.party, number: 'GROUPE', name: 'Groupe Chevalier' },
    billing: null,
    contacts: [
      { ...achats, email: 'achats@groupe.example' },
      { ...compta, language: 'en', email: 'accounts@groupe.example' },
    ],
  };

  it('are itself at its own address, with the contacts it has', () => {
    expect(partiesOf(vinetFacts)).toEqual(vinetParties);
  });

  it('are where its defaults say', () => {
    const facts = { ...vinetFacts, billing: depot, shipTo: { code: 'DEPOT', siret: null, address: depot } };
    expect(partiesOf(facts)).toEqual({
      ...vinetParties,
      billTo: { ...vinetParties.buyer, address: depot },
      shipTo: { code: 'DEPOT', siret: null, address: depot },
    });
  });

  it('with a payer, have its address and its accounting, in its language; orders stay with the buyer', () => {
    const facts = { ...vinetFacts, billing: depot, contacts: [achats, compta, relances], payer };
    const parties = partiesOf(facts);
    expect(parties.buyer).toEqual(vinetParties.buyer);
    expect(parties.billTo).toEqual(payer.party);
    expect(recipientOf(parties, 'orders')?.email).toBe('achats@vinet.example');
    for (const role of ['invoices', 'dunning'] as const)
      expect(recipientOf(parties, role)).toMatchObject({ email: 'accounts@groupe.example', language: 'en' });
  });

  it('with a payer that has nobody for invoices, have whoever takes its orders, never the buyer’s accounting', () => {
    const parties = partiesOf({ ...vinetFacts, payer: { ...payer, contacts: payer.contacts.slice(0, 1) } });
    expect(recipientOf(parties, 'invoices')?.email).toBe('achats@groupe.example');
    expect(recipientOf(parties, 'dunning')?.email).toBe('achats@groupe.example');
  });
});
