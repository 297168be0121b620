import { Button, Select, SegmentedControl, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CreditAsked } from '../../contracts/credit-note.js';
import type { CorrectionInput, CorrectionPreview, CorrectionReceipt } from '../../contracts/correction.js';
import type { ShownInvoice } from '../../contracts/invoice.js';
import type { PaymentTerms, PostalAddress } from '../../contracts/primitives.js';
import type { CorrectionForm, CreditReason, TaxClass } from '../../contracts/vocabulary.js';
import { isZero, negate } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { fieldsOf, type Read } from '../http/client.js';
import { nowhere } from '../parts/address-fields.js';
import { Facts } from '../parts/facts.js';
import { Day, Money } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useEstimate } from '../sales/use-estimate.js';
import { CorrectFields } from './correct-fields.js';
import { choicesOf, useReasoned, whyOf, WhyFields, type TypedWhy } from './reasoned.js';
import { useCreditWords } from './words.js';

/** What of an invoice was wrong; one thing at a time. */
export const wrongs = ['lines', 'terms', 'address', 'tax', 'customer'] as const;
export type Wrong = (typeof wrongs)[number];

/** What is typed of a correction; figures by the number of their line. */
export type TypedCorrection = TypedWhy & {
  readonly wrong: Wrong;
  readonly form: CorrectionForm;
  readonly quantities: Readonly<Record<number, string>>;
  readonly prices: Readonly<Record<number, string>>;
  readonly taxClasses: Readonly<Record<number, TaxClass>>;
  readonly terms: PaymentTerms | null;
  readonly address: PostalAddress;
  readonly customer: string | null;
};

const untouched: TypedCorrection = {
  wrong: 'lines',
  form: 'credit-and-invoice',
  reason: null,
  note: '',
  quantities: {},
  prices: {},
  taxClasses: {},
  terms: null,
  address: nowhere,
  customer: null,
};

type Props = { readonly invoice: Read<ShownInvoice> };

/** Puts an invoice right in one step: what was wrong, why, and what that comes to before anything is issued. */
export function CorrectButton({ invoice }: Props) {
  const c = useCreditWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {c.correct}
      </Button>
      <CorrectDialog invoice={invoice} opened={opened} onClose={dialog.close} />
    </>
  );
}

type DialogProps = Props & { readonly opened: boolean; readonly onClose: () => void };

function CorrectDialog({ invoice, opened, onClose }: DialogProps) {
  const c = useCreditWords();
  const { typed, change, action, send, isMissing, asked } = useCorrection({ invoice, opened, onClose });
  const path = pathOf('/v1/invoices', invoice.number, 'correction-previews');
  const preview = useEstimate<CorrectionPreview>(path, asked, action.isPending);
  const refused = { ...fieldsOf(preview.error), ...fieldsOf(action.error) };
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={c.correctTitle(invoice.number)}
      confirm={c.correct}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
      size="xl"
    >
      <SegmentedControl
        aria-label={c.wrong}
        data={wrongs.map((value) => ({ value, label: c.wrongs[value] }))}
        value={typed.wrong}
        onChange={(wrong) => change({ wrong: wrong as Wrong })}
      />
      <CorrectFields invoice={invoice} typed={typed} change={change} refused={refused} asked={asked} />
      <Select
        label={c.correctionForm}
        data={choicesOf(c.forms)}
        value={typed.form}
        allowDeselect={false}
        onChange={(form) => change({ form: form as CorrectionForm })}
        error={refused['form']}
      />
      <WhyFields typed={typed} change={change} isMissing={isMissing} refused={refused} />
      {asked !== null && <ProblemNote error={action.error === null ? preview.error : null} />}
      {asked !== null && preview.error === null && preview.estimate && <CorrectTotals preview={preview.estimate} />}
    </FormDialog>
  );
}

function useCorrection({ invoice, opened, onClose }: DialogProps) {
  const spoken = useWords();
  const c = useCreditWords();
  return useReasoned({
    invoice,
    opened,
    name: `correct:${invoice.number}`,
    untouched,
    path: pathOf('/v1/invoices', invoice.number, 'corrections'),
    inputOf,
    onDone: (answer: CorrectionReceipt | CreditAsked) => {
      const say = (amount: string) => spoken.words.say.amount(amount, answer.currency);
      const isAsked = 'request' in answer;
      tellDone(spoken, isAsked ? c.creditAsked(say(answer.amount)) : c.corrected(answer.invoice, say(answer.gross)));
      onClose();
    },
  });
}

/** What is asked for, as far as something is typed; null: nothing is yet. */
function inputOf(typed: TypedCorrection & { readonly reason: CreditReason }): CorrectionInput | null {
  const { wrong, form, terms, address, customer } = typed;
  const why = { form, ...whyOf(typed) };
  switch (wrong) {
    case 'lines':
      return withLines(why, typed);
    case 'tax': {
      const lines = Object.entries(typed.taxClasses).map(([lineNo, taxClass]) => ({
        lineNo: Number(lineNo),
        taxClass,
      }));
      return lines.length === 0 ? null : { ...why, lines };
    }
    case 'terms':
      return terms && { ...why, paymentTerms: terms };
    case 'address':
      return address.street.trim() === '' || address.city.trim() === '' ? null : { ...why, billingAddress: address };
    case 'customer':
      return customer === null ? null : { ...why, customer };
  }
}

/** A quantity of nothing is a line that should not have been invoiced. */
function withLines(
  why: Pick<CorrectionInput, 'form' | 'reason' | 'note'>,
  { quantities, prices }: TypedCorrection,
): CorrectionInput | null {
  const figures = (of: Readonly<Record<number, string>>) =>
    Object.entries(of).flatMap(([lineNo, text]) => {
      const figure = typedDecimal(text);
      return figure === '' ? [] : [[Number(lineNo), figure] as const];
    });
  const quantityOf = new Map(figures(quantities));
  const priceOf = new Map(figures(prices));
  const isNone = (figure: string | undefined) => figure !== undefined && /^0+(\.0+)?$/.test(figure);
  const without = [...quantityOf].flatMap(([lineNo, figure]) => (isNone(figure) ? [lineNo] : []));
  const lines = [...new Set([...quantityOf.keys(), ...priceOf.keys()])].flatMap((lineNo) => {
    const [quantity, unitPrice] = [quantityOf.get(lineNo), priceOf.get(lineNo)];
    if (isNone(quantity)) return [];
    return [{ lineNo, ...(quantity !== undefined && { quantity }), ...(unitPrice !== undefined && { unitPrice }) }];
  });
  if (lines.length === 0 && without.length === 0) return null;
  return { ...why, ...(lines.length > 0 && { lines }), ...(without.length > 0 && { without }) };
}

/** What a correction would come to, where its money would go, and what becomes of the goods. */
function CorrectTotals({ preview }: { readonly preview: CorrectionPreview }) {
  const { t } = useWords();
  const c = useCreditWords();
  const { credit, customer } = preview;
  const money = (amount: string) => <Money key={amount} amount={amount} currency={credit.currency} />;
  const facts = [
    [c.takenBack, money(negate(credit.gross))],
    [c.rightInvoice, money(preview.gross)],
    [c.difference, money(preview.difference)],
    [t.finance.customer, customer],
    [t.finance.due, <Day key="due" date={preview.dueDate} />],
    [c.deductedFromRight, !isZero(preview.deducted) && money(preview.deducted)],
    [c.creditToGive, !isZero(preview.toGive) && money(preview.toGive)],
    [c.openAfter, money(preview.open)],
  ] as const;
  return (
    <section aria-label={c.correctionPreview}>
      <Text fw={600} size="sm" mb="xs">
        {c.correctionPreview}
      </Text>
      <Facts facts={facts.filter(([, value]) => value !== false)} />
      <Text size="sm" mt="xs">
        {c.noStockMoves}
      </Text>
    </section>
  );
}
