import { Badge, Button, Group, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { MonthEnd, MonthEndReceipt } from '../../contracts/month-end.js';
import { addMonths } from '../../domain/calendar.js';
import { lastEndedMonth, monthOf } from '../../domain/month-end.js';
import type { FigureWords } from '../../words/figures.js';
import { formatMonth } from '../../words/format.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Day } from '../parts/figures.js';
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
  const definition = useMemo(() => listOf(spoken, f), [spoken, f]);
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

const listOf = ({ language }: Spoken, { monthEnds: m }: FigureWords): ListDefinition<MonthEnd> => ({
  path: PATH,
  keyOf: ({ month, version }) => `${month}:${version}`,
  empty: m.none,
  sort: '-month',
  isWhole: false,
  filters: [],
  columns: [
    {
      id: 'month',
      header: m.month,
      sort: 'month',
      cell: ({ month, version }) => (
        <Go to="/figures/month-ends/$month/$version" params={{ month, version: String(version) }}>
          {formatMonth(month, language)}
        </Go>
      ),
    },
    {
      id: 'version',
      header: m.version,
      cell: ({ version, isLatest }) => (
        <Group gap="xs" wrap="nowrap">
          {version}
          {isLatest && version > 1 && <Badge variant="light">{m.latest}</Badge>}
        </Group>
      ),
    },
    { id: 'madeOn', header: m.madeOn, cell: ({ madeOn }) => <Day date={madeOn} /> },
    { id: 'madeBy', header: m.madeBy, cell: ({ madeBy }) => madeBy ?? m.schedule },
    { id: 'reason', header: m.reason, cell: ({ reason }) => <span className="wrap">{reason ?? ''}</span> },
  ],
});

const MONTHS_OFFERED = 24;

/** Has a month made, with a reason; without `month` it asks which. */
export function MakeButton({ label, month }: { readonly label: string; readonly month?: string }) {
  const f = useFigureWords();
  const { language } = useWords();
  const { today } = useMe();
  const navigate = useNavigate();
  const [opened, dialog] = useDisclosure(false);
  const [chosen, setChosen] = useState(month ?? lastEndedMonth(today));
  useKeptTyping({ name: `month-end:${month ?? ''}`, isOpen: opened, typed: chosen, giveBack: setChosen });
  const months = Array.from({ length: MONTHS_OFFERED }, (_, back) =>
    monthOf(addMonths(`${lastEndedMonth(today)}-01`, -back)),
  );
  const saidOf = (answer: unknown): string => {
    const { month: made, version } = answer as MonthEndReceipt;
    void navigate({
      to: '/figures/month-ends/$month/$version',
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
              data={months.map((each) => ({ value: each, label: formatMonth(each, language) }))}
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
