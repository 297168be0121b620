import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Mail } from '../../contracts/mail.js';
import type { Page } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Moment } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { MailAsSent } from './as-sent.js';

const MOST = 100;

type Of = { readonly order: string } | { readonly invoice: string };

/** The mails about an order, or those that sent an invoice and the letters that list it; each in place, as it was sent. */
export function MailsOf({ of }: { readonly of: Of }) {
  const { t, words } = useWords();
  const may = useMay();
  const [shown, show] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['/v1/mails', of],
    queryFn: ({ signal }) => get<Page<Mail>>('/v1/mails', { ...of, limit: MOST }, signal),
  });
  return (
    <Panel title={t.orders.mails}>
      <Loaded query={query}>
        {({ items }) => (
          <Stack gap="md">
            <Rows
              none={t.orders.noneYet}
              heads={[t.orders.subject, t.orders.recipient, t.orders.status, t.orders.when, '']}
              rows={items.map(({ id, subject, to, status, sentAt }) => ({
                key: id,
                cells: [
                  <Go key="mail" to="/mails/$id" params={{ id }}>
                    {subject || id}
                  </Go>,
                  to,
                  words.mailStatus[status],
                  <Moment key="sent" at={sentAt} />,
                  may('mails.get') && (
                    <ShowButton
                      key="show"
                      subject={subject || id}
                      isShown={shown === id}
                      onPress={() => show(shown === id ? null : id)}
                    />
                  ),
                ],
              }))}
            />
            {shown !== null && <MailAsSent key={shown} id={shown} />}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

type ShowProps = { readonly subject: string; readonly isShown: boolean; readonly onPress: () => void };

function ShowButton({ subject, isShown, onPress }: ShowProps) {
  const { t } = useWords();
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-expanded={isShown}
      aria-label={isShown ? t.mails.hide(subject) : t.mails.show(subject)}
      onClick={onPress}
    >
      {isShown ? t.finance.hideDocument : t.finance.showDocument}
    </Button>
  );
}
