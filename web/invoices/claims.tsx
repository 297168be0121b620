import { useQuery } from '@tanstack/react-query';
import type { ShownAccount } from '../../contracts/account.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { WaiveButton } from './give-up.js';

/** Interest and fees that were claimed for an invoice and are open. */
export function Claims({ customer, invoice }: { readonly customer: string; readonly invoice: string }) {
  const { t } = useWords();
  const path = pathOf('/v1/customers', customer, 'account');
  const query = useQuery({
    queryKey: [path, { limit: 1 }],
    queryFn: ({ signal }) => get<ShownAccount>(path, { limit: 1 }, signal),
  });
  return (
    <Panel title={t.finance.claims}>
      <Loaded query={query}>
        {({ openClaims }) => <OpenClaims claims={openClaims.filter((claim) => claim.invoice === invoice)} />}
      </Loaded>
    </Panel>
  );
}

type OpenClaimsProps = {
  readonly claims: ShownAccount['openClaims'];
  /** Whether each says what invoice it was raised for. */
  readonly withInvoice?: boolean;
};

export function OpenClaims({ claims, withInvoice = false }: OpenClaimsProps) {
  const { t } = useWords();
  const may = useMay();
  return (
    <Rows
      none={t.finance.noClaims}
      heads={[t.finance.claim, t.finance.raised, { figure: t.finance.open }, '']}
      rows={claims.map(({ id, kind, invoice, raisedOn, open, currency }) => ({
        key: id,
        cells: [
          <span key="kind">
            {capital(t.finance.claimKind[kind])}{' '}
            {withInvoice && (
              <Go to="/invoices/$number" params={{ number: invoice }}>
                {invoice}
              </Go>
            )}
          </span>,
          <Day key="raised" date={raisedOn} />,
          <Money key="open" amount={open} currency={currency} />,
          may('claims.waive') && <WaiveButton key="waive" claim={id} name={t.finance.claimKind[kind]} />,
        ],
      }))}
    />
  );
}
