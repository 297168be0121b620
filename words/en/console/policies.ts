import type { PolicyWords } from '../../fr/console/policies.js';

/** What each value of a policy is called, and what it does. */
export const policies: PolicyWords = {
  credit: {
    overdueToleranceDays: {
      label: 'Overdue tolerated (days)',
      does: 'An open invoice past due for longer holds new orders of the customer.',
    },
    overdueToleranceAmount: {
      label: 'Overdue tolerated (amount)',
      does: 'An overdue sum up to this does not count: small residues hold nobody.',
    },
    watchPercent: {
      label: 'Watch (% of the limit)',
      does: 'Above this share of the limit the order goes on and finance is told.',
    },
    escalateAfterHours: {
      label: 'Escalation of a hold (hours)',
      does: 'An unanswered hold is escalated after these, then every as many hours again.',
    },
    stopHoldsDeliveries: {
      label: 'A credit stop holds deliveries',
      does: 'Orders accepted before are neither delivered nor reserved while the customer is stopped.',
    },
    heldOrdersCount: {
      label: 'Held orders count in the exposure',
      does: 'Otherwise a smaller order passes a larger one that is held.',
    },
    creditApprovalAmount: {
      label: 'A credit waits for a second person above (incl. VAT)',
      does: 'Who asks for more on an invoice does not issue it: a colleague grants or refuses it on the worklist.',
    },
  },
  tolerance: {
    pricePercent: { label: 'Price (%)', does: 'Difference accepted without a person, in % of the expected price.' },
    quantityPercent: {
      label: 'Quantity (%)',
      does: 'Difference accepted without a person, in % of the expected quantity.',
    },
    dateDays: { label: 'Date (days)', does: 'Difference accepted without a person.' },
    discountPoints: { label: 'Discount (points)', does: 'Difference accepted without a person, in points.' },
    freightAmount: { label: 'Freight (amount)', does: 'Difference accepted without a person.' },
    sameReference: {
      label: 'Same customer reference as another order',
      does: 'The order is held for sales, or only said to be so.',
    },
    escalateAfterHours: {
      label: 'Escalation of a discrepancy (hours)',
      does: 'One that waits for sales is escalated after these.',
    },
  },
  acknowledgement: {
    targetMinutes: {
      label: 'Target (minutes)',
      does: 'From receipt of the order to sending the acknowledgement; beyond, it is late.',
    },
    warnPercent: {
      label: 'Warning before it is late (% of the target)',
      does: 'Share of the target after which sales is told. Empty: 50.',
    },
  },
  fulfilment: {
    preparationDays: {
      label: 'Preparation (working days)',
      does: 'From acceptance to delivery, for what is in stock.',
    },
    replenishmentDays: {
      label: 'Replenishment (days)',
      does: 'Promised for a backorder when no receipt is announced, in calendar days.',
    },
    proofDays: {
      label: 'Return of the signed note (days)',
      does: 'After the departure; beyond, logistics is told. Empty: 5.',
    },
    invoicingDays: {
      label: 'Invoice (days)',
      does: 'After the departure, or the end of the period that is billed together; beyond, finance is told. Empty: 2.',
    },
  },
  dunning: {
    letters: { label: 'Letters', does: 'One letter a day for all that a customer owes, or one for each invoice.' },
    recoveryFee: {
      label: 'Recovery fee (EUR)',
      does: 'For each late invoice (art. D441-5 C. com.: 40 euros).',
    },
    levels: { label: 'Levels', does: 'Each severer and later than the one before.' },
    level: { label: 'Level', does: '' },
    offsetDays: { label: 'Days after the due date', does: 'Negative: before it.' },
    minIntervalDays: { label: 'Days since the letter before', does: 'At least.' },
    channel: { label: 'Letter by mail', does: 'Otherwise the level is reached without a letter.' },
    claimInterest: { label: 'Claims interest', does: '' },
    claimRecoveryFee: { label: 'Claims the fee', does: '' },
    creditStop: { label: 'Stops credit', does: '' },
    handOver: { label: 'Hands over to collections', does: '' },
    thresholds: {
      label: 'Thresholds by currency',
      does: 'Below the minimum a letter waits; up to the residue finance is asked to write off.',
    },
    currency: { label: 'Currency', does: '' },
    minimum: { label: 'Least of a letter', does: '' },
    residue: { label: 'Residue not reminded', does: '' },
    rates: {
      label: 'Yearly late-payment rates',
      does: 'Of our terms of sale, by the day they apply from (art. L441-10 C. com.).',
    },
    from: { label: 'From', does: '' },
    percent: { label: 'Rate (%)', does: '' },
    source: { label: 'Source', does: '' },
    sendingWindow: { label: 'Sending hours', does: 'When letters may leave.' },
    zone: { label: 'Time zone', does: '' },
    windowFrom: { label: 'From', does: '' },
    windowTo: { label: 'To', does: '' },
    workingDaysOnly: { label: 'Working days only', does: '' },
    calendar: { label: 'Public holidays', does: '' },
  },
  accounting: {
    yearEnd: 'End of the financial year (MM-DD)',
    yearEndHint: 'Entries are numbered from the day after.',
    journals: 'Journals',
    journal: { sales: 'Sales', bank: 'Bank', other: 'Other operations' },
    accounts: 'Accounts',
    account: {
      customers: 'Customers (collective)',
      freight: 'Freight charged',
      allowances: 'Allowances given',
      bank: 'Bank',
      suspense: 'Suspense',
      writeOffs: 'Losses on claims',
      interest: 'Late-payment interest',
      recoveryFees: 'Recovery fees',
    },
    sales: 'Sales',
    vat: 'VAT collected',
    rulesHint: 'The first line that fits is taken; empty: whatever it is.',
    whateverIsLeft: 'Whatever is left',
    rule: (place: number) => `Line ${place}`,
    addRule: 'Add a line',
    number: 'number',
    name: 'name',
    family: 'Family of products',
    vatCategory: 'VAT category',
    vatRate: 'VAT rate (%)',
    document: 'Kind of document',
  },
  values: {
    hold: 'hold',
    warn: 'warn',
    'per-customer': 'one per customer',
    'per-invoice': 'one per invoice',
    FR: 'France',
    'FR-AM': 'France (Alsace, Moselle)',
    BE: 'Belgium',
    LU: 'Luxembourg',
    DE: 'Germany (all Länder)',
    none: 'none',
  },
  addLevel: 'Add a level',
  addThreshold: 'Add a currency',
  addRate: 'Add a rate',
  remove: 'Remove',
};
