import { Badge, Group, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WorklistCounts } from '../../contracts/work-item.js';
import { get } from '../http/client.js';
import { useWords } from './language.js';
import { useMe } from './session.js';

/** How much waits on the reader's worklist, and how much of it is past its day. */
export function WorkCount() {
  const { t } = useWords();
  const { mustChangePassword } = useMe();
  const { data } = useQuery({
    queryKey: ['/v1/worklist', 'counts'],
    queryFn: ({ signal }) => get<WorklistCounts>('/v1/worklist/counts', {}, signal),
    enabled: !mustChangePassword,
  });
  const items = data?.items ?? [];
  const open = items.reduce((all, item) => all + item.open, 0);
  const overdue = items.reduce((all, item) => all + item.overdue, 0);
  const isMore = items.some((item) => item.isMore);
  const isMoreOverdue = items.some((item) => item.isMore && item.overdue === item.open);
  if (open === 0) return null;
  return (
    <Group gap={4} wrap="nowrap">
      {overdue > 0 && (
        <Badge
          size="sm"
          circle={overdue < 10}
          color="red.9"
          aria-hidden
          title={t.shell.workOverdue(overdue, isMoreOverdue)}
        >
          {overdue}
          {isMoreOverdue && '+'}
        </Badge>
      )}
      <Badge size="sm" variant="default" aria-hidden title={t.shell.workOpen(open, isMore)}>
        {open}
        {isMore && '+'}
      </Badge>
      <VisuallyHidden>
        {t.shell.workOpen(open, isMore)}
        {overdue > 0 && `, ${t.shell.workOverdue(overdue, isMoreOverdue)}`}
      </VisuallyHidden>
    </Group>
  );
}
