import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { KpiDefinition, KpiGroup } from '../../contracts/kpi.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { useAddress } from '../lists/address.js';
import { Go, GoButton } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { PeriodPicker, usePeriod } from './period-picker.js';
import { Tile } from './tile.js';
import { Unpaid } from './unpaid.js';
import { useRegistry } from './use-figure.js';
import { useFigureWords } from './words.js';

/** The figures of one theme over a period, each beside what it was. */
export function FiguresPage() {
  const f = useFigureWords();
  const query = useRegistry();
  const { group } = useParams({ strict: false });
  const may = useMay();
  return (
    <Page
      title={f.title}
      right={
        <Group gap="xs" className="no-print">
          {may('month-ends.list') && <GoButton to="/month-ends">{f.monthEnds.title}</GoButton>}
          <PrintButton />
        </Group>
      }
    >
      <PeriodPicker />
      <Loaded query={query}>
        {({ items }) => {
          const groups = [...new Set(items.map((each) => each.group))];
          const shown = groups.find((each) => each === group) ?? groups[0] ?? 'activity';
          return (
            <>
              <Groups groups={groups} shown={shown} />
              <Shown />
              <Tiles items={items.filter((each) => each.group === shown)} />
              {shown === 'money' && may('dunning-agenda.list') && <Unpaid />}
              {shown === 'market' && <WhoIsSilent />}
              {shown === 'market' && may('acquisition-spends.list') && (
                <Go to="/acquisition-spend" className="no-print">
                  {f.spend}
                </Go>
              )}
              {shown === 'activity' && may('capacities.list') && (
                <Go to="/capacities" className="no-print">
                  {f.capacities}
                </Go>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** The customers to call, one by one. */
function WhoIsSilent() {
  const f = useFigureWords();
  const { address } = useAddress();
  const names = { 'at-risk': f.atRisk, lapsed: f.lapsed } as const;
  return (['at-risk', 'lapsed'] as const).map((kind) => (
    <Go
      key={kind}
      to="/figures/$group/$name"
      params={{ group: 'market', name: 'customers' }}
      search={{ ...address, by: 'customer', kind } as never}
      className="no-print"
    >
      {names[kind]}
    </Go>
  ));
}

export function PrintButton() {
  const f = useFigureWords();
  return (
    <Button
      className="no-print"
      variant="default"
      leftSection={<IconPrinter size={16} aria-hidden />}
      onClick={() => window.print()}
    >
      {f.print}
    </Button>
  );
}

/** The days that are shown, said for paper too. */
export function Shown() {
  const f = useFigureWords();
  const { words } = useWords();
  const { from, to } = usePeriod().period;
  return <Text c="dimmed">{f.over(words.say.date(from), words.say.date(to))}</Text>;
}

function Groups({ groups, shown }: { readonly groups: readonly KpiGroup[]; readonly shown: KpiGroup }) {
  const f = useFigureWords();
  const { address } = useAddress();
  return (
    <Group component="nav" aria-label={f.groups} className="no-print">
      {groups.map((group) => (
        <Go
          key={group}
          to="/figures/$group"
          params={{ group }}
          search={address as never}
          {...(group === shown && { 'aria-current': 'page', fw: 700 })}
        >
          {f.group[group]}
        </Go>
      ))}
    </Group>
  );
}

const Tiles = ({ items }: { readonly items: readonly KpiDefinition[] }) => (
  <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }}>
    {items.map((kpi) => (
      <Tile key={kpi.name} kpi={kpi} />
    ))}
  </SimpleGrid>
);
