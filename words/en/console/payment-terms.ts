import type { TermsWords } from '../../fr/console/payment-terms.js';

/** Payment terms, where they are entered. */
export const paymentTerms: TermsWords = {
  goodsSector: {
    general: 'other goods',
    'perishable-food': 'perishable food',
    'fresh-meat': 'live cattle and fresh meat',
    spirits: 'alcoholic drinks (consumption duties)',
    wine: 'wine, grapes and must',
    transport: 'transport and forwarding',
  },
  kinds: {
    net: 'days net',
    'end-of-month:days-then-month-end': 'days, then end of month',
    'end-of-month:month-end-then-days': 'end of month, then days',
    'day-of-month:days-then-day': 'days, then the first such day (the 15th)',
    'day-of-month:days-then-month-end': 'days, then that day of the next month',
    'day-of-month:month-end-then-days': 'end of month, days, then the first such day',
    'fixed-date': 'on an agreed date',
    instalments: 'in instalments',
  },
  day: 'On the',
  date: 'Date',
  percent: (place) => `Part ${place}`,
  due: (place) => `Due ${place}`,
  remove: (place) => `Remove instalment ${place}`,
  add: 'Add an instalment',
  discount: {
    title: 'Early-payment discount',
    percent: 'Rate',
    days: 'Within (days)',
    vat: 'VAT of the discount',
    vats: { 'with-vat': 'off the total, VAT included', 'net-only': 'off the net, VAT unchanged' },
  },
  billing: {
    title: 'Invoiced',
    rules: {
      delivery: 'delivery by delivery',
      order: 'once the order is complete',
      weekly: 'together, by the week',
      fortnightly: 'together, by half month',
      monthly: 'together, by the month',
    },
  },
  payee: {
    title: 'Paid to',
    us: 'us',
    other: 'somebody else (a factor)',
    asCompany: 'as the company says',
    name: 'Account holder',
    iban: 'IBAN',
    bic: 'BIC',
    notice: { fr: 'Notice of subrogation, in French', en: 'Notice of subrogation, in English' },
  },
};
