import { Text } from '@mantine/core';
import type { InvoiceLine, ShownInvoice } from '../../contracts/invoice.js';
import { isZero } from '../../domain/money.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { Money, Quantity } from '../parts/figures.js';
import { ChargedBeside, Price } from '../parts/beside-price.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

/** The lines of an invoice, its VAT by rate, and what they come to. */
export function Figures({ invoice }: { readonly invoice: ShownInvoice }) {
  const { t, words } = useWords();
  const { currency } = invoice;
  const percent = (text: string) => <span className="figure">{isZero(text) ? '' : words.say.percent(text)}</span>;
  const totals = [
    [t.finance.freight, invoice.freight],
    [t.finance.net, invoice.net],
    [t.finance.vat, invoice.vat],
    [t.finance.gross, invoice.gross],
  ] as const;
  return (
    <Panel title={t.finance.lines}>
      <Rows
        none=""
        minWidth={720}
        heads={[
          t.finance.lineNo,
          t.finance.what,
          { figure: t.finance.quantity },
          { figure: t.finance.price },
          { figure: t.finance.discount },
          { figure: t.finance.rate },
          { figure: t.finance.net },
        ]}
        rows={invoice.lines.map((line) => ({
          key: String(line.lineNo),
          cells: [
            line.lineNo,
            <What key="what" line={line} currency={currency} />,
            <Quantity key="quantity" of={line.quantity} unit={line.unit} />,
            <span key="price" className="figure">
              <Price of={line} />
            </span>,
            percent(line.discountPercent),
            percent(line.vatRate),
            <Money key="net" amount={line.net} currency={currency} />,
          ],
        }))}
        totals={totals.map(([name, amount]) => [name, <Money key={name} amount={amount} currency={currency} />])}
      />
      <VatTable invoice={invoice} />
    </Panel>
  );
}

function What({ line, currency }: { readonly line: InvoiceLine; readonly currency: string }) {
  const { description, product } = line;
  return (
    <>
      {description}{' '}
      <Text span size="xs" c="dimmed">
        {product}
      </Text>
      <ChargedBeside line={line} currency={currency} />
    </>
  );
}

function VatTable({ invoice: { vatBreakdown, currency } }: { readonly invoice: ShownInvoice }) {
  const { t, words } = useWords();
  return (
    <>
      <Text fw={600} size="sm" mt="md">
        {t.finance.vatTable}
      </Text>
      <Rows
        none=""
        heads={[t.finance.kind, { figure: t.finance.rate }, { figure: t.finance.base }, { figure: t.finance.vat }]}
        rows={vatBreakdown.map(({ vatCategory, vatRate, base, vat }) => ({
          key: `${vatCategory} ${vatRate}`,
          cells: [
            capital(t.finance.vatCategory[vatCategory]),
            words.say.percent(vatRate),
            <Money key="base" amount={base} currency={currency} />,
            <Money key="vat" amount={vat} currency={currency} />,
          ],
        }))}
      />
    </>
  );
}
