import { Badge, Button, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Page } from '../../contracts/primitives.js';
import type { Session } from '../../contracts/session.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Moment } from '../parts/figures.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { useAccountWords } from './words.js';

const key = ['/v1/sessions'] as const;

/** Where one is signed in; any of it is ended by a click. */
export function SessionsPanel() {
  const a = useAccountWords();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Page<Session>>('/v1/sessions', { limit: 200 }, signal),
  });
  const heads = [a.since, a.lastSeen, a.with, a.from, a.browser, ''];
  return (
    <Panel title={a.sessions}>
      <Loaded query={query}>
        {({ items }) => (
          <Table.ScrollContainer minWidth={640} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {heads.map((head) =>
                    head === '' ? (
                      <Table.Td key={head} />
                    ) : (
                      <Table.Th key={head} scope="col">
                        {head}
                      </Table.Th>
                    ),
                  )}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((session) => (
                  <Row key={session.id} session={session} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Panel>
  );
}

function Row({ session }: { readonly session: Session }) {
  const spoken = useWords();
  const a = useAccountWords();
  const action = useAction({
    touches: [key],
    onDone: () => tellDone(spoken, a.ended),
    onError: tellProblem(spoken),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={session.openedAt} />
      </Table.Td>
      <Table.Td>
        <Moment at={session.lastSeenAt} />
      </Table.Td>
      <Table.Td>{a.method[session.method]}</Table.Td>
      <Table.Td>{session.address}</Table.Td>
      <Table.Td className="wrap">{session.agent}</Table.Td>
      <Table.Td>
        {session.isThis ? (
          <Badge variant="outline">{a.thisOne}</Badge>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={action.isPending}
            onClick={() => action.mutate({ path: pathOf('/v1/sessions', session.id, 'end'), body: {} })}
          >
            {a.end}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
