import { complaintKind } from './complaints.js';
import type { KpiWords } from '../fr/kpis.js';

const reference = {
  requested: 'requested date',
  first: 'first confirmed date',
  last: 'last confirmed date',
};

const inFull = (which: string): string =>
  `Order lines whose ${which} lies in the period and of which the whole quantity was delivered by that day, out of all such lines, those not delivered included. Several deliveries add up; what was cancelled by that day is no longer owed; once missed it stays missed, whatever arrives later. No quantity tolerance. Refused and rejected orders do not count.`;
const onTime = (which: string): string =>
  `Of the lines delivered whole whose ${which} lies in the period, those whose last needed delivery arrived by that day. What is not delivered yet is not in it: read “on time in full” beside it.`;

/** The figures, and what they count. */
export const kpis: KpiWords = {
  none: 'none',
  kind: {
    'not-due': 'not due',
    '1-30': '1 to 30 days',
    '31-60': '31 to 60 days',
    '61-90': '61 to 90 days',
    'over-90': 'over 90 days',
    open: 'unpaid',
    'part-paid': 'paid in part',
    prepared: 'prepared',
    departed: 'departed',
    proved: 'received, note signed',
    paid: 'paid',
    'quote-open': 'open',
    'quote-accepted': 'accepted',
    'quote-lost': 'lost',
    'quote-expired': 'expired',
    invoice: 'invoice',
    'credit-note': 'credit note',
    corrective: 'corrective invoice',
    deposit: 'deposit invoice',
    regular: 'regular',
    'at-risk': 'at risk',
    lapsed: 'lapsed',
    new: 'new',
    occasional: 'occasional',
    'entry-error': 'our entry',
    'customer-error': 'the customer',
    'quote-error': 'the quote',
    'price-list-error': 'the price list',
    'no-error': 'nobody’s error',
    'not-stated': 'not stated',
    ...complaintKind,
  },
  kpi: {
    'quotes-made': {
      title: 'Quotes made',
      definition: 'Quotes created in the period, each once whatever its revisions; by who created them.',
    },
    'orders-entered': {
      title: 'Orders entered',
      definition:
        'Orders received in the period, by who entered them and by origin. An amended order is still one order; one cancelled later was entered.',
    },
    'deliveries-made': {
      title: 'Deliveries',
      definition:
        'Deliveries that departed in the period, by who had them leave. An order delivered in two parts counts two.',
    },
    'invoices-issued': {
      title: 'Invoices issued',
      definition: 'Documents issued in the period by their issue date, by the salesperson of the order and by kind.',
    },
    'lines-entered': {
      title: 'Lines entered',
      definition: 'Lines of the orders received in the period, by who entered them: the load of the salespeople.',
    },
    'lines-delivered': {
      title: 'Lines delivered',
      definition:
        'Lines of the deliveries that departed in the period, by who had them leave: the load of the logisticians.',
    },
    'manual-share': {
      title: 'Share entered by hand',
      definition:
        'Orders typed by hand (telephone, e-mail, direct) out of all orders received in the period. Those made from a quote, or that come by EDI or from the shop, are not typed again. By origin: orders of that origin, out of all orders received.',
    },
    'information-requests': {
      title: 'Information requests',
      definition:
        'Requests for information noted on an order in the period, by who noted them and by who asked; one withdrawn does not count.',
    },
    'complaints-opened': {
      title: 'Complaints opened',
      definition:
        'Complaints opened in the period, by what is wrong and by who answers for them; one that was withdrawn does not count.',
    },
    'complaints-open': {
      title: 'Open complaints',
      definition: 'Complaints that had not ended at the end of the day, by what is wrong and by who answers for them.',
    },
    load: {
      title: 'Load against capacity',
      definition:
        'Order lines entered and lines delivered in the period by the people whose capacity is set, over what they can do on the working days of the period (public holidays of the company’s country are none), by the capacity in force on each day. The work of people without a capacity does not count.',
    },
    'people-needed': {
      title: 'People needed',
      definition:
        'All the work of the period, whoever did it, over what one person can do of it on the working days of the period: on each day the mean of the capacities in force. By kind of work, and their sum.',
    },
    'quotes-by-status': {
      title: 'Quotes by status',
      definition:
        'All quotes made by the end of the day, in the state they were in on that day: open, accepted, lost, or expired from the day after their validity on.',
    },
    'orders-by-status': {
      title: 'Orders by status',
      definition:
        'All orders received by the end of the day, in the stage they were in on that day, those that had ended included: settled, refused, rejected or cancelled.',
    },
    'deliveries-by-status': {
      title: 'Deliveries by status',
      definition:
        'All deliveries prepared by the end of the day, in the state they were in on that day: prepared, departed, delivered, or received with the note signed.',
    },
    'invoices-by-status': {
      title: 'Invoices by status',
      definition:
        'All documents issued by the end of the day, by what was owed on them on that day: unpaid, paid in part, paid. In all currencies; on a credit note nothing is owed.',
    },
    'quotes-open': {
      title: 'Open quotes',
      definition: 'Quotes created by that day and neither accepted, nor lost, nor expired at its end.',
    },
    'orders-open': {
      title: 'Open orders',
      definition:
        'Orders received and not yet settled, refused, rejected or cancelled at the end of the day, by stage. The stage is made anew from what had been done by that day; it is not today’s.',
    },
    'deliveries-open': {
      title: 'Deliveries without proof',
      definition:
        'Deliveries prepared whose receipt was not signed at the end of the day, by their status on that day.',
    },
    'invoices-open': {
      title: 'Unpaid invoices',
      definition: 'Invoices issued on which something was open at the end of the day, by their status on that day.',
    },
    'ack-on-time': {
      title: 'Acknowledged on time',
      definition:
        'Orders received in the period whose acknowledgement left within its target, out of all that were due one. An order never acknowledged counts as missed; one refused, rejected or cancelled before it does not count.',
    },
    'ack-median': {
      title: 'Receipt → acknowledgement, median',
      definition:
        'Minutes from receipt to the first acknowledgement of the orders received in the period and acknowledged: half of them waited less. Those never acknowledged are not in it.',
    },
    'ack-p90': {
      title: 'Receipt → acknowledgement, 9 of 10',
      definition:
        'Minutes from receipt to the first acknowledgement: nine orders of ten waited less. Those never acknowledged are not in it.',
    },
    'delivery-median': {
      title: 'Receipt → delivery, median',
      definition:
        'Days from receipt to the arrival of the last delivery, of the orders delivered whole in the period: half of them waited less. A backorder counts until it arrives; time on the customer’s side is included, and shown apart.',
    },
    'delivery-p90': {
      title: 'Receipt → delivery, 9 of 10',
      definition:
        'Days from receipt to the arrival of the last delivery: nine delivered orders of ten waited less. Here the backorders show that a mean hides.',
    },
    'customer-time': {
      title: 'Time on the customer’s side',
      definition:
        'Days from each question put to the customer until the next decision or amendment, on average per order delivered whole in the period.',
    },
    'otif-requested': { title: 'On time in full, requested date', definition: inFull(reference.requested) },
    'otif-first-confirmed': { title: 'On time in full, first confirmed date', definition: inFull(reference.first) },
    'otif-last-confirmed': { title: 'On time in full, last confirmed date', definition: inFull(reference.last) },
    'on-time-requested': { title: 'On time, requested date', definition: onTime(reference.requested) },
    'on-time-first-confirmed': { title: 'On time, first confirmed date', definition: onTime(reference.first) },
    'on-time-last-confirmed': { title: 'On time, last confirmed date', definition: onTime(reference.last) },
    corrections: {
      title: 'Differences and amendments',
      definition:
        'Differences decided on and amendments made in the period, by who made the version they touch and by the cause that was stated: our entry, the customer, the quote, the price list, nobody’s error, not stated. An order counts once for each cause and type of thing touched (item, price, quantity, discount, date, terms, freight, reference, address), on the first day it is stated. What the tolerance lets pass does not count; a difference put right by an amendment with a cause counts with it.',
    },
    'entry-errors': {
      title: 'Entry errors',
      definition:
        'Of those differences and amendments, the ones caused by our entry, by type: counted on the day they were found, even if the order is of another month.',
    },
    'entry-error-rate': {
      title: 'Entry error rate',
      definition:
        'Orders received in the period that had at least one error of our entry, out of all orders received, by who entered them. An error found later counts in the period in which the order was entered. By type: orders with at least one error of that type, out of all.',
    },
    accuracy: {
      title: 'Accuracy of entry',
      definition:
        'Orders received in the period without any error of our entry, out of all orders received. An error of the customer, the quote or the price list does not count, nor what has no cause stated.',
    },
    'complaint-resolution': {
      title: 'Time to decide complaints',
      definition:
        'Days from the opening of a complaint to its decision, of the complaints decided in the period, by what was wrong and by who decided: the median.',
    },
    'order-book': {
      title: 'Order book',
      definition:
        'Ordered − delivered − cancelled, without tax at the net price of the line, of the orders not ended at the end of the day, as they stood on that day: a later amendment changes nothing of it. Without freight.',
    },
    'backlog-late': {
      title: 'Late backlog',
      definition:
        'The part of the order book whose last confirmed date (the requested one where there is none) had passed at the end of the day.',
    },
    revenue: {
      title: 'Revenue',
      definition:
        'Without tax, invoices issued in the period by their issue date, freight included as of no product, credit notes taken off, deposits left out.',
    },
    margin: {
      title: 'Margin',
      definition:
        'Without tax, lines of the invoices issued in the period whose product has a known cost: net price − quantity × the unit cost in force on the day of issue, in the currency of the product. Once known it stands: a cost entered later changes no day that has one. What has no known cost is not in it, neither as margin nor as zero: the known share is told beside it. Without freight and deposits.',
    },
    'margin-rate': {
      title: 'Margin rate',
      definition: 'The margin over the net price of the same lines, those whose cost is known.',
    },
    'margin-coverage': {
      title: 'Revenue whose cost is known',
      definition:
        'Net price of the lines invoiced in the period whose cost is known, out of that of all lines, freight aside: of which part of sales margin and margin rate speak.',
    },
    ageing: {
      title: 'Ageing',
      definition:
        'What was open on invoices at the end of the day, tax included, by days late on that day. A payment allocated later does not count yet; money without an invoice and credit notes are never set off: they are shown apart.',
    },
    'unallocated-money': {
      title: 'Money and credits to allocate',
      definition:
        'Money received and credit notes that were allocated to no invoice at the end of the day, by their own age.',
    },
    dso: {
      title: 'Days sales outstanding (DSO)',
      definition:
        'What customers owe at the end of the day, tax included, over the sales, tax included, of the 90 days that end on it, times 90.',
    },
    'dso-best': {
      title: 'Best possible DSO',
      definition: 'The same of what was not yet due: the DSO if everybody paid on the due date.',
    },
    'dso-delay': {
      title: 'Delay in DSO',
      definition: 'The same of what was due: DSO − best possible DSO, the days that lateness costs.',
    },
    'dso-count-back': {
      title: 'DSO by count-back',
      definition:
        'What customers owe at the end of the day is used up by the sales of the months, tax included, from the last one backwards: the days of the months used up, and its share of the last. A month without sales ends the count, 24 months at most. One very strong or weak month does not bend it.',
    },
    'days-to-pay': {
      title: 'Days to pay',
      definition:
        'Days from the issue of the invoice to the money received in the period, weighted by the amounts allocated. A payment in advance counts its days; an allocation undone does not count.',
    },
    'days-late': {
      title: 'Payment delay',
      definition:
        'Days from the due date to the money received in the period, weighted by the amounts allocated; a payment before the due date counts below zero. By customer and by growth: who always paid on time and now does not.',
    },
    'payers-drifting': {
      title: 'Customers drifting',
      definition:
        'Customers whose last three payments were on average more than 7 days later than those of the twelve months before them, and by more than two standard deviations; from five payments on.',
    },
    'quote-conversion': {
      title: 'Quote conversion, by number',
      definition:
        'Quotes with at least one order out of the quotes decided in the period: accepted, lost or expired. Open quotes do not dilute it; an order refused, rejected or cancelled does not count.',
    },
    'quote-conversion-value': {
      title: 'Quote conversion, by value',
      definition:
        'What was ordered without tax on the quotes decided in the period, at most the quote’s value, over the value of those quotes: a partial order counts for its part.',
    },
    'stock-turnover': {
      title: 'Stock turnover',
      definition:
        'Units that left in the period over the mean of the stock at its beginning and end. Over several products each unit weighs its list price: different units are not added as they are.',
    },
    customers: {
      title: 'Customers',
      definition:
        'Customers who had ordered by that day. Regular: at least four order days and within its rhythm (median interval). At risk: silent for more than 1.5 intervals. Lapsed: more than 3 intervals, or 12 months. Fewer than four orders: new for 12 months, then occasional.',
    },
    'customers-new': {
      title: 'New customers',
      definition: 'Customers whose very first order lies in the period.',
    },
    'customers-retained': {
      title: 'Customers retained',
      definition: 'Customers who ordered in the period, out of those who had ordered in as many days just before.',
    },
    'acquisition-cost': {
      title: 'Cost of a new customer',
      definition:
        'What was spent in the period to win customers, as the manager enters it by month and spread over the days of the month, over the new customers of the period. What was taken back does not count; where nothing is entered, or no customer is new, there is nothing to say.',
    },
  },
};
