import { useQuery } from '@tanstack/react-query';
import type { DunningStep } from '../../contracts/dunning.js';
import type { Mail } from '../../contracts/mail.js';
import type { Page } from '../../contracts/primitives.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { Day, Moment, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

const MOST = 100;

/** What was asked of the customer about an invoice, the latest first. */
export function Steps({ invoice }: { readonly invoice: string }) {
  const { t, words } = useWords();
  const query = useQuery({
    queryKey: ['/v1/dunning-steps', { invoice }],
    queryFn: ({ signal }) =>
      get<Page<DunningStep>>('/v1/dunning-steps', { invoice, limit: MOST, sort: '-decidedOn' }, signal),
  });
  return (
    <Panel title={t.finance.steps}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.finance.noSteps}
            heads={[t.finance.level, t.finance.decided, { figure: t.finance.claimed }, t.finance.state]}
            rows={items.map(({ id, level, decidedOn, claimed, currency, status }) => ({
              key: id,
              cells: [
                <Go key="level" to="/dunning/$id" params={{ id }}>
                  {capital(words.level[level])}
                </Go>,
                <Day key="decided" date={decidedOn} />,
                <Money key="claimed" amount={claimed} currency={currency} />,
                t.finance.stepStatus[status],
              ],
            }))}
          />
        )}
      </Loaded>
    </Panel>
  );
}

/** The mails that sent an invoice, and the letters that list it. */
export function InvoiceMails({ invoice }: { readonly invoice: string }) {
  const { t, words } = useWords();
  const query = useQuery({
    queryKey: ['/v1/mails', { invoice }],
    queryFn: ({ signal }) => get<Page<Mail>>('/v1/mails', { invoice, limit: MOST }, signal),
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
