import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { WorkItemFacts } from '../../contracts/work-item.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { useCreditWords } from '../invoices/words.js';
import { ReasonDialog } from '../parts/reason-dialog.js';

type Props = { readonly facts: WorkItemFacts<'credit-approval'> };

/** A credit that waits for a second person: another than asked grants or refuses it. */
export function ApproveCredit({ facts }: Props) {
  const may = useMay();
  const { principal } = useMe();
  if (!may('credit-requests.decide') || principal === facts.by) return null;
  return (
    <Group gap="xs">
      <Decide facts={facts} decision="grant" />
      <Decide facts={facts} decision="refuse" />
    </Group>
  );
}

function Decide({ facts, decision }: Props & { readonly decision: 'grant' | 'refuse' }) {
  const { words } = useWords();
  const c = useCreditWords();
  const [opened, dialog] = useDisclosure(false);
  const amount = words.say.amount(facts.amount, facts.currency);
  const path = pathOf('/v1/credit-requests', facts.request, 'decision');
  return (
    <>
      <Button size="xs" variant={decision === 'grant' ? 'filled' : 'light'} onClick={dialog.open}>
        {c.decide[decision]}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={c.decideTitle[decision](amount)}
        confirm={c.decide[decision]}
        ask={(reason) => ({ path, body: { decision, reason } })}
        done={c.decided[decision](amount)}
      />
    </>
  );
}
