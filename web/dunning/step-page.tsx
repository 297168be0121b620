import { Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { DunningStep } from '../../contracts/dunning.js';
import { isZero } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { MailAsSent } from '../mails/as-sent.js';
import { ResolveButtons } from '../mails/resolve.js';
import { CustomerName } from '../parts/customer-name.js';
import { DocumentFrame } from '../parts/document-frame.js';
import { Facts } from '../parts/facts.js';
import { Kept } from '../parts/kept.js';
import { Day, Moment, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { letterIn, letterPath } from './letter.js';
import { StepStatus } from './step-status.js';

/** One step of the dunning: what it asked, how that is made up, the letter as it was sent, and what comes next. */
export function StepPage() {
  const { words } = useWords();
  const { id } = useParams({ from: '/dunning/$id' });
  const path = pathOf('/v1/dunning-steps', id);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<DunningStep>(path, {}, signal) });
  const title = query.data === undefined ? id : `${capital(words.level[query.data.level])} · ${query.data.invoice}`;
  return (
    <Page title={title}>
      <Loaded query={query}>{(step) => <Whole step={step} />}</Loaded>
    </Page>
  );
}

function Whole({ step }: { readonly step: DunningStep }) {
  const { t } = useWords();
  const may = useMay();
  const { status, mailId } = step;
  const letter = mailId === null ? null : letterIn(mailId);
  const waits = status === 'UNKNOWN' || status === 'FAILED';
  return (
    <Stack gap="md">
      <Group gap="md">
        <StepStatus status={status} />
        <CustomerName number={step.customer} name={step.customerName} />
        <Go to="/customers/$number" params={{ number: step.customer }} search={{ room: 'dunning' } as never} size="sm">
          {t.dunning.why}
        </Go>
      </Group>
      {may('dunning-steps.resolve') && (
        <Kept isOffered={waits} why={t.mails.decidedMeanwhile}>
          <ResolveButtons path={pathOf('/v1/dunning-steps', step.id, 'resolution')} />
        </Kept>
      )}
      <StepFacts step={step} />
      {step.interestParts.length > 0 && <Interest step={step} />}
      {mailId !== null && may('mails.get') && <MailAsSent id={mailId} />}
      {letter !== null && !may('mails.get') && may('dunning-letters.document') && (
        <DocumentFrame title={`${t.finance.letter} ${letter}`} path={letterPath(letter)} />
      )}
    </Stack>
  );
}

function StepFacts({ step }: { readonly step: DunningStep }) {
  const { t, words } = useWords();
  const { currency, nextLevel, mailId } = step;
  const facts = [
    [
      t.finance.invoice,
      <Go key="invoice" to="/invoices/$number" params={{ number: step.invoice }}>
        {step.invoice}
      </Go>,
    ],
    [
      t.finance.order,
      <Go key="order" to="/orders/$number" params={{ number: step.order }}>
        {step.order}
      </Go>,
    ],
    [t.finance.decided, <Day key="decided" date={step.decidedOn} />],
    [t.finance.open, <Money key="open" amount={step.openAmount} currency={currency} />],
    [t.dunning.interest, !isZero(step.interest) && <Money key="i" amount={step.interest} currency={currency} />],
    [
      t.dunning.fee,
      !isZero(step.recoveryFee) && <Money key="fee" amount={step.recoveryFee} currency={step.recoveryFeeCurrency} />,
    ],
    [t.finance.claimed, <Money key="claimed" amount={step.claimed} currency={currency} />],
    [t.dunning.recipient, step.recipient],
    [t.finance.sentAt, step.sentAt && <Moment key="sent" at={step.sentAt} />],
    [
      t.dunning.mail,
      mailId && (
        <Go key="mail" to="/mails/$id" params={{ id: mailId }}>
          {t.dunning.openMail}
        </Go>
      ),
    ],
    [
      t.dunning.next,
      nextLevel && (
        <span key="next">
          {capital(words.level[nextLevel])}, <Day date={step.nextOn} />
        </span>
      ),
    ],
  ] as const;
  return <Facts facts={facts.filter(([, value]) => value !== false)} />;
}

/** How the interest is made up. */
function Interest({ step: { interestParts, currency } }: { readonly step: DunningStep }) {
  const { t, words } = useWords();
  return (
    <Panel title={t.dunning.interest}>
      <Rows
        none=""
        heads={[
          { figure: t.finance.amount },
          t.dunning.from,
          t.dunning.to,
          { figure: t.dunning.days },
          { figure: t.finance.rate },
          t.dunning.paidOn,
        ]}
        rows={interestParts.map(({ amount, from, to, days, percent, paidOn }) => ({
          key: `${from} ${amount} ${paidOn ?? ''}`,
          cells: [
            <Money key="amount" amount={amount} currency={currency} />,
            <Day key="from" date={from} />,
            <Day key="to" date={to} />,
            days,
            words.say.percent(percent),
            paidOn === null ? t.dunning.stillOpen : <Day key="paid" date={paidOn} />,
          ],
        }))}
      />
    </Panel>
  );
}
