import {
  Badge,
  Button,
  Checkbox,
  FileButton,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Complaint, ComplaintReceipt } from '../../contracts/complaint.js';
import { creditReasons } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useMay } from '../app/session.js';
import { get, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { useCreditWords } from '../invoices/words.js';
import { CustomerName } from '../parts/customer-name.js';
import { DecideButton } from '../parts/decide-button.js';
import { Facts } from '../parts/facts.js';
import { Moment, Money, Quantity } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useColleagues } from '../worklist/colleagues.js';
import { Due } from './complaints-page.js';
import { Qualify, TakeBack } from './complaint-forms.js';
import { useComplaints } from './words.js';

/** One complaint: what is wrong, what belongs to it, what was said, and what becomes of it. */
export function ComplaintPage() {
  const { number } = useParams({ from: '/complaints/$number' });
  const path = pathOf('/v1/complaints', number);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<Complaint>(path, {}, signal) });
  return (
    <Page title={number}>
      <Loaded query={query}>{(complaint) => <Whole complaint={complaint} />}</Loaded>
    </Page>
  );
}

type Props = { readonly complaint: Read<Complaint> };
const pathTo = (number: string, what: string): string => pathOf('/v1/complaints', number, what);

function Whole({ complaint }: Props) {
  return (
    <Stack gap="md">
      <Summary complaint={complaint} />
      <Actions complaint={complaint} />
      <Lines complaint={complaint} />
      <Notes complaint={complaint} />
      <Files complaint={complaint} />
    </Stack>
  );
}

function Summary({ complaint }: Props) {
  const { c, t } = useComplaints();
  const may = useMay();
  const { order, delivery, invoice, creditNote, disputed, currency, decision, outcome } = complaint;
  const invoiceLink = (number: string) =>
    may('invoices.get') ? (
      <Go to="/invoices/$number" params={{ number }}>
        {number}
      </Go>
    ) : (
      number
    );
  const byItself = { person: null, proof: c.byProof, platform: c.byPlatform };
  const facts = [
    [c.kind, capital(c.kinds[complaint.kind])],
    [t.orders.customer, <CustomerName key="customer" number={complaint.customer} name={complaint.customerName} />],
    [
      t.finance.order,
      <Go key="order" to="/orders/$number" params={{ number: order }}>
        {order}
      </Go>,
    ],
    [
      c.delivery,
      delivery && (
        <Go key="delivery" to="/deliveries/$number" params={{ number: delivery }}>
          {delivery}
        </Go>
      ),
    ],
    [c.invoice, invoice && invoiceLink(invoice)],
    [c.disputed, disputed === null ? c.wholeInvoice : <Money key="disputed" amount={disputed} currency={currency} />],
    [c.dueAt, <Due key="due" dueAt={complaint.dueAt} late={complaint.isOverdue ? c.late : null} />],
    [c.owner, complaint.owner?.name ?? c.nobody],
    [c.openedBy, byItself[complaint.origin] ?? complaint.openedBy],
    [c.openedAt, <Moment key="opened" at={complaint.openedAt} />],
    [c.outcome, outcome && capital(c.outcomes[outcome])],
    [c.creditNote, creditNote && invoiceLink(creditNote)],
    [c.decision, decision && `${decision.reason} (${c.decidedBy(decision.by.name)})`],
    [
      c.replacements,
      complaint.replacements
        .map(({ lineNo, delivered, quantity }) => c.replacement(lineNo, delivered, quantity))
        .join(', '),
    ],
  ] as const;
  return (
    <Stack gap="xs">
      <Group>
        <Badge variant="outline" size="lg">
          {capital(c.statuses[complaint.status])}
        </Badge>
      </Group>
      <Text className="wrap">{complaint.description}</Text>
      <Facts facts={facts} />
    </Stack>
  );
}

/** What this reader may do about it now. */
function Actions({ complaint }: Props) {
  const may = useMay();
  const { c } = useComplaints();
  const { number, status, kind, invoice } = complaint;
  const isOpen = status === 'open';
  const isKnown = kind !== 'reserve';
  const plain =
    (what: string, body: object = {}) =>
    (reason: string) => ({
      path: pathTo(number, what),
      body: { reason, ...body },
    });
  if (!isOpen && status !== 'awaiting-goods') return null;
  return (
    <Group gap="xs" className="no-print">
      {may('complaints.assign') && <Assign complaint={complaint} />}
      {isOpen && may('complaints.qualify') && <Qualify complaint={complaint} />}
      {isOpen && isKnown && invoice !== null && may('complaints.credit') && <Credit complaint={complaint} />}
      {isOpen && isKnown && complaint.lines.length > 0 && may('complaints.replace') && (
        <Replace complaint={complaint} />
      )}
      {complaint.lines.length > 0 && may('complaints.receive') && <TakeBack complaint={complaint} />}
      {isOpen && may('complaints.refuse') && (
        <DecideButton
          text={c.refuse}
          title={`${c.refuse} · ${number}`}
          done={c.refused}
          isDangerous
          ask={plain('refusal')}
        />
      )}
      {isOpen && may('complaints.withdraw') && (
        <DecideButton
          text={c.withdraw}
          title={`${c.withdraw} · ${number}`}
          done={c.withdrawn}
          isDangerous
          ask={plain('withdrawal')}
        />
      )}
    </Group>
  );
}

/** Who answers for it: chosen, and it is theirs. */
function Assign({ complaint: { number, owner } }: Props) {
  const spoken = useComplaints();
  const { c } = spoken;
  const colleagues = useColleagues();
  const action = useAction({ onError: tellProblem(spoken), onDone: () => tellDone(spoken, c.assigned) });
  return (
    <Select
      aria-label={c.owner}
      placeholder={c.assign}
      size="xs"
      searchable
      clearable
      data={colleagues.map(({ person, name }) => ({ value: person, label: name }))}
      value={owner?.person ?? null}
      disabled={action.isPending}
      onChange={(person) => action.mutate({ path: pathTo(number, 'assignment'), body: { owner: person } })}
    />
  );
}

const scopes = ['lines', 'allowance', 'whole'] as const;
type Scope = (typeof scopes)[number];

/** The credit note that it comes to: of what is complained of, of an amount, or of all. */
function Credit({ complaint }: Props) {
  const { c } = useComplaints();
  const words = useCreditWords();
  const { number, lines, invoice } = complaint;
  const [scope, setScope] = useState<Scope>(lines.length > 0 ? 'lines' : 'allowance');
  const [reason, setReason] = useState<string | null>(null);
  const [amount, setAmount] = useState('');
  const [isBack, setBack] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const creditOf = () => {
    if (scope === 'whole') return { scope, reason };
    if (scope === 'allowance') return { scope, amount: typedDecimal(amount), reason };
    return { scope, lines: lines.map(({ lineNo, quantity }) => ({ lineNo, quantity })), reason };
  };
  const said = { lines: c.creditLines, allowance: c.creditAmount, whole: c.creditAll };
  return (
    <DecideButton
      text={c.credit}
      title={`${c.credit} · ${invoice ?? ''}`}
      done={(answer) => c.credited((answer as ComplaintReceipt).creditNote ?? '')}
      isWhole={() => {
        setMissing(reason === null);
        return reason !== null;
      }}
      ask={(why) => ({
        path: pathTo(number, 'credit-note'),
        body: { credit: creditOf(), reason: why, goodsExpected: isBack },
      })}
    >
      <SegmentedControl
        aria-label={c.creditWhat}
        fullWidth
        orientation="vertical"
        data={scopes
          .filter((each) => each !== 'lines' || lines.length > 0)
          .map((each) => ({ value: each, label: said[each] }))}
        value={scope}
        onChange={(value) => setScope(value as Scope)}
      />
      {scope === 'allowance' && (
        <TextInput
          label={c.amount}
          inputMode="decimal"
          maxLength={20}
          value={amount}
          onChange={({ currentTarget }) => setAmount(currentTarget.value)}
        />
      )}
      <Select
        label={c.creditReason}
        required
        searchable
        data={creditReasons.map((each) => ({ value: each, label: capital(words.reason[each]) }))}
        value={reason}
        onChange={setReason}
        error={isMissing ? c.creditReason : null}
      />
      {lines.length > 0 && <Back isBack={isBack} onChange={setBack} />}
    </DecideButton>
  );
}

function Replace({ complaint: { number } }: Props) {
  const { c } = useComplaints();
  const [isBack, setBack] = useState(false);
  return (
    <DecideButton
      text={c.replace}
      title={`${c.replace} · ${number}`}
      done={c.replaced}
      ask={(reason) => ({ path: pathTo(number, 'replacement'), body: { reason, goodsExpected: isBack } })}
    >
      <Back isBack={isBack} onChange={setBack} />
    </DecideButton>
  );
}

function Back({ isBack, onChange }: { readonly isBack: boolean; readonly onChange: (isBack: boolean) => void }) {
  const { c } = useComplaints();
  return (
    <Checkbox
      label={c.goodsExpected}
      checked={isBack}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}

function Lines({ complaint: { lines } }: Props) {
  const { c } = useComplaints();
  if (lines.length === 0) return null;
  return (
    <Panel title={c.lines}>
      <Rows
        none=""
        heads={[c.line, c.product, { figure: c.asked }, { figure: c.restocked }, { figure: c.scrapped }]}
        rows={lines.map(({ lineNo, product, description, unit, quantity, restocked, scrapped }) => ({
          key: String(lineNo),
          cells: [
            lineNo,
            `${description} (${product})`,
            <Quantity key="asked" of={quantity} unit={unit} />,
            <Quantity key="restocked" of={restocked} />,
            <Quantity key="scrapped" of={scrapped} />,
          ],
        }))}
      />
    </Panel>
  );
}

function Notes({ complaint: { number, notes, status } }: Props) {
  const spoken = useComplaints();
  const { c } = spoken;
  const may = useMay();
  const [text, setText] = useState('');
  const action = useAction({
    onError: tellProblem(spoken),
    onDone: () => {
      setText('');
      tellDone(spoken, c.noted);
    },
  });
  const mayNote = may('complaints.note') && (status === 'open' || status === 'awaiting-goods');
  return (
    <Panel title={c.notes}>
      <Stack gap="xs">
        {notes.length === 0 && <Text c="dimmed">{c.noNotes}</Text>}
        {notes.map((note) => (
          <Text key={note.id} size="sm" className="wrap">
            <Moment at={note.at} /> · {note.by.name} · {note.text}
          </Text>
        ))}
        {mayNote && (
          <form
            className="no-print"
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim() !== '') action.mutate({ path: pathTo(number, 'notes'), body: { text: text.trim() } });
            }}
          >
            <Group wrap="nowrap">
              <TextInput
                aria-label={c.note}
                placeholder={c.note}
                maxLength={2_000}
                style={{ flexGrow: 1 }}
                value={text}
                onChange={({ currentTarget }) => setText(currentTarget.value)}
              />
              <Button type="submit" size="xs" variant="default" loading={action.isPending}>
                {c.save}
              </Button>
            </Group>
          </form>
        )}
      </Stack>
    </Panel>
  );
}

/** Photos and documents, to be saved; one more is read and sent as it is chosen. */
function Files({ complaint: { number, files, status } }: Props) {
  const spoken = useComplaints();
  const { c } = spoken;
  const may = useMay();
  const action = useAction({ onError: tellProblem(spoken), onDone: () => tellDone(spoken, c.attached) });
  const add = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    action.mutate({ path: pathTo(number, 'files'), body: { name: file.name, content } });
  };
  const mayAdd = may('complaints.attach') && (status === 'open' || status === 'awaiting-goods');
  return (
    <Panel
      title={c.files}
      right={
        mayAdd && (
          <FileButton
            accept="image/jpeg,image/png,image/webp,application/pdf"
            inputProps={{ 'aria-label': c.attach }}
            onChange={(file) => void add(file)}
          >
            {(props) => (
              <Button {...props} size="xs" variant="default" className="no-print" loading={action.isPending}>
                {c.attach}
              </Button>
            )}
          </FileButton>
        )
      }
    >
      <Stack gap="xs">
        {mayAdd && (
          <Text size="xs" c="dimmed">
            {c.filesHint}
          </Text>
        )}
        {files.length === 0 && <Text c="dimmed">{c.noFiles}</Text>}
        {files.map(({ id, name, by, at }) => (
          <Text key={id} size="sm">
            <a href={pathOf('/v1/complaints', number, 'files', id, 'content')} download={name}>
              {name}
            </a>{' '}
            · {by.name} · <Moment at={at} />
          </Text>
        ))}
      </Stack>
    </Panel>
  );
}
