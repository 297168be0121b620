import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Mail } from '../../contracts/mail.js';
import type { Page } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Kept } from '../parts/kept.js';
import { Panel } from '../parts/panel.js';
import { ResolveButtons } from './resolve.js';

/** As many as one request takes. */
const MOST = 100;

type Props = { readonly status: string; readonly kind: string | undefined };

/** The mails that wait for a person, resolved at once with one reason: letters too, by who decides on those. */
export function ResolveSeveral({ status, kind }: Props) {
  const query = useQuery({
    queryKey: ['/v1/mails', { status, kind, limit: MOST }],
    queryFn: ({ signal }) => get<Page<Mail>>('/v1/mails', { status, kind, limit: MOST }, signal),
  });
  const mayLetters = useMay()('dunning-steps.resolve');
  const mails = (query.data?.items ?? []).filter((mail) => mayLetters || mail.kind !== 'dunning-letter');
  return <ResolveChosen mails={mails} />;
}

/** One word on several mails; all are chosen until one is left out. */
export function ResolveChosen({ mails }: { readonly mails: readonly Pick<Mail, 'id' | 'subject' | 'to'>[] }) {
  const { t } = useWords();
  const [left, setLeft] = useState<readonly string[]>([]);
  const chosen = mails
    .map(({ id }) => id)
    .filter((id) => !left.includes(id))
    .slice(0, MOST);
  const toggle = (id: string): void => setLeft(left.includes(id) ? left.filter((each) => each !== id) : [...left, id]);
  return (
    <Kept isOffered={mails.length > 0} why={t.mails.decidedMeanwhile}>
      <Panel title={t.mails.several}>
        <Stack gap={4} mb="sm">
          {mails.map(({ id, subject, to }) => (
            <Checkbox
              key={id}
              size="sm"
              checked={!left.includes(id)}
              onChange={() => toggle(id)}
              label={`${subject || id} → ${to}`}
            />
          ))}
        </Stack>
        <Group justify="space-between">
          <Text size="sm">{t.mails.chosen(chosen.length)}</Text>
          <Kept isOffered={chosen.length > 0} why={t.mails.decidedMeanwhile}>
            <ResolveButtons path="/v1/mails/resolutions" body={{ mails: chosen }} />
          </Kept>
        </Group>
      </Panel>
    </Kept>
  );
}
