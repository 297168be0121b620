import type { BillingWords } from '../../fr/console/billing.js';

/** Runs that bill what customers have had together. */
export const billing: BillingWords = {
  title: 'Billing runs',
  about:
    'Each evening, customers billed by the week, the half month or the month get the invoice of the periods that end with the day. What has left may also be billed by hand, without waiting.',
  none: 'No billing run yet',
  begin: 'Bill now',
  begun: 'Billing begun',
  upTo: 'Departures up to',
  customer: 'Customer (empty: all)',
  preview: 'What would be billed',
  nothing:
    'Nothing waits to be billed together. The page of a customer says whether it is billed by delivery, by order or by period.',
  heads: {
    customer: 'Customer',
    orders: 'Orders',
    deliveries: 'Deliveries',
    from: 'From',
    to: 'To',
    net: 'Goods excl. VAT',
    startedAt: 'Begun',
    startedBy: 'By',
    upTo: 'Departures up to',
    progress: 'Customers',
    invoices: 'Invoices',
  },
  schedule: 'the schedule',
  allCustomers: 'all',
  progress: (done, customers) => `${done} of ${customers}`,
  underWay: 'under way',
};
