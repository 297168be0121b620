import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Readiness } from '../../contracts/readiness.js';
import { get } from '../http/client.js';
import { useWords } from './language.js';
import { useMay, useMe } from './session.js';

const LOOK_MS = 30_000;

/** That what is entered is kept but not worked on, to everybody; that mails wait, to who sees mails. How to end it, to ops. */
export function WorkersNotice() {
  const { t } = useWords();
  const { role } = useMe();
  const seesMails = useMay()('mails.list');
  const { data } = useQuery({
    queryKey: ['/readyz'],
    queryFn: ({ signal }) => get<Readiness>('/readyz', {}, signal),
    refetchInterval: LOOK_MS,
    retry: false,
  });
  const away = (data?.workers ?? []).filter((queue) => queue.away).map(({ taskQueue }) => taskQueue);
  const told = [
    away.includes('encours-orders') && t.shell.noOrderWorker,
    away.includes('encours-mail') && seesMails && t.shell.noMailWorker,
  ].filter((text) => text !== false);
  if (told.length === 0) return null;
  const isTheirs = role === 'ops' || role === 'admin';
  return (
    <Alert color="orange" variant="outline" icon={<IconAlertTriangle aria-hidden />} mb="md" role="status">
      {[...told, isTheirs ? t.shell.startWorker(away.join(', ')) : t.shell.tellOps].join(' ')}
    </Alert>
  );
}
