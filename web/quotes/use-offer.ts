import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type SetStateAction } from 'react';
import type { OrderAdjustment } from '../../contracts/adjustment.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { Quote } from '../../contracts/quote.js';
import { addDays, type LocalDate } from '../../domain/calendar.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import type { Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { sentDeposit, usualDeposit, type TypedDeposit } from '../sales/deposit-field.js';
import { emptyLine, linesOfQuote, offerLineOf, type TypedLine } from '../sales/typed-lines.js';
import { useLinesEditor } from '../sales/use-lines.js';
import { emptyFields, saidLines, useRefusal } from '../sales/use-refusal.js';

const USUAL_VALIDITY_DAYS = 30;

/** A quote, or a new revision of one, as somebody types it. */
export type TypedOffer = {
  readonly customer: string;
  readonly validUntil: string;
  readonly freight: string;
  readonly adjustments: readonly OrderAdjustment[];
  /** Null: the customer's. */
  readonly terms: PaymentTerms | null;
  /** `usual`: as it was. */
  readonly deposit: TypedDeposit;
  readonly lines: readonly TypedLine[];
  readonly reason: string;
};

/** What is typed of an offer, and how it is sent. @param quote the one that is revised; null: a new one */
export function useOffer(quote: Read<Quote> | null) {
  const spoken = useWords();
  const { t, language } = spoken;
  const { today } = useMe();
  const navigate = useNavigate();
  const [typed, setTyped] = useState<TypedOffer>(() => ({
    customer: quote?.customer ?? '',
    validUntil:
      quote && quote.validUntil >= today ? quote.validUntil : addDays(today as LocalDate, USUAL_VALIDITY_DAYS),
    freight: quote ? writtenDecimal(quote.freight, language) : '',
    adjustments: quote?.adjustments ?? [],
    terms: quote?.paymentTerms ?? null,
    deposit: usualDeposit,
    lines: quote ? linesOfQuote(quote, language) : [emptyLine(1)],
    reason: '',
  }));
  const [untouched] = useState(typed);
  useKeptTyping({
    name: `offer:${quote?.number ?? 'new'}`,
    typed: typed === untouched ? null : typed,
    giveBack: setTyped,
  });
  const setLines = useCallback(
    (next: SetStateAction<readonly TypedLine[]>) =>
      setTyped((was) => ({ ...was, lines: typeof next === 'function' ? next(was.lines) : next })),
    [],
  );
  const lines = saidLines(typed.lines);
  const refusal = useRefusal(typed.lines);
  const action = useAction<Quote>({
    ...(quote && { of: quote }),
    onDone: ({ number, revision }) => {
      tellDone(spoken, quote ? t.sales.revised(number, revision) : t.sales.quoteMade(number));
      void navigate({ to: '/quotes/$number', params: { number } });
    },
    onError: (error) => refusal.refuseBy(error, lines),
  });
  const send = (usualTerms: PaymentTerms): void => {
    const missing = {
      ...(typed.customer === '' && { customer: t.shell.required }),
      ...(lines.length === 0 && { lines: t.sales.noLines }),
      ...emptyFields(lines, t.shell.required),
    };
    if (Object.keys(missing).length > 0) {
      action.reset();
      return refusal.refuse(missing, lines);
    }
    refusal.clear();
    const reason = typed.reason.trim();
    const offer = {
      validUntil: typed.validUntil,
      paymentTerms: typed.terms ?? usualTerms,
      freight: typedDecimal(typed.freight) || '0',
      adjustments: typed.adjustments,
      ...(typed.deposit.kind === 'usual' && quote?.deposit && { deposit: quote.deposit }),
      ...sentDeposit(typed.deposit),
      lines: lines.map(offerLineOf),
    };
    action.mutate(
      quote
        ? {
            path: pathOf('/v1/quotes', quote.number, 'revisions'),
            body: { ...offer, ...(reason !== '' && { reason }) },
          }
        : { path: '/v1/quotes', body: { customer: typed.customer, ...offer } },
    );
  };
  const set = (changes: Partial<TypedOffer>): void => setTyped((was) => ({ ...was, ...changes }));
  return { typed, set, editor: useLinesEditor(setLines), refusal, action, send };
}
