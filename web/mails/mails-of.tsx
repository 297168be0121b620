import { useQuery } from '@tanstack/react-query';
import type { Mail } from '../../contracts/mail.js';
import type { Page } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { Moment } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

const MOST = 100;

type Of = { readonly order: string } | { readonly invoice: string };

/** The mails about an order, or those that sent an invoice and the letters that list it. */
export function MailsOf({ of }: { readonly of: Of }) {
  const { t, words } = useWords();
  const query = useQuery({
    queryKey: ['/v1/mails', of],
    queryFn: ({ signal }) => get<Page<Mail>>('/v1/mails', { ...of, limit: MOST }, signal),
  });
  return (
    <Panel title={t.orders.mails}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.orders.noneYet}
            heads={[t.orders.subject, t.orders.recipient, t.orders.status, t.orders.when]}
            rows={items.map(({ id, subject, to, status, sentAt }) => ({
              key: id,
              cells: [
                <Go key="mail" to="/mails/$id" params={{ id }}>
                  {subject}
                </Go>,
                to,
                words.mailStatus[status],
                <Moment key="sent" at={sentAt} />,
              ],
            }))}
          />
        )}
      </Loaded>
    </Panel>
  );
}
