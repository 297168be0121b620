import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, replaceEqualDeep, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { EntryEstimate, EstimatedLine, OrderEstimateInput } from '../../contracts/order-estimate.js';
import type { PostalAddress } from '../../contracts/primitives.js';
import { question } from '../http/client.js';
import { typedDecimal } from '../parts/typed.js';
import { sentShipTo, type ShipTo } from './ship-to-field.js';
import { isTypedFigure, isTypedProduct, orderLineOf, type TypedLine } from './typed-lines.js';

const PAUSE_MS = 250;

export type Estimating<T> = {
  /** The last answer, while the next one is awaited too. */
  readonly estimate: T | undefined;
  /** Why the order as a whole cannot be estimated. */
  readonly error: Error | null;
  /** Whether it is of what stands in the form now. */
  readonly isCurrent: boolean;
};

/**
 * What the API makes of what is typed, once the typing pauses. Parts of an answer that are as they were stay the same
 * objects, so that the lines they belong to are not drawn again.
 * @param body null: there is nothing to ask yet
 * @param isSent What is typed is on its way: the last answer stands, since what was done once is refused the next time
 */
export function useEstimate<T>(path: string, body: object | null, isSent = false): Estimating<T> {
  const text = body === null ? null : JSON.stringify(body);
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const kept = useRef<T | undefined>(undefined);
  const query = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => question<T>(path, JSON.parse(asked ?? '{}'), signal),
    enabled: asked !== null && text !== null && !isSent,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
    gcTime: 10_000,
  });
  const data = asked === null || text === null ? undefined : query.data;
  const estimate = useMemo(() => (kept.current = shared(kept.current, data)), [data]);
  return { estimate, error: query.error, isCurrent: asked === text && !query.isPlaceholderData && !query.isFetching };
}

const shared = <T>(before: T | undefined, now: T | undefined): T | undefined =>
  before === undefined || now === undefined ? now : replaceEqualDeep(before, now);

type Line = OrderEstimateInput['lines'][number];

/** The lines that can be asked about: of a product that may be one, each figure as far as it is one. */
export const estimateLines = (lines: readonly TypedLine[], date: string): readonly Line[] =>
  lines.filter(({ product }) => isTypedProduct(product)).map((line) => asFarAsTyped(line, date));

function asFarAsTyped(line: TypedLine, date: string): Line {
  const { quantity, unitPrice, discountPercent, ...named } = orderLineOf(line, date);
  const isDiscount = /^(100|\d{1,2})(\.\d{1,2})?$/.test(discountPercent ?? '');
  const isWhole = isDiscount && isTypedFigure(quantity) && !/^0+(\.0+)?$/.test(quantity);
  return {
    ...named,
    ...(isWhole && { quantity, discountPercent }),
    ...(isTypedFigure(unitPrice) && { unitPrice }),
  };
}

/** What an estimate is asked with besides lines, as far as it is whole. */
export function estimateHead(typed: {
  readonly reference: string;
  readonly freight: string;
  readonly shipTo: ShipTo;
  readonly terms: OrderEstimateInput['paymentTerms'] | null;
}) {
  const reference = typed.reference.trim();
  const freight = typedDecimal(typed.freight);
  return {
    ...(reference !== '' && { customerReference: reference }),
    ...(typed.terms && { paymentTerms: typed.terms }),
    ...(/^\d{1,12}(\.\d{1,2})?$/.test(freight) && { freight }),
    ...(isWholePlace(typed.shipTo) && sentShipTo(typed.shipTo)),
  };
}

const isWholePlace = (shipTo: ShipTo): boolean => shipTo.kind !== 'other' || isWholeAddress(shipTo.address);

const isWholeAddress = ({ name, street, city, countryCode }: PostalAddress): boolean =>
  [name, street, city].every((text) => text.trim() !== '') && /^[A-Z]{2}$/.test(countryCode);

const none: ReadonlyMap<number, EstimatedLine> = new Map();

/** What is estimated of each line, by its number. */
export const useLineEstimates = (estimate: EntryEstimate | undefined): ReadonlyMap<number, EstimatedLine> => {
  const lines = estimate?.lines;
  return useMemo(() => (lines ? new Map(lines.map((line) => [line.lineNo, line])) : none), [lines]);
};
