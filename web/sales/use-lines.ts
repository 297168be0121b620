import { useCallback, useEffect, useMemo, useRef, type Dispatch, type KeyboardEvent, type SetStateAction } from 'react';
import { emptyLine, nextLineNo, type LineField, type TypedLine } from './typed-lines.js';

/** How the lines of a form change; the same functions for as long as the form stands. */
export type LinesEditor = {
  /** Number of the next new line: one that no line has, or had when the form began. */
  readonly next: (lines: readonly TypedLine[]) => number;
  readonly change: (lineNo: number, changes: Partial<TypedLine>) => void;
  readonly add: () => void;
  readonly remove: (lineNo: number) => void;
  /** Puts rows in the place of the lines that are blank. */
  readonly append: (rows: readonly Omit<TypedLine, 'lineNo'>[]) => void;
};

type SetLines = Dispatch<SetStateAction<readonly TypedLine[]>>;

/** @param taken line numbers up to this one are no longer free */
export function useLinesEditor(set: SetLines, taken = 0): LinesEditor {
  const next = useCallback<LinesEditor['next']>((lines) => Math.max(taken + 1, nextLineNo(lines)), [taken]);
  const change = useCallback<LinesEditor['change']>(
    (lineNo, changes) => set((lines) => lines.map((line) => (line.lineNo === lineNo ? { ...line, ...changes } : line))),
    [set],
  );
  const add = useCallback(() => set((lines) => [...lines, emptyLine(next(lines))]), [set, next]);
  const remove = useCallback<LinesEditor['remove']>(
    (lineNo) =>
      set((lines) => {
        const left = lines.filter((line) => line.lineNo !== lineNo);
        return left.length > 0 ? left : [emptyLine(lineNo)];
      }),
    [set],
  );
  const append = useCallback<LinesEditor['append']>(
    (rows) =>
      set((lines) => {
        const kept = lines.filter(({ product, quantity }) => product.trim() !== '' || quantity.trim() !== '');
        const first = next(kept);
        return [...kept, ...rows.map((row, at) => ({ ...row, lineNo: first + at }))];
      }),
    [set, next],
  );
  return useMemo(() => ({ next, change, add, remove, append }), [next, change, add, remove, append]);
}

/** The name of a cell, by which it is found again. */
export const cellOf = (lineNo: number, field: LineField): string => `${lineNo}.${field}`;

const fields: readonly LineField[] = ['product', 'quantity', 'unitPrice', 'discountPercent', 'date'];

/** What the keys do in a grid of lines: Enter goes on, and adds a line after the last; arrows go up and down. */
export function useGridKeys(lines: readonly TypedLine[], { next, add, remove }: LinesEditor) {
  const grid = useRef<HTMLTableSectionElement>(null);
  const wanted = useRef<string | null>(null);
  const focus = (cell: string): void => {
    const input = grid.current?.querySelector<HTMLInputElement>(`input[data-cell="${cell}"]`);
    input?.focus();
    input?.select();
  };
  useEffect(() => {
    if (wanted.current === null) return;
    focus(wanted.current);
    wanted.current = null;
  }, [lines]);
  const addAfter = (): void => {
    wanted.current = cellOf(next(lines), 'product');
    add();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const [at, field] = placeOf(event.target, lines);
    if (at < 0 || field === undefined || event.defaultPrevented) return;
    const to = (line: TypedLine | undefined, wantedField: LineField): void => {
      if (line) focus(cellOf(line.lineNo, wantedField));
    };
    const isArrow = field !== 'product' && field !== 'date';
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (field === 'product') to(lines[at], 'quantity');
      else if (at === lines.length - 1) addAfter();
      else to(lines[at + 1], 'product');
    } else if (event.key === 'Delete' && event.ctrlKey) {
      event.preventDefault();
      wanted.current = cellOf((lines[at + 1] ?? lines[at - 1] ?? lines[at])?.lineNo ?? 0, field);
      remove(lines[at]?.lineNo ?? 0);
    } else if (isArrow && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      to(lines[at + (event.key === 'ArrowDown' ? 1 : -1)], field);
    }
  };
  return { grid, addAfter, onKeyDown };
}

function placeOf(target: EventTarget, lines: readonly TypedLine[]): readonly [number, LineField | undefined] {
  const cell = target instanceof HTMLElement ? (target.dataset['cell'] ?? '') : '';
  const [lineNo, name] = cell.split('.');
  return [lines.findIndex((line) => String(line.lineNo) === lineNo), fields.find((field) => field === name)];
}
