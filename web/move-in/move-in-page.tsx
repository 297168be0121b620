import { Anchor, Button, List as Points, Stack } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { MoveIn } from '../../contracts/move-in-desk.js';
import { moveInStatuses } from '../../contracts/vocabulary.js';
import { moveInListColumns, type SpokenOfMoveIn } from '../../words/admin-lists.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { urlOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { DayInput } from '../parts/day-input.js';
import { Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Choose } from './choose.js';
import { useMoveInWords } from './words.js';

/** The books of another system: how to begin, files to be looked at, and what was moved in before. */
export function MoveInPage() {
  const words = useMoveInWords();
  const may = useMay();
  const { language } = useWords();
  return (
    <Page
      title={words.title}
      right={
        <Button component="a" href={urlOf('/v1/move-in-template', { language })} download variant="default">
          {words.template}
        </Button>
      }
    >
      <Stack gap="md">
        <Panel title={words.howTitle}>
          <Points type="ordered" size="sm" spacing="xs">
            {words.how.map((step) => (
              <Points.Item key={step}>{step}</Points.Item>
            ))}
          </Points>
        </Panel>
        {may('move-ins.upload') && <Upload />}
        <History />
      </Stack>
    </Page>
  );
}

function Upload() {
  const words = useMoveInWords();
  const navigate = useNavigate();
  const { today } = useMe();
  const [asOf, setAsOf] = useState(today);
  const action = useAction<MoveIn>({
    touches: [['/v1/move-ins']],
    onDone: ({ id }) => void navigate({ to: '/move-in/$id', params: { id } }),
  });
  return (
    <Panel title={words.choose}>
      <Choose
        label={words.look}
        isBusy={action.isPending}
        onGive={(files) => action.mutate({ path: '/v1/move-ins', body: { asOf, files } })}
      >
        <DayInput label={words.asOf} value={asOf} onChange={(day) => setAsOf(day ?? today)} maw={220} />
        <ProblemNote error={action.error} />
      </Choose>
    </Panel>
  );
}

function History() {
  const m = useMoveInWords();
  const spoken = useWords();
  const definition = useMemo(() => listOf({ ...spoken, m }), [spoken, m]);
  return (
    <Panel title={m.history}>
      <List definition={definition} />
    </Panel>
  );
}

const listOf = (spoken: SpokenOfMoveIn): ListDefinition<MoveIn> => ({
  list: 'move-ins',
  keyOf: ({ id }) => id,
  empty: spoken.m.noHistory,
  sort: '-createdAt',
  filters: [choice('status', spoken.m.status, moveInStatuses, spoken.m.statuses)],
  columns: shown(moveInListColumns['move-ins'], spoken, {
    asOf: ({ id, asOf }) => (
      <Anchor
        renderRoot={(props) => <Link {...props} to="/move-in/$id" params={{ id }} />}
        aria-label={spoken.m.see(spoken.words.say.date(asOf))}
      >
        {spoken.words.say.date(asOf)}
      </Anchor>
    ),
  }),
});
