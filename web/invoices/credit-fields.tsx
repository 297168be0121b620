import { TextInput } from '@mantine/core';
import type { CreditNoteInput, CreditPreview } from '../../contracts/credit-note.js';
import type { InvoiceLine } from '../../contracts/invoice.js';
import { isPositive, negate } from '../../domain/money.js';
import { useWords } from '../app/language.js';
import { Money, Quantity } from '../parts/figures.js';
import { Rows } from '../parts/rows.js';
import type { TypedCredit } from './credit.js';
import { useCreditWords } from './words.js';

type Props = {
  readonly typed: TypedCredit;
  readonly change: (part: Partial<TypedCredit>) => void;
  /** What is left to credit: a preview of all of it. */
  readonly left: CreditPreview;
  readonly refused: Readonly<Record<string, string>>;
  /** What was asked, to find the lines of what is refused. */
  readonly asked: CreditNoteInput | null;
};

/** What of the invoice is credited: nothing to type for all of it, a figure for each line, or one amount. */
export function CreditFields({ typed, change, left, refused, asked }: Props) {
  const { words } = useWords();
  const c = useCreditWords();
  const say = (amount: string) => words.say.amount(negate(amount), left.currency);
  switch (typed.scope) {
    case 'whole':
      return null;
    case 'allowance':
      return (
        <TextInput
          label={c.creditAllowance}
          inputMode="decimal"
          value={typed.amount}
          onChange={(event) => change({ amount: event.currentTarget.value })}
          error={refused['amount']}
        />
      );
    case 'lines':
    case 'price':
      return (
        <>
          <CreditLines typed={typed} change={change} left={left} refused={refused} asked={asked} />
          {typed.scope === 'lines' && isPositive(negate(left.freight)) && (
            <TextInput
              label={c.creditFreight}
              description={c.creditLeft(say(left.freight))}
              inputMode="decimal"
              value={typed.freight}
              onChange={(event) => change({ freight: event.currentTarget.value })}
              error={refused['freight']}
            />
          )}
        </>
      );
  }
}

function CreditLines({ typed, change, left, refused, asked }: Props) {
  const { t } = useWords();
  const c = useCreditWords();
  const isPrice = typed.scope === 'price';
  const head = isPrice ? c.rightPrice : c.creditQuantity;
  const errorOf = (lineNo: number): string | undefined => {
    if (asked?.scope !== 'lines' && asked?.scope !== 'price') return undefined;
    const at = asked.lines.findIndex((line) => line.lineNo === lineNo);
    return refused[`lines.${at}.${isPrice ? 'unitPrice' : 'quantity'}`];
  };
  const input = ({ lineNo }: InvoiceLine) => (
    <TextInput
      key="figure"
      size="xs"
      aria-label={`${head}, ${t.finance.lineNo} ${lineNo}`}
      inputMode="decimal"
      value={typed.figures[lineNo] ?? ''}
      onChange={(event) => change({ figures: { ...typed.figures, [lineNo]: event.currentTarget.value } })}
      error={errorOf(lineNo)}
    />
  );
  return (
    <Rows
      none=""
      minWidth={560}
      heads={[
        t.finance.lineNo,
        t.finance.what,
        { figure: c.leftToCredit },
        { figure: t.finance.net },
        { figure: head },
      ]}
      rows={left.lines.map((line) => ({
        key: String(line.lineNo),
        cells: [
          line.lineNo,
          line.description,
          <Quantity key="left" of={negate(line.quantity)} unit={line.unit} />,
          <Money key="net" amount={negate(line.net)} currency={left.currency} />,
          input(line),
        ],
      }))}
    />
  );
}
