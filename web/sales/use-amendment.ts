import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type SetStateAction } from 'react';
import type { OrderAdjustment } from '../../contracts/adjustment.js';
import type { AmendmentEstimate, AmendmentEstimateInput } from '../../contracts/order-estimate.js';
import type { AmendmentInput, OrderReceipt, ShownOrder } from '../../contracts/order.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { ErrorCause } from '../../contracts/vocabulary.js';
import { compare } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import type { Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { changesOf } from './changes.js';
import { freightOf } from './estimate.js';
import { sentShipTo, usualPlace, type ShipTo } from './ship-to-field.js';
import { linesOfOrder, orderLineOf, type TypedLine } from './typed-lines.js';
import { useLinesEditor } from './use-lines.js';
import { estimateHead, estimateLines, useEstimate } from './use-estimate.js';
import { emptyFields, saidLines, useRefusal } from './use-refusal.js';

/** An amendment as somebody types it: the order as it stands, and what they make of it. */
export type TypedAmendment = {
  readonly reference: string;
  readonly freight: string;
  readonly adjustments: readonly OrderAdjustment[];
  /** The usual place stands for where it goes now. */
  readonly shipTo: ShipTo;
  /** Null: as they are. */
  readonly terms: PaymentTerms | null;
  readonly lines: readonly TypedLine[];
  readonly reason: string;
  /** Whose error it puts right; null: not said yet. */
  readonly cause: ErrorCause | null;
};

/** What is typed of an amendment of an order as it was read, what it changes, and how it is sent. */
export function useAmendment(read: Read<ShownOrder>) {
  const spoken = useWords();
  const { t, language } = spoken;
  const { today } = useMe();
  const navigate = useNavigate();
  const standing = (now: ShownOrder) => ({ order: now, was: linesOfOrder(now, language) });
  const [{ order, was }, setStanding] = useState(() => standing(read));
  const [typed, setTyped] = useState<TypedAmendment>(() => ({
    reference: order.customerReference ?? '',
    freight: writtenDecimal(order.freight, language),
    adjustments: order.adjustments,
    shipTo: usualPlace,
    terms: null,
    lines: was,
    reason: '',
    cause: null,
  }));
  const [untouched] = useState(typed);
  useKeptTyping({
    name: `amendment:${order.number}`,
    typed: typed === untouched ? null : typed,
    giveBack: setTyped,
  });
  const setLines = useCallback(
    (next: SetStateAction<readonly TypedLine[]>) =>
      setTyped((before) => ({ ...before, lines: typeof next === 'function' ? next(before.lines) : next })),
    [],
  );
  const said = { ...typed, lines: saidLines(typed.lines) };
  const changes = useMemo(
    () => changesOf({ order, was, typed: { ...typed, lines: saidLines(typed.lines) } }, spoken),
    [order, was, typed, spoken],
  );
  const refusal = useRefusal(typed.lines);
  const action = useAction<OrderReceipt, ShownOrder>({
    of: read,
    onReadAgain: (now) => setStanding(standing(now)),
    onDone: ({ number }) => {
      tellDone(spoken, t.sales.amended(number));
      void navigate({ to: '/orders/$number', params: { number } });
    },
    onError: (error) => refusal.refuseBy(error, said.lines),
  });
  const send = (): void => {
    const missing = {
      ...(typed.reason.trim() === '' && { reason: t.shell.required }),
      ...(typed.cause === null && { cause: t.shell.required }),
      ...(said.lines.length === 0 && { lines: t.sales.noLines }),
      ...emptyFields(said.lines, t.shell.required),
    };
    if (Object.keys(missing).length > 0) {
      action.reset();
      return refusal.refuse(missing, said.lines);
    }
    refusal.clear();
    action.mutate({
      path: pathOf('/v1/orders', order.number, 'amendments'),
      body: inputOf({ order, was, typed: said }, today),
    });
  };
  const editor = useLinesEditor(setLines, Math.max(...order.lines.map(({ lineNo }) => lineNo)));
  const set = (next: Partial<TypedAmendment>): void => setTyped((before) => ({ ...before, ...next }));
  const question = changes.length === 0 ? null : questionOf({ order, was, typed: said }, today);
  const estimating = useEstimate<AmendmentEstimate>(
    pathOf('/v1/orders', order.number, 'amendment-estimates'),
    question,
  );
  return { typed, set, editor, changes, estimating, refusal, action, send, today };
}

type Asked = { readonly order: ShownOrder; readonly was: readonly TypedLine[]; readonly typed: TypedAmendment };

/** What changes, and nothing else. @param today the date of a new line that says none */
function inputOf({ order, was, typed }: Asked, today: string): AmendmentInput {
  const reference = typed.reference.trim();
  const freight = typedDecimal(typed.freight);
  const lines = typed.lines.map((line) => orderLineOf(line, today));
  const isSame = JSON.stringify(lines) === JSON.stringify(was.map((line) => orderLineOf(line, today)));
  const isSameFreight = freightOf(freight) === freight && compare(freight, order.freight) === 0;
  return {
    reason: typed.reason.trim(),
    ...(typed.cause !== null && { cause: typed.cause }),
    ...(reference !== '' && reference !== order.customerReference && { customerReference: reference }),
    ...(typed.terms && { paymentTerms: typed.terms }),
    ...(freight !== '' && !isSameFreight && { freight }),
    ...otherAdjustments(order, typed),
    ...sentShipTo(typed.shipTo),
    ...(!isSame && { lines }),
  };
}

const otherAdjustments = (order: ShownOrder, { adjustments }: TypedAmendment) =>
  JSON.stringify(adjustments) === JSON.stringify(order.adjustments) ? {} : { adjustments: [...adjustments] };

/** What is asked of it while it is typed: what changes, as far as it is whole. */
function questionOf({ order, typed }: Asked, today: string): AmendmentEstimateInput {
  const { freight, ...head } = estimateHead(typed);
  const isSame = freight === undefined || compare(freight, order.freight) === 0;
  return {
    ...head,
    ...(!isSame && { freight }),
    ...otherAdjustments(order, typed),
    lines: [...estimateLines(typed.lines, today)],
  };
}
