import { draftOrder, type Drafted, type OrderFacts } from '../../domain/order-entry.js';
import { orderInputOf, unitFaults, type ReadOrder } from '../../domain/ubl-order.js';
import type { Refusal } from '../../contracts/problems.js';
import { OrderInput } from '../../contracts/order.js';
import { contactsAt } from './parties.js';

const unitWords: Readonly<Record<string, string>> = { LTR: 'litre', KGM: 'kg', C62: 'piece' };

/** A file's order against a house that sells all that it asks for, on the day on which it was written. */
export function validateOrder(read: ReadOrder): Drafted | Refusal {
  const { facts } = read;
  const today = facts.issuedOn;
  const address = { name: 'Buyer', street: 'A', postalCode: '1', city: 'B', region: '', countryCode: 'FR' };
  const units = new Map(facts.lines.map(({ product, unitCode }) => [product, unitWords[unitCode] ?? 'piece']));
  const [unfit] = unitFaults(read, new Map([...units].map(([product, unit]) => [product, { unit, unitCode: null }])));
  if (unfit) return unfit;
  const party = { number: 'BUYER', name: 'Buyer', siren: null, vatNumber: null, address };
  const terms = { kind: 'net', days: 30 } as const;
  const context: OrderFacts = {
    seller: { countryCode: 'FR', postalCode: '75001' },
    customer: {
      number: 'BUYER',
      name: 'Buyer',
      currency: facts.currency,
      paymentTerms: terms,
      parties: {
        party,
        billing: null,
        contacts: contactsAt('a@b.example', 'a@b.example'),
        shipTo: null,
        payer: null,
      },
      salesperson: null,
    },
    quote:
      read.quote === null
        ? null
        : {
            number: read.quote,
            customer: 'BUYER',
            currency: facts.currency,
            revision: 1,
            validUntil: '2099-12-31',
            status: 'open',
            paymentTerms: terms,
            deposit: null,
            freight: '0.00',
            lines: [],
          },
    products: new Map(
      facts.lines.map(({ product }) => [
        product,
        {
          number: product,
          name: product,
          unit: units.get(product) ?? 'piece',
          listPrice: '1.00',
          currency: facts.currency,
          taxClass: 'standard' as const,
          active: true,
        },
      ]),
    ),
    shipTo: null,
    taxRates: [
      {
        country: 'FR',
        taxClass: 'standard',
        from: '2000-01-01',
        vatCategory: 'S',
        vatRate: '20.00',
        vatExemption: null,
      },
    ],
    today,
  };
  const asked = orderInputOf(read, { customer: 'BUYER', shipTo: null, today, priceOf: () => '1.00' });
  // Where goods go abroad decides on VAT, which is another test's affair.
  const { deliveryAddress, ...input } = OrderInput.parse(asked);
  return draftOrder(
    { ...input, ...(deliveryAddress && { deliveryAddress: { ...deliveryAddress, countryCode: 'FR' } }) },
    context,
  );
}
