import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MoveIn, MoveInSignOff } from '../../contracts/move-in-desk.js';
import type { MoveInTotals } from '../../contracts/move-in.js';
import { equals } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { useMoveInWords } from './words.js';

const sums = ['open', 'ordered', 'unallocated'] as const;

type Line = {
  readonly key: string;
  /** Where it is refused. */
  readonly field: string;
  readonly name: string;
  readonly found: string;
};

/** The totals of these files beside those of the other system, as somebody reads and types them. */
export function Totals({ id, totals }: { readonly id: string; readonly totals: MoveInTotals }) {
  const words = useMoveInWords();
  const spoken = useWords();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const action = useAction<MoveIn>({
    touches: [['/v1/move-ins']],
    onDone: () => tellDone(spoken, words.signedOff),
  });
  const lines: readonly Line[] = [
    ...totals.money.flatMap((money, index) =>
      sums.map((what) => ({
        key: `${money.currency} ${what}`,
        field: `money.${index}.${what}`,
        name: `${words[what]} (${money.currency})`,
        found: money[what],
      })),
    ),
    { key: 'stock', field: 'stock', name: words.stock, found: totals.stock },
  ];
  const value = (key: string): string => typedDecimal(typed[key] ?? '').replaceAll(/\s/g, '');
  const isComplete = lines.every(({ key }) => isDecimal(value(key)));
  const signOff = (): MoveInSignOff => ({
    stock: value('stock'),
    money: totals.money.map(({ currency }) => ({
      currency,
      open: value(`${currency} open`),
      ordered: value(`${currency} ordered`),
      unallocated: value(`${currency} unallocated`),
    })),
  });
  const refused = fieldsOf(action.error);
  return (
    <Panel title={words.totals}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          action.mutate({ path: pathOf('/v1/move-ins', id, 'sign-off'), body: signOff() });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{words.totalsHint}</Text>
          <Sums
            lines={lines}
            typed={typed}
            errorOf={(line) => refused[line.field] ?? differenceOf(value(line.key), line.found, words.differs)}
            onType={(key, text) => setTyped({ ...typed, [key]: text })}
          />
          <ProblemNote error={action.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={action.isPending} disabled={!isComplete}>
              {words.signOff}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

type SumsProps = {
  readonly lines: readonly Line[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errorOf: (line: Line) => string | null;
  readonly onType: (key: string, text: string) => void;
};

/** Each total of the files, and a field for that of the other system. */
function Sums({ lines, typed, errorOf, onType }: SumsProps) {
  const words = useMoveInWords();
  const { language } = useWords();
  return (
    <Table.ScrollContainer minWidth={320} type="native">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.what}</Table.Th>
            <Table.Th scope="col" ta="right">
              {words.found}
            </Table.Th>
            <Table.Th scope="col">{words.typed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.key}>
              <Table.Th scope="row">{line.name}</Table.Th>
              <Table.Td ta="right">{writtenDecimal(line.found, language)}</Table.Td>
              <Table.Td>
                <TextInput
                  aria-label={`${words.typed} · ${line.name}`}
                  inputMode="decimal"
                  value={typed[line.key] ?? ''}
                  onChange={(event) => onType(line.key, event.currentTarget.value)}
                  error={errorOf(line)}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const isDecimal = (text: string): boolean => /^-?\d{1,15}(\.\d{1,3})?$/.test(text);

/** Said while it is typed; what decides is the sign-off. */
const differenceOf = (typed: string, found: string, differs: string): string | null =>
  isDecimal(typed) && !equals(typed, found) ? differs : null;
