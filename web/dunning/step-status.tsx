import { Badge } from '@mantine/core';
import type { DunningStepStatus } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';

const colours: Readonly<Record<DunningStepStatus, string>> = {
  DUE: 'blue',
  SENT: 'green',
  SKIPPED: 'gray',
  UNKNOWN: 'orange',
  FAILED: 'red',
  DONE: 'green',
};

/** What became of a step. */
export function StepStatus({ status }: { readonly status: DunningStepStatus }) {
  const { t } = useWords();
  return (
    <Badge variant="outline" color={colours[status]}>
      {t.finance.stepStatus[status]}
    </Badge>
  );
}
