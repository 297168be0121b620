import { Button, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CreditAsked, CreditNoteInput, CreditNoteReceipt, CreditPreview } from '../../contracts/credit-note.js';
import type { ShownInvoice } from '../../contracts/invoice.js';
import type { CreditReason, CreditScope } from '../../contracts/vocabulary.js';
import { isZero, negate } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { fieldsOf, type Read } from '../http/client.js';
import { FormDialog } from '../parts/form-dialog.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useEstimate } from '../sales/use-estimate.js';
import { CreditFields } from './credit-fields.js';
import { CreditTotals } from './credit-totals.js';
import { choicesOf, useReasoned, whyOf, WhyFields, type TypedWhy } from './reasoned.js';
import { useCreditWords } from './words.js';

/** What is typed of a credit; figures by the number of their line. */
export type TypedCredit = TypedWhy & {
  readonly scope: CreditScope;
  readonly figures: Readonly<Record<number, string>>;
  readonly freight: string;
  readonly amount: string;
};

const untouched: TypedCredit = { scope: 'whole', reason: null, note: '', figures: {}, freight: '', amount: '' };

/** Credits an invoice: what of it, why, and what that comes to before anything is issued. */
export function CreditButton({ invoice }: { readonly invoice: Read<ShownInvoice> }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.finance.credit}
      </Button>
      <CreditDialog invoice={invoice} opened={opened} onClose={dialog.close} />
    </>
  );
}

type DialogProps = { readonly invoice: Read<ShownInvoice>; readonly opened: boolean; readonly onClose: () => void };

function CreditDialog({ invoice, opened, onClose }: DialogProps) {
  const { t } = useWords();
  const c = useCreditWords();
  const { typed, change, action, send, isMissing, asked } = useCredit({ invoice, opened, onClose });
  const path = pathOf('/v1/invoices', invoice.number, 'credit-previews');
  const left = useEstimate<CreditPreview>(path, opened ? { scope: 'whole', reason: 'AUTRE' } : null, action.isPending);
  const preview = useEstimate<CreditPreview>(path, asked, action.isPending);
  const refused = { ...fieldsOf(preview.error), ...fieldsOf(action.error) };
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={c.creditTitle(invoice.number)}
      confirm={t.finance.credit}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
      size="xl"
    >
      {invoice.kind !== 'deposit' && (
        <SegmentedControl
          aria-label={c.creditOf}
          data={choicesOf(c.scope)}
          value={typed.scope}
          onChange={(scope) => change({ scope: scope as CreditScope, figures: {} })}
        />
      )}
      {left.estimate && (
        <CreditFields typed={typed} change={change} left={left.estimate} refused={refused} asked={asked} />
      )}
      <WhyFields typed={typed} change={change} isMissing={isMissing} refused={refused} />
      {asked !== null && <ProblemNote error={action.error === null ? preview.error : null} />}
      {asked !== null && preview.error === null && preview.estimate && <CreditTotals preview={preview.estimate} />}
    </FormDialog>
  );
}

function useCredit({ invoice, opened, onClose }: DialogProps) {
  const spoken = useWords();
  const c = useCreditWords();
  return useReasoned({
    invoice,
    opened,
    name: `credit:${invoice.number}`,
    untouched,
    path: pathOf('/v1/invoices', invoice.number, 'credit-notes'),
    inputOf,
    onDone: (answer: CreditNoteReceipt | CreditAsked) => {
      const say = (amount: string) => spoken.words.say.amount(amount, answer.currency);
      const isAsked = 'request' in answer;
      tellDone(
        spoken,
        isAsked ? c.creditAsked(say(answer.amount)) : c.credited(answer.creditNote, say(negate(answer.gross))),
      );
      onClose();
    },
  });
}

/** What is asked for, as far as something is typed; null: nothing is yet. */
function inputOf(typed: TypedCredit & { readonly reason: CreditReason }): CreditNoteInput | null {
  const { scope, amount } = typed;
  const why = whyOf(typed);
  const figures = Object.entries(typed.figures).flatMap(([lineNo, text]) => {
    const figure = typedDecimal(text);
    return figure === '' ? [] : [{ lineNo: Number(lineNo), figure }];
  });
  switch (scope) {
    case 'whole':
      return { scope, ...why };
    case 'lines': {
      const freight = typedDecimal(typed.freight);
      const lines = figures.map(({ lineNo, figure }) => ({ lineNo, quantity: figure }));
      if (lines.length === 0 && freight === '') return null;
      return { scope, lines, ...(freight !== '' && { freight }), ...why };
    }
    case 'price':
      return figures.length === 0
        ? null
        : { scope, lines: figures.map(({ lineNo, figure }) => ({ lineNo, unitPrice: figure })), ...why };
    case 'allowance':
      return /^0*([.,]0*)?$/.test(amount.trim()) ? null : { scope, amount: typedDecimal(amount), ...why };
  }
}

/** Something of the invoice may still be credited. */
export const isCreditable = ({ kind, gross, credits }: ShownInvoice): boolean =>
  (kind === 'invoice' || kind === 'corrective' || kind === 'deposit') &&
  !isZero(gross) &&
  !credits.some(({ scope }) => scope === 'whole');
