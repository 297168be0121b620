import { expect } from 'vitest';
import type { MoveInFault, MoveInKind, RawTable } from '../../../contracts/move-in.js';

type Fields = Record<string, unknown>;
export type Mistake = {
  readonly name: string;
  readonly in: (tables: readonly RawTable[]) => readonly RawTable[];
  readonly told: {
    readonly kind: MoveInKind;
    readonly file: string;
    readonly row: number;
    readonly field: string;
    readonly fault: MoveInFault;
  };
};

/** Changes one row of a kind, the first unless another is named. */
const change =
  (kind: MoveInKind, fields: Fields | ((row: Fields) => Fields), nth = 0) =>
  (tables: readonly RawTable[]): readonly RawTable[] =>
    tables.map((table) =>
      table.kind === kind
        ? {
            ...table,
            rows: table.rows.map((each, index) =>
              index === nth
                ? {
                    ...each,
                    fields: { ...each.fields, ...(typeof fields === 'function' ? fields({ ...each.fields }) : fields) },
                  }
                : each,
            ),
          }
        : table,
    );

/** Adds a row at the end of a kind's file, as row 999. */
const addTo =
  (kind: MoveInKind, fields: Fields | ((first: Fields) => Fields)) =>
  (tables: readonly RawTable[]): readonly RawTable[] => {
    const first = { ...tables.find((table) => table.kind === kind)?.rows[0]?.fields };
    const row = { row: 999, fields: typeof fields === 'function' ? fields(first) : fields };
    const others = tables.filter((table) => table.kind !== kind);
    const rows = tables.find((table) => table.kind === kind)?.rows ?? [];
    return [...others, { kind, file: `${kind}.csv`, rows: [...rows, row] }];
  };

const told = (kind: MoveInKind, field: string, fault: MoveInFault, row = 2): Mistake['told'] => ({
  kind,
  file: `${kind}.csv`,
  row,
  field,
  fault,
});

/** One slip each, and what is said of it. */
export const mistakes: readonly Mistake[] = [
  {
    name: 'an amount with a comma',
    in: change('invoices', { net: '12,50' }),
    told: told('invoices', 'net', 'not-valid'),
  },
  {
    name: 'a column that nobody knows',
    in: change('orders', { colour: 'red' }),
    told: told('orders', 'colour', 'unknown-column'),
  },
  { name: 'an order twice', in: addTo('orders', (first) => first), told: told('orders', 'number', 'twice', 999) },
  {
    name: 'a number like ours',
    in: change('invoices', { number: 'FA-2026-000012' }),
    told: told('invoices', 'number', 'number-of-ours'),
  },
  {
    name: 'a customer that is here',
    in: change('customers', { number: 'ALFKI' }),
    told: told('customers', 'number', 'already-there'),
  },
  {
    name: 'an order of nobody',
    in: change('orders', { customer: 'NOBODY' }),
    told: told('orders', 'customer', 'unknown-customer'),
  },
  {
    name: 'a line of nothing',
    in: change('order-lines', { product: 'NOTHING' }),
    told: told('order-lines', 'product', 'unknown-product'),
  },
  {
    name: 'a delivery of no order',
    in: change('deliveries', { order: 'LOST' }),
    told: told('deliveries', 'order', 'unknown-order'),
  },
  {
    name: 'a note of a line that is not ordered',
    in: change('delivery-lines', { lineNo: '7' }),
    told: told('delivery-lines', 'lineNo', 'unknown-line'),
  },
  {
    name: 'money for an invoice that is not there',
    in: addTo('allocations', { customer: '411/1 é', reference: 'CHQ', invoice: 'LOST', amount: '1.00' }),
    told: told('allocations', 'invoice', 'unknown-invoice', 999),
  },
  {
    name: 'money that did not come',
    in: addTo('allocations', { customer: '411/1 é', reference: 'NEVER CAME', invoice: 'F 1/0', amount: '1.00' }),
    told: told('allocations', 'reference', 'unknown-payment', 999),
  },
  {
    name: 'a customer whom nobody can write to',
    in: change('contacts', { email: '' }),
    told: told('customers', 'number', 'no-contact'),
  },
  {
    name: 'a delivery to come',
    in: change('deliveries', { departedOn: '2026-05-01', deliveredOn: '' }),
    told: told('deliveries', 'departedOn', 'day-to-come'),
  },
  {
    name: 'an invoice due before it was made',
    in: change('instalments', { dueDate: '2025-01-01' }),
    told: told('instalments', 'dueDate', 'day-before'),
  },
  {
    name: 'more delivered than ordered',
    in: change('delivery-lines', { quantity: '5000' }),
    told: { ...told('order-lines', 'quantity', 'above-ordered'), row: expect.any(Number) as number },
  },
  {
    name: 'lines that do not make the net',
    in: change('invoice-lines', { net: '0.01' }),
    told: { ...told('invoices', 'net', 'net-differs'), row: expect.any(Number) as number },
  },
  {
    name: 'a gross that is not net and VAT',
    in: change('invoices', { vat: '0.01' }),
    told: told('invoices', 'gross', 'gross-differs'),
  },
  {
    name: 'instalments that do not make the gross',
    in: change('instalments', { amount: '1.00', open: '0.00' }),
    told: { ...told('invoices', 'gross', 'instalments-differ'), row: expect.any(Number) as number },
  },
  {
    name: 'an open sum that what was paid does not leave',
    in: change('instalments', { open: '0.01', paidOn: '' }),
    told: told('instalments', 'open', 'open-differs'),
  },
  {
    name: 'terms on a day of the month without the day',
    in: change('customers', { termsKind: 'day-of-month' }),
    told: told('customers', 'termsDay', 'no-terms-day'),
  },
  {
    name: 'a reading of another kind of terms',
    in: change('customers', { termsKind: 'end-of-month', termsReading: 'days-then-day' }),
    told: told('customers', 'termsReading', 'no-such-reading'),
  },
  {
    name: 'a letter without its day',
    in: change('invoices', { level: 'level-1', lastLetterOn: '' }),
    told: told('invoices', 'lastLetterOn', 'level-without-day'),
  },
  {
    name: 'a letter to come',
    in: change('invoices', { level: 'courtesy', lastLetterOn: '2027-01-01' }),
    told: told('invoices', 'lastLetterOn', 'day-to-come'),
  },
  {
    name: 'a control total of the other system that these files do not make',
    in: addTo('control-totals', { what: 'customers', total: '21' }),
    told: told('control-totals', 'total', 'control-differs', 999),
  },
];

/** Where the dunning policy has no final notice. */
export const levelUnknown: Mistake = {
  name: 'a level that the policy has not',
  in: change('invoices', { level: 'final-notice', lastLetterOn: '2026-03-02' }),
  told: told('invoices', 'level', 'unknown-level'),
};

/** What to do about each, as it is told in English. */
export const remedies: Readonly<Partial<Record<MoveInFault, string>>> = {
  'not-valid': 'Write it as the column wants it.',
  'unknown-column': 'Take the column out, or name it as in docs/MOVING-IN.md.',
  twice: 'Keep one of the two rows.',
  'number-of-ours': 'Put something before it in the file, such as the name of the system that it comes from.',
  'already-there': 'Leave the row out, or undo the move-in that brought it.',
  'unknown-customer': 'Add it to customers, or correct the number.',
  'unknown-product': 'Add it to products, or correct the code.',
  'unknown-order': 'Add it to orders; an invoice may leave its order empty.',
  'unknown-line': 'Name a line of the order.',
  'unknown-invoice': 'Add it to invoices, or correct the number.',
  'unknown-payment': 'Add it to payments.',
  'no-contact': 'Add a contact for orders or invoices with an e-mail address.',
  'day-to-come': 'Correct the date.',
  'day-before': 'Correct one of the two dates.',
  'above-ordered': 'Correct the order or its delivery notes.',
  'net-differs': 'Correct the lines, the freight or the net.',
  'gross-differs': 'Correct the amounts.',
  'instalments-differ': 'Correct the instalments.',
  'open-differs': 'Add what was paid to payments and allocations, or say in paidOn when it was paid before.',
  'no-terms-day': 'Fill in termsDay (1 to 31), or empty it.',
  'no-such-reading': 'Choose days-then-month-end or month-end-then-days.',
  'level-without-day': 'Fill in both, or empty both.',
  'unknown-level': 'Name a level of the policy.',
  'control-differs': 'Find what is missing before you sign off.',
};
