import type { ChargedDelivery } from '../contracts/billing.js';
import type { InvoiceDocument } from '../contracts/documents.js';
import type { Language } from '../contracts/vocabulary.js';
import { formatDate } from '../words/format.js';
import { wordsOf } from '../words/index.js';

/** A delivery on an invoice of several: its note, its day, its order and the customer's number of that. */
export const describeCharged = (
  { delivery, deliveredOn, order, customerReference }: ChargedDelivery,
  language: Language,
): string => wordsOf(language).charged(delivery, formatDate(deliveredOn, language), order, customerReference);

/** Everything that the invoice charges is of its own order. */
export const isOfOneOrder = ({ charged = [], order }: Pick<InvoiceDocument, 'charged' | 'order'>): boolean =>
  charged.every((delivery) => delivery.order === order);

export const wentToOnePlace = ({ charged = [] }: Pick<InvoiceDocument, 'charged'>): boolean =>
  charged.every(({ address }) => address === undefined);
