import { useQuery } from '@tanstack/react-query';
import type { DunningStep } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { Day, Money } from '../parts/figures.js';
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
  const customer = query.data?.items[0]?.customer;
  const why = customer !== undefined && (
    <Go to="/customers/$number" params={{ number: customer }} search={{ room: 'dunning' } as never} size="sm">
      {t.dunning.why}
    </Go>
  );
  return (
    <Panel title={t.finance.steps} right={why}>
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
