import type { DocumentWords } from '../fr/documents.js';
import { capital } from '../format.js';
import { creditReason, creditScope } from './credit-notes.js';
import { terms } from './terms.js';

const { discrepancy } = terms;

/** Everything documents and mails say in English. */
export const documents: DocumentWords = {
  locale: 'en-GB',
  colon: ': ',
  title: {
    acknowledgement: 'Order acknowledgement',
    deliveryNote: 'Delivery note',
    invoice: 'Invoice',
    creditNote: 'Credit note',
    corrective: 'Corrective invoice',
  },
  label: {
    number: 'No.',
    version: 'Version',
    date: 'Date',
    customerNumber: 'Customer no.',
    siren: 'SIREN',
    vatNumber: 'VAT no.',
    phone: 'Phone',
    order: 'Order',
    customerReference: 'Your reference',
    quote: 'Quote',
    receivedOn: 'Received on',
    deliveryNote: 'Delivery note',
    deliveredOn: 'Delivered on',
    saleDate: 'Date of delivery',
    period: 'Period invoiced',
    severalPlaces: 'Addresses as shown for each delivery',
    carrier: 'Carrier',
    tracking: 'Tracking number',
    issueDate: 'Issue date',
    dueDate: 'Due date',
    dueDates: 'Due dates',
    lastDueDate: 'Last due date',
    earlyPayment: 'Early payment',
    paymentTerms: 'Payment terms',
    billTo: 'Bill to',
    orderedBy: 'Customer',
    shipTo: 'Delivered to',
    deliverTo: 'Delivery address',
    iban: 'IBAN',
    bic: 'BIC',
    accountHolder: 'Account holder',
    correctedInvoice: 'Corrected invoice',
    correctedDate: 'Its date',
    creditReason: 'Reason',
    paymentReference: 'Payment reference',
    salesUnit: 'Sales unit',
  },
  column: {
    lineNo: 'No.',
    product: 'Item no.',
    unit: 'Unit',
    description: 'Description',
    quantity: 'Quantity',
    unitPrice: 'Unit price excl. VAT',
    discount: 'Discount',
    vatRate: 'VAT',
    net: 'Amount excl. VAT',
    agreed: 'Agreed delivery',
    ordered: 'Ordered',
    delivered: 'Delivered',
    backorder: 'Still to deliver',
    nextDate: 'Expected on',
    rate: 'VAT rate',
    base: 'Base excl. VAT',
    vat: 'VAT amount',
    what: 'Subject',
    before: 'Before',
    after: 'Now',
  },
  total: {
    freight: 'Freight',
    net: 'Total excl. VAT',
    vat: 'VAT',
    gross: 'Total incl. VAT',
  },
  legal: {
    capital: (legalForm, capital) => `${legalForm} with share capital of ${capital}`,
    exemption: {
      'VATEX-EU-132': 'VAT-exempt supply, article 132 of Directive 2006/112/EC.',
      'VATEX-EU-AE': 'Reverse charge: the VAT is owed by the buyer.',
      'VATEX-EU-IC': 'VAT-exempt intra-Community supply, article 262 ter I of the French tax code (CGI).',
      'VATEX-EU-G': 'VAT-exempt export, article 262 I of the French tax code (CGI).',
    },
    nature: 'Nature of the operations: supply of goods.',
    latePayment: (percent) =>
      `Any late payment incurs, by operation of law, without prior reminder and from the day after the due date, ` +
      `late-payment interest at the yearly rate of ${percent} (article L441-10 II of the French commercial code).`,
    recoveryFee: (fee) =>
      `Any late payment also incurs, by operation of law, a fixed recovery fee of ${fee} ` +
      `(article D441-5 of the French commercial code).`,
  },
  acknowledgement: {
    intro: 'Thank you for your order. We confirm it on the conditions below.',
    introAmended: 'Your order was amended. This acknowledgement replaces the previous one.',
    changes: 'Changes since the previous acknowledgement',
    noDate: 'to be confirmed',
    requestedFor: (date) => `requested ${date}`,
    agreedPart: (quantity, date) => `${quantity} on ${date}`,
    check: 'Please tell us at once if anything differs from your order.',
  },
  change: {
    'line-added': 'Line added',
    'line-withdrawn': 'Line withdrawn',
    product: capital(discrepancy.item),
    quantity: capital(discrepancy.quantity),
    price: capital(discrepancy.price),
    discount: capital(discrepancy.discount),
    'vat-rate': 'VAT rate',
    'requested-date': 'Requested date',
    'agreed-date': 'Agreed date',
    freight: capital(discrepancy.freight),
    'payment-terms': capital(discrepancy.terms),
    'delivery-address': 'Delivery address',
    'customer-reference': 'Your reference',
  },
  line: (lineNo) => `Line ${lineNo}`,
  rounding: 'Rounding',
  none: 'none',
  backorder: {
    title: 'Backorders: still to deliver on the order',
    nothing: 'The order is delivered in full: no backorder.',
    noDate: 'date to be confirmed',
  },
  proof: {
    toSign: 'Receipt of the goods',
    signed: 'Receipt confirmed',
    receivedBy: 'Received by (name)',
    receivedAt: 'Date and time',
    reserves: 'Reserves',
    signature: 'Signature and stamp',
    noReserves: 'Without reserves',
  },
  payment: {
    due: (amount, date) => `Amount due: ${amount} by ${date}`,
    inInstalments: (amount, count) => `Amount due: ${amount} in ${count} instalments`,
    instalment: (amount, date) => `${amount} by ${date}`,
    byTransfer: 'By bank transfer',
  },
  mail: {
    greeting: 'Dear Sir or Madam,',
    closing: 'Kind regards,',
  },
  acknowledgementMail: {
    subject: (order) => `Acknowledgement of your order ${order}`,
    subjectAmended: (order, version) => `Amended acknowledgement of your order ${order} (version ${version})`,
    intro: (order, date) =>
      `We received your order ${order} on ${date} and confirm it. The detailed acknowledgement is attached to this message.`,
    introAmended: (order) => `Your order ${order} was amended. The attached acknowledgement replaces the previous one.`,
    delivery: 'Agreed delivery',
    changes: 'What changes:',
    becomes: (what, before, after) => `${what}: ${before} becomes ${after}`,
    check: 'Please tell us at once if anything differs from your order.',
  },
  creditReason,
  creditScope,
  creditNote: {
    credited: (amount, invoice) => `Credit of ${amount} incl. VAT on invoice ${invoice}`,
    deducted: (amount, invoice) => `${amount} is deducted from invoice ${invoice}.`,
    stillOpen: (amount, invoice) => `${amount} is left to pay on invoice ${invoice}.`,
    toGive: (amount) => `${amount} is in your favour: to be set against another invoice, or paid back to you.`,
    replacedBy: (invoice, replaced) => `Invoice ${invoice} takes the place of invoice ${replaced}.`,
    nothing: 'Nothing is to be deducted or paid back.',
  },
  correction: {
    corrects: (invoice, date) => `This corrective invoice cancels invoice ${invoice} of ${date} and takes its place.`,
    replaces: (invoice, date, creditNote) =>
      `This invoice takes the place of invoice ${invoice} of ${date}, which credit note ${creditNote} took back.`,
  },
  creditNoteMail: {
    subject: (creditNote, invoice) => `Credit note ${creditNote} on invoice ${invoice}`,
    intro: (creditNote, invoice, date) =>
      `Please find attached credit note ${creditNote}, which corrects invoice ${invoice} of ${date}.`,
  },
  charged: (delivery, date, order, reference) =>
    `Delivery note ${delivery} of ${date}, order ${order}${reference === null ? '' : ` (your reference ${reference})`}`,
  invoiceMail: {
    subject: (invoice, order) => `Invoice ${invoice} for your order ${order}`,
    subjectOfPeriod: (invoice, from, to) => `Invoice ${invoice} from ${from} to ${to}`,
    intro: (invoice, date) => `Please find attached invoice ${invoice} of ${date}.`,
    backorders: (date) =>
      `Some items of this order are still to be delivered; the next delivery is expected on ${date}.`,
    backordersNoDate: 'Some items of this order are still to be delivered; we will confirm their date.',
  },
  dunningSubject: {
    courtesy: (invoice, due) => `Invoice ${invoice}: due on ${due}`,
    'level-1': (invoice, due) => `Reminder: invoice ${invoice} was due on ${due}`,
    'level-2': (invoice, due) => `Second reminder: invoice ${invoice} was due on ${due}`,
    'level-3': (invoice, due) => `Last reminder before final notice: invoice ${invoice} was due on ${due}`,
    last: (invoice, due) => `Last reminder: invoice ${invoice} was due on ${due}`,
    'final-notice': (invoice, due) => `Final notice to pay: invoice ${invoice} was due on ${due}`,
  },
  dunningText: {
    courtesy: (invoice, amount, due) =>
      `Invoice ${invoice}, of which ${amount} is open, falls due on ${due}. This message is only to remind you; if your payment is already planned, there is nothing to do.`,
    'level-1': (invoice, amount, due) =>
      `Unless we are mistaken, invoice ${invoice}, due on ${due}, is not fully paid: ${amount} is still owed. It may have been overlooked; thank you for settling it.`,
    'level-2': (invoice, amount, due, opening) =>
      `${opening} ${amount} of invoice ${invoice}, due on ${due}, is still unpaid. Please settle it within a week, or tell us what stands in the way.`,
    'level-3': (invoice, amount, due, opening, follows) =>
      `${opening} ${amount} of invoice ${invoice}, due on ${due}, is still unpaid. Please pay on receipt of this message. Otherwise ${follows}.`,
    'final-notice': (invoice, amount, due) =>
      `We hereby give you formal notice, within the meaning of article 1344 of the French civil code, to pay on receipt the sums owed under invoice ${invoice}, due on ${due}, of which ${amount} is unpaid. Otherwise we will suspend your deliveries and start recovery, in court if need be, without further notice.`,
  },
  dunningTitle: {
    courtesy: 'Payment reminder before the due date',
    'level-1': 'Reminder',
    'level-2': 'Second reminder',
    'level-3': 'Last reminder before final notice',
    last: 'Last reminder',
    'final-notice': 'Final notice to pay',
  },
  dunningSubjectSeveral: {
    courtesy: (count, open) => `${count} invoices falling due: ${open}`,
    'level-1': (count, open) => `Reminder: ${count} invoices, ${open} to pay`,
    'level-2': (count, open) => `Second reminder: ${count} invoices, ${open} to pay`,
    'level-3': (count, open) => `Last reminder before final notice: ${count} invoices, ${open} to pay`,
    last: (count, open) => `Last reminder: ${count} invoices, ${open} to pay`,
    'final-notice': (count, open) => `Final notice to pay: ${count} invoices, ${open} to pay`,
  },
  dunningTextSeveral: {
    courtesy: (count, amount) =>
      `The ${count} invoices below, of which ${amount} is open, fall due. This message is only to remind you; if your payment is already planned, there is nothing to do.`,
    'level-1': (count, amount) =>
      `Unless we are mistaken, the ${count} invoices below are not fully paid: ${amount} is still owed. They may have been overlooked; thank you for settling them.`,
    'level-2': (count, amount, opening) =>
      `${opening} ${amount} of the ${count} invoices below is still owed. Please settle those that are overdue within a week, or tell us what stands in the way.`,
    'level-3': (count, amount, opening, follows) =>
      `${opening} ${amount} of the ${count} invoices below is still owed. Please pay those that are overdue on receipt of this message. Otherwise ${follows}.`,
    'final-notice': (count, amount) =>
      `We hereby give you formal notice, within the meaning of article 1344 of the French civil code, to pay on receipt the sums overdue under the ${count} invoices below, of which ${amount} is unpaid. Otherwise we will suspend your deliveries and start recovery, in court if need be, without further notice.`,
  },
  dunningCourse: {
    unlessMistaken: 'Unless we are mistaken,',
    inSpiteOfTheFirst: 'In spite of our first reminder,',
    inSpiteOfOne: 'In spite of our earlier reminder,',
    inSpiteOfSeveral: 'In spite of our earlier reminders,',
    finalNoticeFollows: 'we will send you a final notice',
    recoveryFollows: 'we will start recovery',
  },
  dunning: {
    invoice: 'Invoice',
    invoices: 'Invoices',
    gross: 'Invoice total incl. VAT',
    instalment: 'Amount of the instalment',
    paid: 'Already paid',
    open: 'Still owed',
    interest: (date) => `Late-payment interest to ${date}`,
    interestMadeUp: (date, invoice) =>
      `How the interest to ${date}${invoice === null ? '' : ` on invoice ${invoice}`} is made up, sum by sum (amount × yearly rate × days / 365, the total rounded once):`,
    interestPart: (amount, paidOn, from, to, days, percent) =>
      `${paidOn === null ? 'Still owed' : `Paid on ${paidOn}`}: ${amount}, ${days === 1 ? `${days} day` : `${days} days`} at ${percent}, from ${from} to ${to}`,
    recoveryFee: 'Fixed recovery fee',
    claimed: 'Total to pay',
    both: (owed, fee) => `${owed} and ${fee}`,
    overdue: (days) => (days === 1 ? `${days} day late` : `${days} days late`),
    basisInterest: (percent) =>
      `Late-payment interest runs by operation of law from the day after the due date until payment, no reminder being necessary, at the current yearly rate of ${percent} (article L441-10 II of the French commercial code).`,
    basisFee: (fee) =>
      `The fixed recovery fee of ${fee} is owed for every invoice paid late (article D441-5 of the French commercial code).`,
    notClaimed: (percent) =>
      `For the record, late payment gives a right to interest, at the current yearly rate of ${percent}, and to a fixed recovery fee (articles L441-10 II and D441-5 of the French commercial code). We do not claim them at this stage.`,
    crossing: 'If your payment was sent in the meantime, this message is void: please disregard it.',
    bank: 'Payment by bank transfer:',
    inYourFavour: (amount) =>
      `There is also ${amount} in your favour (credit notes and payments) that no invoice has taken yet; it will be deducted. Please tell us which invoices it is for.`,
    unallocated: (amount) =>
      `We also received ${amount} from you that we could not match with an invoice yet; it will be deducted. Please tell us which invoices it pays.`,
    column: {
      invoice: 'Invoice',
      dueDate: 'Due date',
      overdue: 'Overdue',
      level: 'Reminder',
      open: 'Still owed',
      interest: 'Interest',
      fee: 'Fee',
      claimed: 'To pay',
      total: 'Total',
    },
  },
  report: {
    subject: (level, what, customer) => `Dunning: ${level}, ${what}, ${customer}`,
    invoice: (invoice) => `invoice ${invoice}`,
    invoices: (count) => `${count} invoices`,
    letter: 'Letter',
    sent: (level, to, date) => `Sent on ${date} to ${to}: ${level}.`,
    handedOver: (date) =>
      `The dunning procedure reached its end on ${date}: nothing more goes to the customer, a person takes over.`,
    customer: 'Customer',
    creditStop: 'Credit stop',
    creditStopSet: 'set: new orders of this customer wait',
    creditStopUnset: 'no',
    next: 'Next step if nothing is paid',
    nextOn: (level, date) => `${level}, on ${date}`,
    noNext: 'no automatic step',
    dossier: (order) => `Open dossier ${order}`,
  },
  questionMail: {
    subject: (order) => `Question about your order ${order}`,
    intro: (order, date) =>
      `We received your order ${order} on ${date}. Before we confirm it, we found these differences:`,
    source: {
      quote: 'our quote',
      'price-list': 'our price list',
      customer: 'the agreed conditions',
      order: 'our records',
    },
    sameReference: (reference, order) =>
      `Your reference ${reference} is that of our order ${order} already: is this another order, or that one once more?`,
    expected: (source) => `according to ${source}`,
    ordered: 'on your order',
    ask: 'Please tell us, by answering this message, what you want. The order waits for your answer.',
  },
  orderResponse: {
    freight: (amount, currency) => `Freight is ${amount} ${currency}.`,
  },
  monthEnd: {
    title: 'Month end',
    fileName: 'month-end',
    period: 'Month',
    version: 'Version',
    madeOn: 'Made on',
    reason: 'Reason',
    figure: 'Figure',
    value: 'Value',
    before: 'Month before',
    yearBefore: 'Year before',
    change: 'Change',
    unit: 'Unit',
    currency: 'Currency',
    theme: 'Theme',
    from: 'From',
    to: 'To',
    counts: 'What is counted',
    split: 'Split',
    key: 'Code',
    label: 'Name',
    sheets: { figures: 'Figures', splits: 'Splits', definitions: 'Definitions', version: 'Version' },
    largest: (shown: number, all: number) => `The ${shown} largest of ${all}.`,
    nothing: 'Nothing to split.',
    standing:
      'The figures are as they were known on the day they were made. What is recorded later does not change them: a new version stands beside.',
    subject: (month: string, version: number, company: string) =>
      `Month end: ${month}${version === 1 ? '' : ` (version ${version})`}, ${company}`,
    mail: (month: string, date: string) =>
      `The figures of ${month} are frozen as they were known on ${date}. They are attached, as PDF and as a workbook.`,
    again: (version: number, reason: string) =>
      `This is version ${version} of that month; those before it are kept. Reason: ${reason}`,
  },
  refusalMail: {
    subject: (order) => `Your order ${order} could not be accepted`,
    refused: (order, date) =>
      `We examined your order ${order}, received on ${date}. We cannot accept it on the payment terms asked for. It is closed; nothing will be delivered or invoiced.`,
    rejected: (order, date) =>
      `We examined your order ${order}, received on ${date}. We cannot accept it as it stands. It is closed; nothing will be delivered or invoiced.`,
    contact: (phone, email) => `We will gladly look for a solution with you: ${phone} or ${email}.`,
  },
};
