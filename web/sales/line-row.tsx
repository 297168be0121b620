import { ActionIcon, Table, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconTrash } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import { compare, subtractQuantities } from '../../domain/money.js';
import { useWords } from '../app/language.js';
import { Money } from '../parts/figures.js';
import { writtenDecimal } from '../parts/typed.js';
import { ProductField, useProducts, type FoundProducts } from './product-field.js';
import { netOf, quantityOf, type LineField, type TypedLine } from './typed-lines.js';
import { cellOf, type LinesEditor } from './use-lines.js';

export type RowProps = {
  readonly line: TypedLine;
  readonly currency: string;
  /** What was refused, by cell. */
  readonly errors: Readonly<Record<string, string>>;
  readonly editor: LinesEditor;
  /** What holds for a line without a date. */
  readonly noDate: string;
  readonly onPasteTable: (text: string) => void;
};

/** One line of the grid. */
export const LineRow = memo(function LineRow({ line, currency, errors, editor, noDate, onPasteTable }: RowProps) {
  const { t, language } = useWords();
  const { lineNo } = line;
  const found = useProducts(line.product);
  const product = found.exact;
  const row = useRef<HTMLTableRowElement>(null);
  const goOn = (): void =>
    row.current?.querySelector<HTMLElement>(`[data-cell="${cellOf(lineNo, 'quantity')}"]`)?.focus();
  const set = (changes: Partial<TypedLine>): void => editor.change(lineNo, changes);
  useEffect(() => {
    if (!product || product.currency !== currency) return;
    if (line.unitPrice !== '' && line.unitPrice !== line.listed) return;
    const listed = writtenDecimal(product.listPrice, language);
    if (line.unitPrice !== listed) editor.change(lineNo, { unitPrice: listed, listed });
  }, [product?.number, product?.listPrice, currency]);
  const figure = (field: FigureField, label: string, width: number) => (
    <Figure line={line} field={field} label={label} width={width} errors={errors} onChange={set} />
  );
  return (
    <Table.Tr ref={row} style={{ verticalAlign: 'top' }}>
      <Table.Td c="dimmed" pt={14}>
        {lineNo}
      </Table.Td>
      <Table.Td>
        <ProductField
          value={line.product}
          label={t.sales.productOf(lineNo)}
          cell={cellOf(lineNo, 'product')}
          found={found}
          error={errors[cellOf(lineNo, 'product')]}
          onChange={(next) => set({ product: next })}
          onTaken={goOn}
          onPasteTable={onPasteTable}
        />
        <About line={line} found={found} isRefused={errors[cellOf(lineNo, 'product')] !== undefined} />
      </Table.Td>
      <Table.Td>{figure('quantity', t.sales.quantityOf(lineNo), 90)}</Table.Td>
      <Table.Td>{figure('unitPrice', t.sales.priceOf(lineNo), 100)}</Table.Td>
      <Table.Td>{figure('discountPercent', t.sales.discountOf(lineNo), 75)}</Table.Td>
      <Table.Td>
        <Dated line={line} noDate={noDate} errors={errors} onChange={set} />
      </Table.Td>
      <Table.Td ta="right" pt={14}>
        <Money amount={netOf(line, currency)} currency={currency} />
      </Table.Td>
      <Table.Td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.sales.removeLine(lineNo)}
          onClick={() => editor.remove(lineNo)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
});

type FigureField = Exclude<LineField, 'product' | 'date'>;

type FigureProps = Pick<RowProps, 'line' | 'errors'> & {
  readonly field: FigureField;
  readonly label: string;
  readonly width: number;
  readonly onChange: (changes: Partial<TypedLine>) => void;
};

function Figure({ line, field, label, width, errors, onChange }: FigureProps) {
  const cell = cellOf(line.lineNo, field);
  return (
    <TextInput
      aria-label={label}
      data-cell={cell}
      inputMode="decimal"
      value={line[field]}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
      error={errors[cell]}
      maxLength={20}
      w={width}
      styles={{ input: { textAlign: 'right' } }}
    />
  );
}

function Dated({
  line,
  noDate,
  errors,
  onChange,
}: Omit<FigureProps, 'field' | 'label' | 'width'> & Pick<RowProps, 'noDate'>) {
  const { t } = useWords();
  const cell = cellOf(line.lineNo, 'date');
  return (
    <DateInput
      aria-label={t.sales.dateOf(line.lineNo)}
      data-cell={cell}
      value={line.date}
      onChange={(date) => onChange({ date })}
      valueFormat="YYYY-MM-DD"
      placeholder={noDate}
      clearable
      clearButtonProps={{ 'aria-label': t.sales.clearDate(line.lineNo) }}
      error={errors[cell]}
      w={140}
    />
  );
}

type AboutProps = {
  readonly line: TypedLine;
  readonly found: FoundProducts;
  readonly isRefused: boolean;
};

/** What the product is, what it costs by the list, and what of it is there. */
function About({ line, found, isRefused }: AboutProps) {
  const { t, words } = useWords();
  const quantity = quantityOf(line);
  const product = found.exact;
  const isUnknown = found.isSettled && found.items.length === 0 && !isRefused;
  if (!product)
    return (
      <Text size="xs" c={isUnknown && line.name === undefined ? 'red.9' : 'dimmed'}>
        {line.name ?? (isUnknown && line.product.trim() !== '' ? t.sales.unknownProduct : '')}
      </Text>
    );
  const { available, name, unit, listPrice } = product;
  const isShort = quantity !== null && compare(quantity, available) > 0;
  const facts = [
    `${name}, ${unit}`,
    t.sales.listPrice(words.say.price(listPrice)),
    ...(line.quoteLineNo === null ? [] : [t.sales.fromQuoteLine(line.quoteLineNo)]),
    t.sales.available(words.say.quantity(available)),
  ];
  return (
    <Text size="xs" c="dimmed">
      {facts.join(' · ')}
      {isShort && (
        <Text span inherit c="orange.9" fw={600}>
          {' · '}
          {t.sales.short(words.say.quantity(subtractQuantities(quantity, available)))}
        </Text>
      )}
    </Text>
  );
}
