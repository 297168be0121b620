import { useEffect, useRef, useState } from 'react';
import { fieldsOf } from '../http/client.js';
import { isBlank, type LineField, type TypedLine } from './typed-lines.js';
import { cellOf } from './use-lines.js';

type Fields = Readonly<Record<string, string>>;
type Refused = { readonly fields: Fields; readonly sent: readonly TypedLine[] };

const nothing: Refused = { fields: {}, sent: [] };

/** What a field of a line is called by the API. */
const apiNames: Readonly<Record<LineField, readonly string[]>> = {
  product: ['product', 'lineNo'],
  quantity: ['quantity'],
  unitPrice: ['unitPrice'],
  discountPercent: ['discountPercent'],
  date: ['requestedDate', 'deliveryDate'],
  adjustments: ['adjustments', 'priceBase', ...Array.from({ length: 10 }, (_, at) => `adjustments.${at}.value`)],
};
const lineFields = Object.keys(apiNames) as readonly LineField[];

/** What is refused of a form with lines, beside each field, until that field changes. The focus goes to the first of them. */
export function useRefusal(lines: readonly TypedLine[]) {
  const form = useRef<HTMLFormElement>(null);
  const [{ fields, sent }, setRefused] = useState(nothing);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fields]);
  return {
    form,
    /** By path, such as `customerReference`. */
    fields,
    cells: cellsOf({ fields, sent }, lines),
    count: Object.keys(fields).length,
    clear: () => setRefused(nothing),
    refuse: (refused: Fields, of: readonly TypedLine[]) => setRefused({ fields: refused, sent: of }),
    refuseBy: (error: Error, of: readonly TypedLine[]) => setRefused({ fields: fieldsOf(error), sent: of }),
  };
}

function cellsOf({ fields, sent }: Refused, lines: readonly TypedLine[]): Fields {
  const told = sent.flatMap((was, at) => {
    const now = lines.find(({ lineNo }) => lineNo === was.lineNo);
    return lineFields.flatMap((field) => {
      const name = apiNames[field].find((each) => fields[`lines.${at}.${each}`] !== undefined);
      const isSame = now !== undefined && now[field] === was[field];
      return name !== undefined && isSame ? [[cellOf(was.lineNo, field), fields[`lines.${at}.${name}`] ?? '']] : [];
    });
  });
  return Object.fromEntries(told) as Fields;
}

/** Lines that say something. */
export const saidLines = (lines: readonly TypedLine[]): readonly TypedLine[] => lines.filter((line) => !isBlank(line));

/** Fields of lines that have to be filled in and are not. */
export function emptyFields(lines: readonly TypedLine[], message: string): Fields {
  const needed = ['product', 'quantity', 'unitPrice'] as const;
  return Object.fromEntries(
    lines.flatMap((line, at) =>
      needed.filter((field) => line[field].trim() === '').map((field) => [`lines.${at}.${field}`, message]),
    ),
  );
}
