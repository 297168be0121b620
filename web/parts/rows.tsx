import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Heading of a column; figures stand on the right. */
export type Head = string | { readonly figure: string };

export type Row = { readonly key: string; readonly cells: readonly ReactNode[] };

type Props = {
  /** Said when there is nothing. */
  readonly none: string;
  readonly heads: readonly Head[];
  readonly rows: readonly Row[];
  /** What the rows come to: a name over the columns before the last, and the figure in it. */
  readonly totals?: readonly (readonly [string, ReactNode])[];
  readonly minWidth?: number;
};

const nameOf = (head: Head): string => (typeof head === 'string' ? head : head.figure);
const sideOf = (head: Head | undefined) => (typeof head === 'object' ? 'right' : undefined);

/** A table that is no list of the API: it comes whole, and is neither sorted nor filtered. */
export function Rows({ none, heads, rows, totals = [], minWidth = 480 }: Props) {
  if (rows.length === 0) return <Text c="dimmed">{none}</Text>;
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={nameOf(head)} scope="col" ta={sideOf(head)}>
                {nameOf(head)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells }) => (
            <Table.Tr key={key}>
              {cells.map((cell, at) => (
                <Table.Td key={nameOf(heads[at] ?? String(at))} ta={sideOf(heads[at])}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        {totals.length > 0 && (
          <Table.Tfoot>
            {totals.map(([name, figure]) => (
              <Table.Tr key={name}>
                <Table.Th colSpan={heads.length - 1} scope="row" ta="right">
                  {name}
                </Table.Th>
                <Table.Td ta="right">{figure}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tfoot>
        )}
      </Table>
    </Table.ScrollContainer>
  );
}
