import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ShownOrder } from '../../contracts/order.js';
import type { OrderMessage } from '../../contracts/order-message.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { useMessageWords } from './words.js';

/** The message that an order came as, what it says beside the order, and what was answered; nothing where it came otherwise. */
export function Messages({ order }: { readonly order: ShownOrder }) {
  const m = useMessageWords();
  const path = pathOf('/v1/orders', order.number, 'messages');
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Page<OrderMessage>>(path, {}, signal),
  });
  const messages = query.data?.items ?? [];
  if (messages.length === 0 && query.error === null) return null;
  return (
    <Panel title={m.message}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {messages.map((message) => (
        <Message key={message.sha256} order={order} message={message} />
      ))}
    </Panel>
  );
}

function Message({ order, message }: { readonly order: ShownOrder; readonly message: OrderMessage }) {
  const m = useMessageWords();
  const may = useMay();
  const fileOf = (name: string): string => pathOf('/v1/orders', order.number, name);
  const isAnswered = order.acknowledgedAt !== null || order.stage === 'refused' || order.stage === 'rejected';
  return (
    <Stack gap="xs">
      <Text size="sm">{m.messageOf(message.reference)}</Text>
      <Group gap="md">
        {may('orders.message-file') && (
          <Anchor href={fileOf('message.xml')} download size="sm">
            {m.messageFile}
          </Anchor>
        )}
        {isAnswered && may('orders.response') && (
          <Anchor href={fileOf('order-response.xml')} download size="sm">
            {m.response}
          </Anchor>
        )}
      </Group>
      <BesideIt message={message} />
    </Stack>
  );
}

function BesideIt({ message: { beside } }: { readonly message: OrderMessage }) {
  const m = useMessageWords();
  const [isShown, show] = useState(false);
  if (beside.length === 0) return <Text size="sm">{m.nothingBeside}</Text>;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        w="fit-content"
        aria-expanded={isShown}
        onClick={() => show(!isShown)}
        className="no-print"
      >
        {m.beside(beside.length)}
      </Button>
      {isShown && (
        <Rows
          none={m.nothingBeside}
          heads={[m.element, m.says]}
          rows={beside.map(({ path, value }) => ({
            key: path,
            cells: [
              <Text key="path" size="xs" className="wrap">
                {path.replace(/^\/Order\//, '')}
              </Text>,
              <Text key="value" size="sm" className="wrap">
                {value}
              </Text>,
            ],
          }))}
        />
      )}
    </>
  );
}
