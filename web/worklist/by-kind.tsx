import { Anchor } from '@mantine/core';
import { lazy, type ReactNode } from 'react';
import type { ShownOrder } from '../../contracts/order.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { ResolveButtons } from '../mails/resolve.js';
import { CreditButtons } from '../orders/decisions.js';
import { DecideButton } from '../parts/decide-button.js';
import { Kept } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { ApproveCredit } from './approve-credit.js';
import { CreditRoom } from './credit-room.js';
import { ArriveHere, DeliverHere, ProveHere } from './goods-here.js';
import { Here } from './here.js';
import { AllocateHere, GiveHere, WriteOffHere } from './money-here.js';
import { PromiseHere } from './promise-here.js';

const Discrepancies = lazy(() =>
  import('../orders/discrepancies.js').then(({ Discrepancies: component }) => ({ default: component })),
);

/** What is done about a line of its kind, by those who may. */
export default function ByKind({ item }: { readonly item: WorkItem }): ReactNode {
  const { t } = useWords();
  switch (item.kind) {
    case 'credit-hold':
      return <CreditHold item={item} />;
    case 'discrepancy':
      return item.order !== null && <DifferencesOf order={item.order} />;
    case 'acknowledgement':
      return (
        item.order !== null && (
          <Kept isOffered={item.facts.stage === 'discrepancy-hold'} why={t.orders.decidedMeanwhile}>
            <DifferencesOf order={item.order} />
          </Kept>
        )
      );
    case 'dunning-report':
    case 'collections':
      return <Told item={item} />;
    case 'allocation':
    case 'unallocated':
      return <AllocateHere payment={item.facts.payment} />;
    case 'credit-approval':
      return <ApproveCredit facts={item.facts} />;
    case 'credit-to-give':
      return <GiveHere creditNote={item.facts.creditNote} />;
    case 'write-off':
      return <WriteOffHere item={item} />;
    case 'mail-unknown':
    case 'mail-failed':
      return <Resolve item={item} />;
    case 'month-end-unaddressed':
    case 'platform-message':
      return <Complete item={item} />;
    case 'invoice-status':
      return (
        <>
          <ToInvoice invoice={item.invoice} />
          <Complete item={item} />
        </>
      );
    case 'invoice-by-hand':
      return <HandOver item={item} />;
    case 'mail-channel':
    case 'platform-channel':
      return <Waiting />;
    case 'complaint':
      return null;
    case 'delivery-due':
      return item.order !== null && <DeliverHere order={item.order} />;
    case 'promise-late':
      return item.order !== null && <PromiseHere item={item} order={item.order} />;
    case 'not-invoiced':
      return null;
    case 'proof-missing':
      return <NoProof delivery={item.facts.delivery} isThere={item.facts.deliveredOn !== null} />;
  }
}

type Of<K extends WorkItem['kind']> = { readonly item: Extract<WorkItem, { readonly kind: K }> };

function CreditHold({ item }: Of<'credit-hold'>) {
  const may = useMay();
  return (
    <>
      {may('orders.decide-credit') && item.order !== null && <CreditButtons order={item.order} />}
      <CreditRoom item={item} />
    </>
  );
}

/** A letter has left, or a receivable is with a person from now on: read, done, and a word on it. */
function Told({ item }: Of<'dunning-report' | 'collections'>) {
  const { t } = useWords();
  const may = useMay();
  return (
    <>
      {item.dunningStep !== null && may('dunning-steps.get') && (
        <Go to="/dunning/$id" params={{ id: item.dunningStep }} size="sm" mt={4}>
          {t.work.seeStep}
        </Go>
      )}
      <Complete item={item} />
    </>
  );
}

/** What tells something is ended by a person, with a word on it. */
const isNamed = (kind: string): kind is 'dunning-report' | 'collections' =>
  kind === 'dunning-report' || kind === 'collections';

function Complete({
  item,
}: Of<'dunning-report' | 'collections' | 'month-end-unaddressed' | 'platform-message' | 'invoice-status'>) {
  const { t } = useWords();
  const text = t.work.complete[isNamed(item.kind) ? item.kind : 'month-end-unaddressed'];
  return (
    useMay()('worklist.complete') && (
      <DecideButton
        text={text}
        title={`${text} · ${item.title}`}
        done={t.work.completed}
        ask={(reason) => ({ path: pathOf('/v1/worklist', item.id, 'completion'), body: { reason } })}
      />
    )
  );
}

function Resolve({ item: { facts, dunningStep } }: Of<'mail-unknown' | 'mail-failed'>) {
  const { t } = useWords();
  const may = useMay();
  const path = dunningStep === null ? pathOf('/v1/mails', facts.mail) : pathOf('/v1/dunning-steps', dunningStep);
  const isTheirs = may(dunningStep === null ? 'mails.resolve' : 'dunning-steps.resolve');
  return (
    <>
      {may('mails.get') && (
        <Go to="/mails/$id" params={{ id: facts.mail }} size="sm" mt={4}>
          {t.dunning.openMail}
        </Go>
      )}
      {isTheirs && <ResolveButtons path={pathOf(path, 'resolution')} />}
    </>
  );
}

/** What is done about an invoice that was turned down is done on its page: credit it, charge anew. */
function ToInvoice({ invoice }: { readonly invoice: string | null }) {
  return (
    useMay()('invoices.get') &&
    invoice !== null && (
      <Go to="/invoices/$number" params={{ number: invoice }} size="sm" mt={4}>
        {invoice}
      </Go>
    )
  );
}

/** Its paper to print or to upload, and the word that it is done. */
function HandOver({ item: { facts, invoice } }: Of<'invoice-by-hand'>) {
  const { t } = useWords();
  const may = useMay();
  return (
    <>
      {may('mails.document') && (
        <Anchor href={pathOf('/v1/mails', facts.mail, 'documents', 1, 'document.pdf')} target="_blank" size="sm" mt={4}>
          {t.finance.document}
        </Anchor>
      )}
      <ToInvoice invoice={invoice} />
      {may('mails.resolve') && <ResolveButtons path={pathOf('/v1/mails', facts.mail, 'resolution')} />}
    </>
  );
}

function Waiting() {
  const { t } = useWords();
  return (
    useMay()('mails.list') && (
      <Go to="/mails" search={{ status: 'QUEUED' } as never} size="sm" mt={4}>
        {t.work.waitingMails}
      </Go>
    )
  );
}

function NoProof({ delivery, isThere }: { readonly delivery: string; readonly isThere: boolean }) {
  return (
    <>
      <Go to="/deliveries/$number" params={{ number: delivery }} size="sm" mt={4}>
        {delivery}
      </Go>
      <ArriveHere delivery={delivery} isThere={isThere} />
      <ProveHere delivery={delivery} />
    </>
  );
}

/** The order's differences, to be decided on here. */
function DifferencesOf({ order }: { readonly order: string }) {
  const { t } = useWords();
  return (
    <div>
      <Here<ShownOrder> isBelow text={t.work.decideHere} of={['/v1/orders', order]}>
        {(found) => <Discrepancies order={found} />}
      </Here>
    </div>
  );
}
