import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState, type SetStateAction } from 'react';
import type { OrderAdjustment } from '../../contracts/adjustment.js';
import type { EntryEstimate, OrderEstimateInput } from '../../contracts/order-estimate.js';
import type { OrderInput, OrderReceipt } from '../../contracts/order.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { Quote } from '../../contracts/quote.js';
import type { Currency, Language, OrderOrigin } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { useAction } from '../http/use-action.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useDraft } from './draft.js';
import { sentDeposit, usualDeposit, type TypedDeposit } from './deposit-field.js';
import { sentShipTo, usualPlace, type ShipTo } from './ship-to-field.js';
import { estimateHead, estimateLines, useEstimate } from './use-estimate.js';
import { emptyLine, linesOfQuote, orderLineOf, type TypedLine } from './typed-lines.js';
import { useLinesEditor } from './use-lines.js';
import { emptyFields, saidLines, useRefusal } from './use-refusal.js';

/** An order as somebody types it. */
export type TypedOrder = {
  readonly customer: string;
  readonly origin: OrderOrigin;
  readonly reference: string;
  readonly date: string;
  readonly freight: string;
  readonly adjustments: readonly OrderAdjustment[];
  readonly shipTo: ShipTo;
  /** Null: those of the quote, else of the customer. */
  readonly terms: PaymentTerms | null;
  readonly deposit: TypedDeposit;
  readonly lines: readonly TypedLine[];
};

/** What is typed of a new order, where it is kept meanwhile, and how it is sent. */
export function useEntry(quote: Quote | null) {
  const spoken = useWords();
  const { t, language } = spoken;
  const { today } = useMe();
  const navigate = useNavigate();
  const draft = useDraft<TypedOrder>(`order:${quote?.number ?? 'new'}`);
  const start = (): TypedOrder => beginningOf(quote, today, language);
  const [typed, setTyped] = useState<TypedOrder>(() => ({ ...start(), ...draft.found?.typed }));
  /** What the form began with is not worth keeping. */
  const begun = useRef(typed);
  useEffect(() => {
    if (begun.current !== typed) draft.keep(typed);
  }, [typed, draft.keep]);
  const setLines = useCallback(
    (next: SetStateAction<readonly TypedLine[]>) =>
      setTyped((was) => ({ ...was, lines: typeof next === 'function' ? next(was.lines) : next })),
    [],
  );
  const refusal = useRefusal(typed.lines);
  const action = useAction<OrderReceipt>({
    onDone: ({ number, sameReferenceAs }) => {
      draft.discard();
      tellDone(spoken, t.sales.entered(number));
      if (sameReferenceAs !== undefined)
        notifications.show({
          color: 'orange',
          message: t.sales.sameReference(sameReferenceAs, typed.reference.trim()),
          autoClose: false,
        });
      void navigate({ to: '/orders/$number', params: { number } });
    },
    onError: (error) => refusal.refuseBy(error, saidLines(typed.lines)),
  });
  const send = (currency: Currency): void => {
    const lines = saidLines(typed.lines);
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
    action.mutate({ path: '/v1/orders', body: inputOf({ ...typed, lines }, quote, currency) });
  };
  return {
    typed,
    set: (changes: Partial<TypedOrder>) => setTyped((was) => ({ ...was, ...changes })),
    editor: useLinesEditor(setLines),
    refusal,
    action,
    send,
    /** What the API makes of it as it stands. */
    useEstimated: (currency: Currency) =>
      useEstimate<EntryEstimate>('/v1/order-estimates', questionOf(typed, quote, currency)),
    leftAt: draft.found?.at ?? null,
    discard: () => {
      draft.discard();
      refusal.clear();
      action.reset();
      begun.current = start();
      setTyped(begun.current);
    },
  };
}

/** What the form begins with: nothing, or what was offered. */
const beginningOf = (quote: Quote | null, today: string, language: Language): TypedOrder => ({
  customer: quote?.customer ?? '',
  origin: quote ? 'quote' : 'phone',
  reference: '',
  date: today,
  freight: '',
  adjustments: quote?.adjustments ?? [],
  shipTo: usualPlace,
  terms: null,
  deposit: usualDeposit,
  lines: quote ? linesOfQuote(quote, language) : [emptyLine(1)],
});

/** What is asked of it while it is typed; null: there is no customer or no product yet. */
function questionOf(typed: TypedOrder, quote: Quote | null, currency: Currency): OrderEstimateInput | null {
  const lines = estimateLines(typed.lines, typed.date);
  if (typed.customer === '' || lines.length === 0) return null;
  return {
    customer: typed.customer,
    currency,
    ...(quote && { quote: quote.number }),
    ...estimateHead(typed),
    ...sentAdjustments(typed),
    lines: [...lines],
  };
}

const sentAdjustments = ({ adjustments }: TypedOrder) => ({ adjustments: [...adjustments] });

function inputOf(typed: TypedOrder, quote: Quote | null, currency: Currency): OrderInput {
  const reference = typed.reference.trim();
  const freight = typedDecimal(typed.freight);
  return {
    customer: typed.customer,
    origin: typed.origin,
    currency,
    ...(quote && { quote: quote.number }),
    ...(reference !== '' && { customerReference: reference }),
    ...(typed.terms && { paymentTerms: typed.terms }),
    ...(freight !== '' && { freight }),
    ...sentAdjustments(typed),
    ...sentDeposit(typed.deposit),
    ...sentShipTo(typed.shipTo),
    lines: typed.lines.map((line) => orderLineOf(line, typed.date)),
  };
}
