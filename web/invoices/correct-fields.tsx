import { Select, TextInput } from '@mantine/core';
import type { CorrectionInput } from '../../contracts/correction.js';
import type { InvoiceLine, ShownInvoice } from '../../contracts/invoice.js';
import { taxClasses, type TaxClass } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { AddressFields } from '../parts/address-fields.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { Quantity } from '../parts/figures.js';
import { Rows } from '../parts/rows.js';
import { TermsField } from '../parts/terms-field.js';
import type { TypedCorrection } from './correct.js';
import { useCreditWords } from './words.js';

type Props = {
  readonly invoice: ShownInvoice;
  readonly typed: TypedCorrection;
  readonly change: (part: Partial<TypedCorrection>) => void;
  readonly refused: Readonly<Record<string, string>>;
  /** What was asked, to find the lines of what is refused. */
  readonly asked: CorrectionInput | null;
};

/** What should have been otherwise. */
export function CorrectFields({ invoice, typed, change, refused, asked }: Props) {
  const { t } = useWords();
  const c = useCreditWords();
  switch (typed.wrong) {
    case 'lines':
    case 'tax':
      return <CorrectLines invoice={invoice} typed={typed} change={change} refused={refused} asked={asked} />;
    case 'terms':
      return (
        <TermsField
          value={typed.terms}
          usual={c.asInvoiced}
          error={refused['paymentTerms']}
          onChange={(terms) => change({ terms })}
        />
      );
    case 'address':
      return (
        <AddressFields
          name="billingAddress"
          address={typed.address}
          refused={refused}
          onChange={(address) => change({ address })}
        />
      );
    case 'customer':
      return (
        <CustomerSelect
          label={c.rightCustomer}
          description={c.rightCustomerHint}
          value={typed.customer}
          onChange={(customer) => change({ customer })}
          error={refused['customer']}
          placeholder={t.finance.customer}
        />
      );
  }
}

function CorrectLines({ invoice, typed, change, refused, asked }: Props) {
  const { t } = useWords();
  const c = useCreditWords();
  const isTax = typed.wrong === 'tax';
  const errorOf = (lineNo: number, what: string): string | undefined => {
    const at = asked?.lines?.findIndex((line) => line.lineNo === lineNo) ?? -1;
    return refused[`lines.${at}.${what}`];
  };
  const inputs = ({ lineNo, unitPrice }: InvoiceLine) =>
    isTax
      ? [<ClassField key="class" lineNo={lineNo} typed={typed} change={change} error={errorOf(lineNo, 'taxClass')} />]
      : [
          <TextInput
            key="quantity"
            size="xs"
            aria-label={`${c.rightQuantity}, ${t.finance.lineNo} ${lineNo}`}
            inputMode="decimal"
            value={typed.quantities[lineNo] ?? ''}
            onChange={(event) => change({ quantities: { ...typed.quantities, [lineNo]: event.currentTarget.value } })}
            error={errorOf(lineNo, 'quantity')}
          />,
          <TextInput
            key="price"
            size="xs"
            aria-label={`${c.rightPrice}, ${t.finance.lineNo} ${lineNo}`}
            placeholder={unitPrice}
            inputMode="decimal"
            value={typed.prices[lineNo] ?? ''}
            onChange={(event) => change({ prices: { ...typed.prices, [lineNo]: event.currentTarget.value } })}
            error={errorOf(lineNo, 'unitPrice')}
          />,
        ];
  return (
    <Rows
      none=""
      minWidth={560}
      heads={[
        t.finance.lineNo,
        t.finance.what,
        { figure: c.invoicedQuantity },
        ...(isTax ? [c.rightClass] : [{ figure: c.rightQuantity }, { figure: c.rightPrice }]),
      ]}
      rows={invoice.lines.map((line) => ({
        key: String(line.lineNo),
        cells: [
          line.lineNo,
          line.description,
          <Quantity key="invoiced" of={line.quantity} unit={line.unit} />,
          ...inputs(line),
        ],
      }))}
    />
  );
}

type ClassProps = Pick<Props, 'typed' | 'change'> & { readonly lineNo: number; readonly error: string | undefined };

function ClassField({ lineNo, typed, change, error }: ClassProps) {
  const { t, words } = useWords();
  const c = useCreditWords();
  const { [lineNo]: chosen, ...others } = typed.taxClasses;
  return (
    <Select
      size="xs"
      aria-label={`${c.rightClass}, ${t.finance.lineNo} ${lineNo}`}
      placeholder={c.asInvoiced}
      data={taxClasses.map((each) => ({ value: each, label: capital(words.taxClass[each]) }))}
      value={chosen ?? null}
      clearable
      onChange={(taxClass) =>
        change({ taxClasses: taxClass === null ? others : { ...others, [lineNo]: taxClass as TaxClass } })
      }
      error={error}
    />
  );
}
