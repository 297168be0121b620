import { Badge, Button, Group, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { MonthEnd, MonthEndReceipt } from '../../contracts/month-end.js';
import { addMonths } from '../../domain/calendar.js';
import { lastEndedMonth, monthOf } from '../../domain/month-end.js';
import { figureListColumns } from '../../words/figure-lists.js';
import type { FigureWords } from '../../words/figures.js';
import { formatMonth } from '../../words/format.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { useFigureWords } from './words.js';

const PATH = '/v1/month-ends';

/** The months that are kept, every version, the last one first. */
export function MonthEndsPage() {
  const spoken = useWords();
  const f = useFigureWords();
  const may = useMay();
  const { today } = useMe();
  const definition = useMemo(() => listOf(spoken, f, today), [spoken, f, today]);
  return (
    <Page title={f.monthEnds.title} right={may('month-ends.make') && <MakeButton label={f.monthEnds.make} />}>
      <Group justify="space-between">
        <Text c="dimmed" maw={720}>
          {f.monthEnds.about}
        </Text>
        <Go to="/figures">{f.title}</Go>
      </Group>
      <List definition={definition} />
    </Page>
  );
}

const listOf = (spoken: Spoken, { monthEnds: m }: FigureWords, today: string): ListDefinition<MonthEnd> => ({
  list: 'month-ends',
  keyOf: ({ month, version }) => `${month}:${version}`,
  empty: m.none,
  sort: '-month',
  filters: [
    { id: 'month', kind: 'choice', label: m.month, choices: monthsOffered(today, spoken) },
    { id: 'latest', kind: 'flag', label: m.onlyLatest },
  ],
  columns: shown(figureListColumns['month-ends'], spoken, {
    month: ({ month, version }) => (
      <Go to="/month-ends/$month/$version" params={{ month, version: String(version) }}>
        {formatMonth(month, spoken.language)}
      </Go>
    ),
    version: ({ version, isLatest }) => (
      <Group gap="xs" wrap="nowrap" justify="flex-end">
        {version}
        {isLatest && version > 1 && <Badge variant="light">{m.latest}</Badge>}
      </Group>
    ),
    reason: ({ reason }) => <span className="wrap">{reason ?? ''}</span>,
  }),
});

const MONTHS_OFFERED = 24;

/** The months that have ended, the last one first. */
const monthsOffered = (today: string, { language }: Spoken) =>
  Array.from({ length: MONTHS_OFFERED }, (_, back) => monthOf(addMonths(`${lastEndedMonth(today)}-01`, -back))).map(
    (value) => ({ value, label: formatMonth(value, language) }),
  );

/** Has a month made, with a reason; without `month` it asks which. */
export function MakeButton({ label, month }: { readonly label: string; readonly month?: string }) {
  const f = useFigureWords();
  const spoken = useWords();
  const { today } = useMe();
  const navigate = useNavigate();
  const [opened, dialog] = useDisclosure(false);
  const [chosen, setChosen] = useState(month ?? lastEndedMonth(today));
  useKeptTyping({ name: `month-end:${month ?? ''}`, isOpen: opened, typed: chosen, giveBack: setChosen });
  const saidOf = (answer: unknown): string => {
    const { month: made, version } = answer as MonthEndReceipt;
    void navigate({
      to: '/month-ends/$month/$version',
      params: { month: made, version: String(version) },
    });
    return f.monthEnds.made(version);
  };
  return (
    <>
      <Button className="no-print" onClick={dialog.open}>
        {label}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={label}
        confirm={label}
        ask={(reason) => ({ path: PATH, body: { month: chosen, reason } })}
        done={saidOf}
      >
        {(refused) =>
          month === undefined && (
            <Select
              label={f.monthEnds.whichMonth}
              data={monthsOffered(today, spoken)}
              value={chosen}
              onChange={(next) => next !== null && setChosen(next)}
              allowDeselect={false}
              error={refused['month']}
            />
          )
        }
      </ReasonDialog>
    </>
  );
}
