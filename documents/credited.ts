import type { CreditNoteDocument } from '../contracts/documents.js';
import { isPositive, isZero, negate } from '../domain/money.js';
import { formatAmount } from '../words/format.js';
import { wordsOf } from '../words/index.js';

/** What happens to the money: deducted from the invoice, ours to give, or both. */
export function creditGoes({ language, currency, corrects, ...credit }: CreditNoteDocument): string[] {
  const { creditNote } = wordsOf(language);
  const say = (amount: string) => formatAmount(amount, currency, language);
  const { applied, toGive, open, replacedBy } = credit;
  const elsewhere = replacedBy?.deducted ?? '0';
  return [
    ...(isPositive(applied) ? [creditNote.deducted(say(applied), corrects.number)] : []),
    ...(isPositive(applied) && isPositive(open) ? [creditNote.stillOpen(say(open), corrects.number)] : []),
    ...(replacedBy === undefined ? [] : [creditNote.replacedBy(replacedBy.invoice, corrects.number)]),
    ...(replacedBy && isPositive(elsewhere) ? [creditNote.deducted(say(elsewhere), replacedBy.invoice)] : []),
    ...(isPositive(toGive) ? [creditNote.toGive(say(toGive))] : []),
    ...([applied, elsewhere, toGive].every(isZero) ? [creditNote.nothing] : []),
  ];
}

/** With what it takes back above zero, as it is printed. */
export const creditAboveZero = <T extends CreditNoteDocument>(input: T): T => ({
  ...input,
  lines: input.lines.map((line) => ({ ...line, quantity: negate(line.quantity), net: negate(line.net) })),
  net: negate(input.net),
  vat: negate(input.vat),
  gross: negate(input.gross),
  ...(input.accountingVat && { accountingVat: { ...input.accountingVat, vat: negate(input.accountingVat.vat) } }),
  freight: negate(input.freight),
  vatBreakdown: input.vatBreakdown.map((row) => ({ ...row, base: negate(row.base), vat: negate(row.vat) })),
});
