import { Button, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { CustomerExposure } from '../../contracts/customer.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { whatFrees } from '../../domain/credit-room.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Money } from '../parts/figures.js';
import { Loaded } from '../parts/page.js';

type Props = { readonly item: Extract<WorkItem, { readonly kind: 'credit-hold' }> };

/** Why an order is held in figures, what would free it, and what the customer owes and will owe, source by source. */
export function CreditRoom({ item }: Props) {
  const { t, words } = useWords();
  const may = useMay();
  const [opened, shown] = useDisclosure(false);
  const { facts, customer, currency } = item;
  const frees = whatFrees(facts);
  const amount = words.say.amount(frees.amount, currency);
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" mt={4}>
        {t.work.frees[frees.by](amount)}
      </Text>
      {may('customers.exposure') && customer !== null && (
        <>
          <Button size="xs" variant="default" onClick={shown.toggle} aria-expanded={opened}>
            {t.work.exposure}
          </Button>
          {opened && <Exposure customer={customer} />}
        </>
      )}
    </Stack>
  );
}

function Exposure({ customer }: { readonly customer: string }) {
  const { t } = useWords();
  const path = pathOf('/v1/customers', customer, 'exposure');
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<CustomerExposure>(path, {}, signal) });
  return (
    <Loaded query={query}>
      {({ sources, exposure, creditLimit, creditAvailable, currency }) => (
        <Table mt="xs" w="auto">
          <Table.Tbody>
            {sources.map(({ kind, reference, amount }) => (
              <Table.Tr key={`${kind} ${reference}`}>
                <Table.Td>
                  {t.work.source[kind]} {kind === 'payment' ? '' : reference}
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={amount} currency={currency} />
                </Table.Td>
              </Table.Tr>
            ))}
            {(
              [
                [t.work.exposure, exposure],
                [t.work.limit, creditLimit],
                [t.work.available, creditAvailable],
              ] as const
            ).map(([name, amount]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td ta="right">
                  <Text fw={600} span size="sm">
                    <Money amount={amount} currency={currency} />
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
}
