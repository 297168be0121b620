import type { AcknowledgementDocument, QuoteDocument } from '../contracts/documents.js';
import { formatAmount } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { describeTerms } from '../words/payment-terms.js';

/** What is asked for before the goods, by when, and what waits for it. */
export function depositSentences({
  deposit,
  currency,
  language,
}: Pick<AcknowledgementDocument | QuoteDocument, 'deposit' | 'currency' | 'language'>): readonly string[] {
  if (deposit === undefined) return [];
  const { depositInvoice } = wordsOf(language);
  const { asked, gross } = deposit;
  return [
    depositInvoice.acknowledged(formatAmount(gross, currency, language), describeTerms(asked.terms, language)),
    ...(asked.blocksDelivery ? [depositInvoice.blocks] : []),
  ];
}
