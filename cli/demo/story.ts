import { Client, Connection } from '@temporalio/client';
import { documentIds, outgoingIds } from '../../contracts/ids.js';
import type { Complaint, ComplaintReceipt, ComplaintSummary } from '../../contracts/complaint.js';
import type { DunningStep } from '../../contracts/dunning.js';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { Mail } from '../../contracts/mail.js';
import type { Order } from '../../contracts/order.js';
import type { Delivery } from '../../contracts/delivery.js';
import type { WorkItem } from '../../contracts/work-item.js';
import type { Payment } from '../../contracts/payment.js';
import { addDays, daysBetween, instantOf, localDateOf } from '../../domain/calendar.js';
import { accountWorkflowId } from '../../workflows/ids.js';
import type { Stack } from '../stack/stack.js';
import { skipTimeTo } from '../virtual-time.js';
import { openDesk, type Desk } from './desk.js';
import { figures, interestOn, textAsCents, centsAsText } from './figures.js';
import type { Teller } from './teller.js';

type Page<T> = { readonly items: readonly T[] };
type Scene = { readonly stack: Stack; readonly desk: Desk; readonly tell: Teller; readonly today: string };

const ZONE = 'Europe/Paris';
const CUSTOMER = 'DEMO-LYON';

const address = (name: string) => ({
  name,
  street: '8 quai Saint-Vincent',
  postalCode: '69001',
  city: 'Lyon',
  region: '',
  countryCode: 'FR',
});

/**
 * One order from entry to its last cent, through a backorder and months of dunning; then two more of the same customer,
 * late together; and one of which the driver came back with a reservation.
 */
export async function tellStory(stack: Stack, tell: Teller): Promise<void> {
  const scene: Scene = { stack, desk: openDesk(stack), tell, today: localDateOf(Date.now(), ZONE) };
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const client = new Client({ connection, namespace: stack.namespace });
    await setScene(scene);
    const order = await enterOrder(scene);
    await deliverPart(scene, order);
    const first = await invoiceNumber(scene, order, 1, figures.firstInvoice);
    await pay(scene, first, figures.firstInvoice.gross, 'DEMO-BANK-1');
    await deliverRest(scene, order);
    const second = await invoiceNumber(scene, order, 2, figures.secondInvoice);
    await dun(scene, client, second);
    await pay(scene, second, figures.secondInvoice.gross, 'DEMO-BANK-2');
    await settle(scene, order);
    await payTogether(scene, client);
    await complain(scene);
  } finally {
    await connection.close();
  }
}

const contact = (role: 'orders' | 'invoices', name: string, mailbox: string) => ({
  code: mailbox.toUpperCase(),
  role,
  name,
  email: `${mailbox}@quincaillerie-des-quais.example`,
  phone: '',
});

async function setScene({ desk, tell, today }: Scene): Promise<void> {
  tell.chapter('A customer, three products, and too little stock of one of them');
  await desk.post('admin', '/v1/customers', {
    number: CUSTOMER,
    name: 'Quincaillerie des Quais',
    siren: '000914325',
    vatNumber: null,
    language: 'fr',
    currency: 'EUR',
    address: address('Quincaillerie des Quais'),
    addresses: [
      {
        code: 'DEPOT',
        kind: 'ship-to',
        label: 'Dépôt',
        address: address('Quincaillerie des Quais, dépôt'),
        isDefault: true,
      },
    ],
    contacts: [contact('orders', 'Service achats', 'achats'), contact('invoices', 'Comptabilité', 'comptabilite')],
    phone: '',
    paymentTerms: { kind: 'net', days: 30 },
    creditLimit: '2000.00',
    salesperson: null,
  });
  const products = [
    {
      number: 'DEMO-VALVE',
      name: 'Vanne à boisseau sphérique',
      unit: 'piece',
      listPrice: '24.00',
      taxClass: 'standard',
    },
    { number: 'DEMO-TEA', name: 'Thé des ateliers', unit: 'box of 50', listPrice: '12.50', taxClass: 'reduced' },
    { number: 'DEMO-PUMP', name: 'Pompe de relevage', unit: 'piece', listPrice: '199.99', taxClass: 'standard' },
  ];
  for (const product of products)
    await desk.post('admin', '/v1/products', { ...product, category: 'Demo', currency: 'EUR', active: true });
  await receive(desk, 'DEMO-RECEIPT-1', today, [
    ['DEMO-VALVE', '6'],
    ['DEMO-TEA', '5'],
    ['DEMO-PUMP', '2'],
  ]);
  tell.say(`${today}: stock of DEMO-VALVE 6, DEMO-TEA 5, DEMO-PUMP 2; credit limit 2000.00 EUR, 30 days net.`);
}

const receive = (desk: Desk, reference: string, receivedOn: string, lines: readonly (readonly [string, string])[]) =>
  desk.post('logistics', '/v1/stock/receipts', {
    reference,
    receivedOn,
    lines: lines.map(([product, quantity]) => ({ product, quantity })),
  });

async function enterOrder({ desk, tell, today, stack }: Scene): Promise<string> {
  tell.chapter('The quote, and the order that answers it');
  const terms = { paymentTerms: { kind: 'net', days: 30 }, freight: '18.00' };
  const lines = [
    { lineNo: 1, product: 'DEMO-VALVE', quantity: '10', unitPrice: '24.00', discountPercent: '5.00' },
    { lineNo: 2, product: 'DEMO-TEA', quantity: '5', unitPrice: '12.50', discountPercent: '0.00' },
    { lineNo: 3, product: 'DEMO-PUMP', quantity: '2', unitPrice: '199.99', discountPercent: '0.00' },
  ];
  const quote = await desk.post<{ number: string }>('sales', '/v1/quotes', {
    customer: CUSTOMER,
    validUntil: addDays(today, 30),
    ...terms,
    lines: lines.map((line) => ({ ...line, deliveryDate: null })),
  });
  const { number } = await desk.post<{ number: string }>('sales', '/v1/orders', {
    customer: CUSTOMER,
    origin: 'quote',
    quote: quote.number,
    customerReference: 'BC-4711',
    currency: 'EUR',
    ...terms,
    lines: lines.map((line) => ({ ...line, quoteLineNo: line.lineNo, requestedDate: addDays(today, 2) })),
  });
  const order = await desk.until(
    'the acknowledgement',
    () => desk.get<Order>('sales', `/v1/orders/${number}`),
    (found) => found.acknowledgedAt !== null,
  );
  tell.say(
    `${number} answers quote ${quote.number}: credit ${order.creditDecisions[0]?.kind ?? '?'}, acknowledged by mail after ${order.acknowledgementMinutes} min.`,
  );
  tell.check('net', order.net, figures.order.net);
  tell.check('VAT', order.vat, figures.order.vat);
  tell.check('gross', order.gross, figures.order.gross);
  tell.check('backorder of line 1', order.lines[0]?.backorder, '4');
  tell.say(`Backorder of 4 promised for ${order.lines[0]?.lastConfirmedDate ?? '?'}.`);
  tell.say(
    `Watch it: ${stack.temporalUiUrl}/namespaces/${stack.namespace}/workflows/${encodeURIComponent(order.workflowId)}`,
  );
  return number;
}

async function deliverPart({ desk, tell }: Scene, order: string): Promise<void> {
  tell.chapter('What is there is delivered');
  const { number } = await desk.post<{ number: string }>('logistics', `/v1/orders/${order}/deliveries`, {
    carrier: 'Transports du Rhône',
  });
  const delivery = await desk.get<Delivery>('logistics', `/v1/deliveries/${number}`);
  tell.check(`${number}, line 1 delivered`, delivery.lines[0]?.quantity, '6');
  tell.check(`${number}, line 1 still to come`, delivery.lines[0]?.backorder, '4');
}

async function invoiceNumber(
  { desk, tell }: Scene,
  order: string,
  count: number,
  expected: { net: string; vat: string; gross: string },
): Promise<string> {
  const page = await desk.until(
    'the invoice',
    () => desk.get<Page<InvoiceSummary>>('finance', `/v1/invoices?order=${order}`),
    (found) => found.items.length === count,
  );
  const invoice = [...page.items].sort((a, b) => (a.number < b.number ? -1 : 1)).at(-1);
  if (invoice === undefined) throw new Error('no invoice');
  await mailOf(desk, `invoice:${invoice.number}`);
  tell.chapter(`Invoice ${invoice.number}, due ${invoice.dueDate}, mailed with its delivery note`);
  tell.check('net', invoice.net, expected.net);
  tell.check('VAT', invoice.vat, expected.vat);
  tell.check('gross', invoice.gross, expected.gross);
  return invoice.number;
}

const mailOf = (desk: Desk, id: string): Promise<Mail> =>
  desk.until(
    `mail ${id}`,
    () => desk.get<Mail>('finance', `/v1/mails/${encodeURIComponent(id)}`),
    (mail) => mail.status === 'SENT',
  );

async function pay({ desk, tell, today }: Scene, invoice: string, amount: string, reference: string): Promise<void> {
  const payment = await desk.post<Payment>('finance', '/v1/payments', {
    customer: CUSTOMER,
    amount,
    currency: 'EUR',
    date: today,
    reference,
    allocations: [{ invoice, amount }],
  });
  const paid = await desk.get<InvoiceSummary>('finance', `/v1/invoices/${invoice}`);
  tell.say(`Payment ${reference} of ${amount} EUR on ${invoice}.`);
  tell.check('left of the payment', payment.unallocated, '0.00');
  tell.check(`open on ${invoice}`, paid.open, '0.00');
}

async function deliverRest({ desk, tell, today }: Scene, order: string): Promise<void> {
  tell.chapter('Stock arrives and serves the backorder');
  const receipt = await desk.post<{ served: readonly { order: string; quantity: string }[] }>(
    'logistics',
    '/v1/stock/receipts',
    {
      reference: 'DEMO-RECEIPT-2',
      receivedOn: today,
      lines: [{ product: 'DEMO-VALVE', quantity: '20' }],
    },
  );
  tell.check('reserved for the order', receipt.served.find((row) => row.order === order)?.quantity, '4');
  const { number } = await desk.post<{ number: string }>('logistics', `/v1/orders/${order}/deliveries`, {});
  await desk.post('logistics', `/v1/deliveries/${number}/proof`, {
    receivedBy: 'Quai 3',
    receivedAt: new Date().toISOString(),
  });
  const delivery = await desk.get<Delivery>('logistics', `/v1/deliveries/${number}`);
  tell.check(`${number}, line 1 delivered`, delivery.lines[0]?.quantity, '4');
  tell.check(`${number}, still to come`, delivery.lines[0]?.backorder, '0');
}

/** The procedure of the demo's policy: level, days from the due date, whether interest and fee are claimed. */
const procedure = [
  { level: 'courtesy', offsetDays: -3, claims: false },
  { level: 'level-1', offsetDays: 5, claims: false },
  { level: 'level-2', offsetDays: 15, claims: true },
  { level: 'level-3', offsetDays: 30, claims: true },
  { level: 'final-notice', offsetDays: 45, claims: true },
  { level: 'hand-over', offsetDays: 60, claims: true },
] as const;

async function dun(scene: Scene, client: Client, number: string): Promise<void> {
  const { desk, tell } = scene;
  const invoice = await desk.get<InvoiceSummary>('finance', `/v1/invoices/${number}`);
  tell.chapter(`Nobody pays ${number}: months pass in virtual time`);
  for (const expected of procedure) await dunLevel(scene, client, invoice, expected);
  const work = await desk.get<Page<WorkItem>>('finance', `/v1/worklist?limit=200`);
  tell.check(
    'finance has the hand-over on its worklist',
    work.items.some((item) => item.kind === 'collections' && item.invoice === number),
    true,
  );
  const customer = await desk.get<{ creditStop: boolean }>('finance', `/v1/customers/${CUSTOMER}`);
  tell.check('credit stop', customer.creditStop, true);
}

async function dunLevel(
  { desk, tell }: Scene,
  client: Client,
  invoice: InvoiceSummary,
  expected: (typeof procedure)[number],
): Promise<void> {
  const planned = addDays(invoice.dueDate, expected.offsetDays);
  const step = await passTo(client, desk, invoice.number, expected.level, planned);
  const days = Math.max(0, daysBetween(invoice.dueDate, step.decidedOn));
  const open = textAsCents(figures.secondInvoice.gross);
  const interest = expected.claims ? interestOn(open, days) : '0.00';
  const fee = expected.claims ? figures.recoveryFee : '0.00';
  const claimed = centsAsText(open + textAsCents(interest) + textAsCents(fee));
  const report = await mailOf(desk, reportOf(step));
  const words =
    step.recipient === null ? 'nothing to the customer, a person takes over' : `letter to ${step.recipient}`;
  tell.say(`${step.decidedOn} (${days} days late) ${expected.level}: ${words}; finance told at ${report.to}.`);
  tell.check('on or after its day, at most a long week-end later', isCloseAfter(planned, step.decidedOn), true);
  tell.check('claimed', step.claimed, claimed);
}

/** Of a letter, and of a step that has none. */
const reportOf = ({ id, mailId }: DunningStep): string =>
  outgoingIds.dunningReport(mailId?.replace(documentIds.dunningLetter(''), '') ?? id);

const isCloseAfter = (planned: string, actual: string): boolean => {
  const days = daysBetween(planned, actual);
  return days >= 0 && days <= 4;
};

/** Moves the account's clock day by day from the planned one until the step is taken: week-ends and holidays wait. */
async function passTo(
  client: Client,
  desk: Desk,
  invoice: string,
  level: string,
  planned: string,
): Promise<DunningStep> {
  for (let wait = 0; wait <= 5; wait += 1) {
    await skipTimeTo(client, accountWorkflowId(CUSTOMER), instantOf(addDays(planned, wait), '12:00', ZONE));
    const step = await takenStep(desk, invoice, level);
    if (step !== undefined) return step;
  }
  throw new Error(`level ${level} of ${invoice} was not taken within five days of ${planned}`);
}

async function takenStep(desk: Desk, invoice: string, level: string): Promise<DunningStep | undefined> {
  const find = async () =>
    (await desk.get<Page<DunningStep>>('finance', `/v1/dunning-steps?invoice=${invoice}`)).items.find(
      (step) => step.level === level,
    );
  const found = await find();
  if (found === undefined) return undefined;
  return desk.until(
    `the letter of ${level}`,
    async () => (await find()) ?? found,
    (step) => step.status === 'SENT' || step.status === 'DONE',
  );
}

/** Two invoices late at once: one letter lists both, one transfer that names neither pays both. */
async function payTogether(scene: Scene, client: Client): Promise<void> {
  const { desk, tell, today } = scene;
  tell.chapter('Two invoices of the same customer, both late: one letter');
  await receive(desk, 'DEMO-RECEIPT-3', today, [['DEMO-TEA', '5']]);
  const tea = await invoicedAtOnce(scene, 'DEMO-TEA', '5', '12.50');
  const valves = await invoicedAtOnce(scene, 'DEMO-VALVE', '2', '24.00');
  const late = await passTo(client, desk, tea.number, 'level-1', addDays(tea.dueDate, 5));
  const other = await takenStep(desk, valves.number, 'level-1');
  tell.check('both are in one letter', other?.mailId, late.mailId);
  const letter = await mailOf(desk, late.mailId ?? '');
  tell.say(`${late.decidedOn} letter to ${letter.to}: ${letter.subject}`);
  tell.check('the letter names no single invoice', letter.invoice, null);
  const report = await mailOf(desk, reportOf(late));
  tell.say(`Finance is told once: ${report.subject}`);

  tell.chapter('The money for both comes in one transfer that names neither');
  const { id, unallocated } = await desk.post<Payment>('finance', '/v1/payments', {
    customer: CUSTOMER,
    amount: figures.together,
    currency: 'EUR',
    date: today,
    reference: 'DEMO-BANK-3',
  });
  tell.check('not allocated', unallocated, figures.together);
  await skipTimeTo(client, accountWorkflowId(CUSTOMER), instantOf(addDays(tea.dueDate, 19), '12:00', ZONE));
  const asked = await desk.until(
    'the question to finance',
    () => desk.get<Page<WorkItem>>('finance', '/v1/worklist?kind=allocation&status=open'),
    ({ items }) => items.some(({ customer }) => customer === CUSTOMER),
  );
  tell.say(asked.items.find(({ customer }) => customer === CUSTOMER)?.sentence ?? '');
  tell.check('no second letter', await takenStep(desk, tea.number, 'level-2'), undefined);
  await desk.post('finance', `/v1/payments/${id}/allocations`, { order: 'oldest-first' });
  for (const { number, order } of [tea, valves]) {
    const paid = await desk.get<InvoiceSummary>('finance', `/v1/invoices/${number}`);
    tell.check(`open on ${number}`, paid.open, '0.00');
    await desk.until(
      `the end of ${order}`,
      () => desk.get<Order>('sales', `/v1/orders/${order}`),
      ({ stage }) => stage === 'settled',
    );
  }
}

/** The driver comes back with a reservation: what is missing is credited, and the rest is paid. */
async function complain(scene: Scene): Promise<void> {
  const { desk, tell, today } = scene;
  const { short } = figures;
  tell.chapter('A short delivery: the reservation on the signed note, its credit note, and the rest paid');
  await receive(desk, 'DEMO-RECEIPT-4', today, [['DEMO-VALVE', '4']]);
  const { number: invoice, order } = await invoicedAtOnce(scene, 'DEMO-VALVE', '4', '24.00');
  const { items } = await desk.get<Page<Delivery>>('logistics', `/v1/deliveries?order=${order}`);
  await desk.post('logistics', `/v1/deliveries/${items[0]?.number ?? ''}/proof`, {
    receivedBy: 'Mme Roux',
    receivedAt: new Date().toISOString(),
    reserves: 'Une vanne manque.',
  });
  const opened = await desk.until(
    'the complaint that the reservation opens',
    () => desk.get<Page<ComplaintSummary>>('sales', `/v1/complaints?order=${order}`),
    (found) => found.items.length === 1,
  );
  const number = opened.items[0]?.number ?? '';
  tell.say(`${number}: ${opened.items[0]?.description ?? ''}`);
  const lines = [{ lineNo: 1, quantity: '1' }];
  await desk.post('sales', `/v1/complaints/${number}/qualification`, { kind: 'short', lines });
  const qualified = await desk.get<Complaint>('sales', `/v1/complaints/${number}`);
  tell.check('disputed, and not asked for meanwhile', qualified.disputed, short.credited);
  const { creditNote } = await desk.post<ComplaintReceipt>('finance', `/v1/complaints/${number}/credit-note`, {
    credit: { scope: 'lines', lines, reason: 'LIVR_INCOMP' },
    reason: 'One valve was not on the pallet.',
  });
  const { open } = await desk.get<InvoiceSummary>('finance', `/v1/invoices/${invoice}`);
  tell.say(`${creditNote ?? ''} is deducted from ${invoice}.`);
  tell.check('left to pay', open, short.rest);
  await pay(scene, invoice, short.rest, 'DEMO-BANK-4');
  await desk.until(
    `the end of ${order}`,
    () => desk.get<Order>('sales', `/v1/orders/${order}`),
    ({ stage }) => stage === 'settled',
  );
}

/** An order of one line from the price list, delivered and invoiced on the day. */
async function invoicedAtOnce(
  { desk, tell, today }: Scene,
  product: string,
  quantity: string,
  unitPrice: string,
): Promise<InvoiceSummary> {
  const { number } = await desk.post<{ number: string }>('sales', '/v1/orders', {
    customer: CUSTOMER,
    origin: 'phone',
    currency: 'EUR',
    paymentTerms: { kind: 'net', days: 30 },
    freight: '0.00',
    lines: [{ lineNo: 1, product, quantity, unitPrice, discountPercent: '0.00', requestedDate: addDays(today, 2) }],
  });
  await desk.until(
    'the acknowledgement',
    () => desk.get<Order>('sales', `/v1/orders/${number}`),
    (found) => found.acknowledgedAt !== null,
  );
  await desk.post('logistics', `/v1/orders/${number}/deliveries`, {});
  const { items } = await desk.until(
    'the invoice',
    () => desk.get<Page<InvoiceSummary>>('finance', `/v1/invoices?order=${number}`),
    (found) => found.items.length === 1,
  );
  const [invoice] = items;
  if (invoice === undefined) throw new Error('no invoice');
  tell.say(`${number}: ${invoice.number} of ${invoice.gross} EUR, due ${invoice.dueDate}.`);
  return invoice;
}

async function settle({ desk, tell, stack }: Scene, order: string): Promise<void> {
  const settled = await desk.until(
    'the end',
    () => desk.get<Order>('sales', `/v1/orders/${order}`),
    (found) => found.stage === 'settled',
  );
  tell.chapter(`${order} is ${settled.stage} on ${settled.settledOn ?? '?'}`);
  const customer = await desk.get<{ creditStop: boolean; exposure: string }>('finance', `/v1/customers/${CUSTOMER}`);
  tell.check('credit stop', customer.creditStop, false);
  tell.check('exposure', customer.exposure, '0.00');
  const mails = await desk.get<Page<Mail>>('finance', `/v1/mails?order=${order}&limit=200`);
  for (const mail of [...mails.items].reverse())
    tell.say(`mail ${mail.status.padEnd(4)} ${mail.to.padEnd(46)} ${mail.subject}`);
  tell.check(
    'mails sent: 1 acknowledgement, 2 invoices, 5 letters, 6 reports',
    mails.items.filter((mail) => mail.status === 'SENT').length,
    14,
  );
  tell.say(`Dossier: ${stack.apiUrl}/orders/${order} · Inbox: ${stack.inboxUrl}`);
}
