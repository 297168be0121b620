import { ActionIcon, Table, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import type { EstimatedLine } from '../../contracts/order-estimate.js';
import { useWords } from '../app/language.js';
import { DayInput } from '../parts/day-input.js';
import { Money } from '../parts/figures.js';
import { writtenDecimal } from '../parts/typed.js';
import { LineAdjustments } from './line-adjustments.js';
import { LineFacts } from './line-facts.js';
import { ProductField, useProducts } from './product-field.js';
import { netOf, type LineField, type TypedLine } from './typed-lines.js';
import { cellOf, type LinesEditor } from './use-lines.js';

export type RowProps = {
  readonly line: TypedLine;
  readonly currency: string;
  /** What was refused, by cell. */
  readonly errors: Readonly<Record<string, string>>;
  readonly editor: LinesEditor;
  /** What holds for a line without a date. */
  readonly noDate: string;
  /** What the API makes of the line. */
  readonly estimate: EstimatedLine | undefined;
  readonly onPasteTable: (text: string) => void;
};

/** One line of the grid. */
export const LineRow = memo(function LineRow(props: RowProps) {
  const { line, currency, errors, editor, noDate, estimate, onPasteTable } = props;
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
  useEffect(() => {
    if (product && product.priceBase !== '1' && line.priceBase === undefined)
      editor.change(lineNo, { priceBase: product.priceBase });
  }, [product?.number, line.priceBase]);
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
          onChange={(next) => set({ product: next, priceBase: undefined })}
          onTaken={goOn}
          onPasteTable={onPasteTable}
        />
        <LineFacts
          line={line}
          found={found}
          estimate={estimate}
          isRefused={errors[cellOf(lineNo, 'product')] !== undefined}
        />
      </Table.Td>
      <Table.Td>{figure('quantity', t.sales.quantityOf(lineNo), 90)}</Table.Td>
      <Table.Td>{figure('unitPrice', t.sales.priceOf(lineNo), 100)}</Table.Td>
      <Table.Td>{figure('discountPercent', t.sales.discountOf(lineNo), 75)}</Table.Td>
      <Table.Td>
        <Dated line={line} noDate={noDate} errors={errors} onChange={set} />
      </Table.Td>
      <Table.Td ta="right" pt={14}>
        <Money amount={netOf(line, currency)} currency={currency} />
        <LineAdjustments line={line} error={errors[cellOf(lineNo, 'adjustments')]} onChange={set} />
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

type FigureField = Exclude<LineField, 'product' | 'date' | 'adjustments'>;

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
    <DayInput
      aria-label={t.sales.dateOf(line.lineNo)}
      data-cell={cell}
      value={line.date}
      onChange={(date) => onChange({ date })}
      placeholder={noDate}
      clearable
      error={errors[cell]}
      w={140}
    />
  );
}
