import type { DepositWords } from '../../fr/console/deposits.js';

/** Deposits, where they are entered and shown, and proformas. */
export const deposits: DepositWords = {
  title: 'Deposit',
  usual: 'as the quote, else none',
  kinds: { none: 'none', percent: '% of the total incl. VAT', amount: 'amount incl. VAT' },
  value: 'Deposit asked for',
  days: 'Due within (days)',
  blocks: 'Deliver once it is paid',
  asked: 'Asked for',
  due: 'Due',
  invoice: 'Deposit invoice',
  toCome: 'when the order is accepted',
  gross: 'Amount',
  open: 'Open',
  left: 'Not deducted yet',
  notDeducted: 'Deposits to deduct',
  order: 'Order',
  holds: 'Deliveries wait for its payment.',
  deducted: 'Deposits deducted',
  deductedOn: 'Deducted on',
  number: 'Invoice',
  amount: 'Amount',
  proforma: 'Proforma invoice',
  proformaNo: (version) => `Proforma invoice ${version}`,
};
