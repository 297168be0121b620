import { Anchor, Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { IssuedStatement } from '../../contracts/statement.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { useAction } from '../http/use-action.js';
import { DayInput } from '../parts/day-input.js';
import { Panel } from '../parts/panel.js';
import { usePaperWords } from '../parts/paper-words.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';

/** Issues a statement of the account, and shows or sends it. */
export function StatementPanel({ customer }: { readonly customer: string }) {
  const may = useMay();
  return may('customers.issue-statement') ? <Issue customer={customer} /> : null;
}

function Issue({ customer }: { readonly customer: string }) {
  const spoken = useWords();
  const w = usePaperWords();
  const [on, setOn] = useState<string | null>(null);
  const action = useAction<IssuedStatement>({
    touches: [['/v1/mails']],
    onDone: ({ number }) => tellDone(spoken, w.issued(number)),
  });
  const issue = (mail: boolean): void =>
    action.mutate({
      path: pathOf('/v1/customers', customer, 'statements'),
      body: { ...(on !== null && { on }), mail },
    });
  const number = action.data?.body.number;
  return (
    <Panel title={w.statement}>
      <Group align="end">
        <DayInput label={w.on} description={w.onHint} clearable value={on} onChange={setOn} />
        <Button variant="default" loading={action.isPending} onClick={() => issue(false)}>
          {w.issue}
        </Button>
        <Button loading={action.isPending} onClick={() => issue(true)}>
          {w.issueAndSend}
        </Button>
        {number !== undefined && (
          <Anchor href={pathOf('/v1/statements', number, 'document.pdf')} target="_blank" rel="noreferrer" size="sm">
            {w.open(number)}
          </Anchor>
        )}
      </Group>
      <ProblemNote error={action.error} />
    </Panel>
  );
}
