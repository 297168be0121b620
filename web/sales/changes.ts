import type { ShownOrder } from '../../contracts/order.js';
import { compare, sum } from '../../domain/money.js';
import { addressLines } from '../../words/format.js';
import { describeTerms } from '../../words/payment-terms.js';
import type { Spoken } from '../app/language.js';
import { adjustedBy, freightOf, goodsOf } from './estimate.js';
import { offerLineOf, type TypedLine } from './typed-lines.js';
import type { TypedAmendment } from './use-amendment.js';

/** One thing that an amendment changes; empty text: it is not there. */
export type Change = { readonly what: string; readonly before: string; readonly after: string };

type Asked = { readonly order: ShownOrder; readonly was: readonly TypedLine[]; readonly typed: TypedAmendment };

/** What an amendment changes as it is typed, line by line and in all. */
export function changesOf({ order, was, typed }: Asked, spoken: Spoken): readonly Change[] {
  const told = [...headChanges(order, typed, spoken), ...lineChanges(was, typed.lines, spoken)];
  const money = (amount: string): string => spoken.words.say.amount(amount, order.currency);
  const totals = [
    inAll(was, order, order.freight),
    inAll(typed.lines, { ...order, adjustments: typed.adjustments }, freightOf(typed.freight)),
  ] as const;
  const isSame = compare(totals[0], totals[1]) === 0;
  const total = { what: spoken.t.sales.changedNet, before: money(totals[0]), after: money(totals[1]) };
  return isSame ? told : [...told, total];
}

function inAll(
  lines: readonly TypedLine[],
  { adjustments, currency }: Pick<TypedAmendment, 'adjustments'> & Pick<ShownOrder, 'currency'>,
  freight: string,
): string {
  const goods = goodsOf(lines, currency);
  return sum([goods, freight, adjustedBy(adjustments, goods, currency)], currency);
}

function headChanges(order: ShownOrder, typed: TypedAmendment, { t, words, language }: Spoken): readonly Change[] {
  const { say } = words;
  const reference = order.customerReference ?? '';
  const place = typed.shipTo.kind === 'code' ? typed.shipTo.code : typed.shipTo.kind === 'other' ? placeOf(typed) : '';
  const all: readonly Change[] = [
    { what: t.sales.reference, before: reference, after: typed.reference.trim() },
    {
      what: t.sales.freight,
      before: say.amount(order.freight, order.currency),
      after: say.amount(sum([freightOf(typed.freight)], order.currency), order.currency),
    },
    {
      what: t.sales.terms,
      before: describeTerms(order.paymentTerms, language),
      after: describeTerms(typed.terms ?? order.paymentTerms, language),
    },
  ];
  const moved = { what: t.sales.shipTo, before: addressLines(order.parties.shipTo.address, language).join(', ') };
  return [
    ...all.filter(({ before, after }) => before !== after),
    ...(place === '' ? [] : [{ ...moved, after: place }]),
  ];
}

const placeOf = ({ shipTo }: TypedAmendment): string =>
  shipTo.kind === 'other' ? [shipTo.address.name, shipTo.address.city].filter((text) => text !== '').join(', ') : '';

function lineChanges(was: readonly TypedLine[], now: readonly TypedLine[], { t, words }: Spoken): readonly Change[] {
  const text = (line: TypedLine): string => {
    const discount = line.discountPercent.trim() === '' ? '' : ` − ${line.discountPercent} %`;
    const date = line.date === null ? '' : ` · ${words.say.date(line.date)}`;
    const beside = (line.adjustments ?? []).map(({ text: name, value }) => ` · ${name} ${value}`).join('');
    return `${line.product} · ${line.quantity} × ${line.unitPrice}${discount}${beside}${date}`;
  };
  const numbers = [...new Set([...was, ...now].map(({ lineNo }) => lineNo))].toSorted((a, b) => a - b);
  return numbers.flatMap((lineNo) => {
    const [before, after] = [was, now].map((lines) => lines.find((line) => line.lineNo === lineNo));
    if (before && after && isSame(before, after)) return [];
    const fate = before === undefined ? t.sales.added : after === undefined ? t.sales.withdrawn : '';
    return [
      {
        what: fate === '' ? t.sales.line(lineNo) : `${t.sales.line(lineNo)}, ${fate}`,
        before: before ? text(before) : '',
        after: after ? text(after) : '',
      },
    ];
  });
}

const isSame = (a: TypedLine, b: TypedLine): boolean =>
  JSON.stringify(offerLineOf(a)) === JSON.stringify(offerLineOf(b));
