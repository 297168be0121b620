import { tellIn } from '../said.js';
import type { MoveInTold, MoveInWords } from '../move-in.js';

const none = '—';

/** Why a row of another system is not taken, and what to do, in English. */
export const moveIn: MoveInWords = {
  'file-unknown': () => ['is no CSV, JSON or XLSX file', 'Save it as one of these.'],
  'file-broken': () => ['cannot be read as a workbook', 'Save it again as XLSX, without a password.'],
  'file-too-large': () => [
    'holds more than 200 MB, or 4 million cells, once unpacked',
    'Divide the workbook, or save its sheets as CSV UTF-8.',
  ],
  'file-empty': () => ['is empty', 'The first row must name the columns: begin with the template.'],
  'not-utf8': () => ['is not UTF-8', 'Save it as "CSV UTF-8", JSON or XLSX.'],
  'not-json': ({ value }) => [
    value === null ? 'does not hold rows' : `cannot be read: ${value}`,
    'It must hold an array of objects, or an object with an array for each kind.',
  ],
  'kind-unclear': ({ value }) => [
    value === null ? 'does not say what its rows are' : `${value} is no kind of rows`,
    'Name the file or the sheet as its kind: orders, order-lines, Commandes…',
  ],
  'row-broken': () => ['has quotes that do not fit', 'Quote cells that hold the delimiter or a quote.'],
  'column-twice': ({ value }) => [`has two columns called ${value ?? none}`, 'Take one of them out.'],
  formula: () => ['is a formula, and its value is only the last one computed', 'Paste it as values.'],
  'cell-error': ({ value }) => [`holds the error ${value ?? none}`, 'Write the value.'],
  'not-exact': ({ value }) => [
    `${value ?? none} has more than 15 digits: as a number it has lost some`,
    'Format the cell as text and type it again.',
  ],
  'corrects-nothing': ({ value }) => [
    `there is no row ${value ?? none} to correct`,
    'Leave "# file" and "# row" as they were handed back.',
  ],
  'not-valid': ({ expected, said }) => [
    said ? tellIn('en', said) : (expected ?? 'is not valid'),
    'Write it as the column wants it.',
  ],
  'unknown-column': () => ['is no column of this kind', 'Take the column out, or name it as in docs/MOVING-IN.md.'],
  twice: ({ value }) => [`${value ?? none} stands here twice`, 'Keep one of the two rows.'],
  'already-there': ({ value }) => [
    `${value ?? none} is here already`,
    'Leave the row out, or undo the move-in that brought it.',
  ],
  'number-of-ours': ({ value }) => [
    `${value ?? none} looks like a number that Encours gives itself`,
    'Put something before it in the file, such as the name of the system that it comes from.',
  ],
  'unknown-customer': ({ value }) => [
    `there is no customer ${value ?? none}`,
    'Add it to customers, or correct the number.',
  ],
  'unknown-product': ({ value }) => [
    `there is no product ${value ?? none}`,
    'Add it to products, or correct the code.',
  ],
  'unknown-quote': ({ value }) => [`there is no quote ${value ?? none}`, 'Add it to quotes, or empty the cell.'],
  'unknown-order': ({ value }) => [
    `there is no order ${value ?? none} in these files`,
    'Add it to orders; an invoice may leave its order empty.',
  ],
  'unknown-line': ({ value }) => [`the order has no line ${value ?? none}`, 'Name a line of the order.'],
  'unknown-delivery': ({ value }) => [
    `there is no delivery ${value ?? none}`,
    'Add it to deliveries, or correct the number.',
  ],
  'unknown-invoice': ({ value }) => [
    `there is no invoice ${value ?? none}`,
    'Add it to invoices, or correct the number.',
  ],
  'unknown-instalment': ({ value }) => [`the invoice has no instalment ${value ?? none}`, 'Add it to instalments.'],
  'unknown-payment': ({ value }) => [`the customer has no payment ${value ?? none}`, 'Add it to payments.'],
  'unknown-salesperson': ({ value }) => [
    `nobody here is called ${value ?? none}`,
    'Make the person first, or empty the cell.',
  ],
  'no-contact': ({ value }) => [
    `customer ${value ?? none} has nobody to write to`,
    'Add a contact for orders or invoices with an e-mail address.',
  ],
  'no-lines': ({ value }) => [
    `${value ?? none} has no lines`,
    'Add its lines; an invoice without them leaves its order empty.',
  ],
  'no-price': ({ value }) => [`product ${value ?? none} has no price`, 'Fill in listPrice, or add a row to prices.'],
  'no-due-date': () => ['has no due date', 'Fill in dueDate, or add instalments.'],
  'no-terms-day': ({ value }) => [
    `terms ${value ?? none}: termsDay goes with day-of-month, and with it alone`,
    'Fill in termsDay (1 to 31), or empty it.',
  ],
  'no-such-reading': ({ value, expected }) => [
    `${value ?? none} is no reading of ${expected ?? none}`,
    'Choose days-then-month-end or month-end-then-days.',
  ],
  'no-vat-rate': ({ value }) => [
    `no VAT rate is on record for ${value ?? none} by then`,
    'Add the rate first, or correct the tax class.',
  ],
  'other-customer': ({ value, expected }) => [
    `is of customer ${value ?? none}, not ${expected ?? none}`,
    'Correct the customer, or what the row names.',
  ],
  'other-currency': ({ value, expected }) => [
    `is in ${value ?? none}, the customer's account in ${expected ?? none}`,
    'Give both in one currency.',
  ],
  'day-to-come': ({ value, expected }) => [
    `${value ?? none} is after ${expected ?? none}, the day of the books`,
    'Correct the date.',
  ],
  'day-before': ({ value, expected }) => [
    `${value ?? none} is before ${expected ?? none}`,
    'Correct one of the two dates.',
  ],
  'above-ordered': ({ value, expected }) => [
    `${value ?? none} delivered of ${expected ?? none} ordered`,
    'Correct the order or its delivery notes.',
  ],
  'above-delivered': ({ value, expected }) => [
    `${value ?? none} invoiced of ${expected ?? none} delivered`,
    'Add the missing delivery note, or correct the invoice.',
  ],
  'partly-invoiced': ({ value, expected }) => [
    `${value ?? none} of its ${expected ?? none} are invoiced`,
    'Give what is invoiced and what is not as two delivery notes.',
  ],
  'delivered-differs': ({ value, expected }) => [
    `says ${value ?? none} delivered, the delivery notes say ${expected ?? none}`,
    'Add the missing note, or correct the quantity.',
  ],
  'invoiced-differs': ({ value, expected }) => [
    `says ${value ?? none} invoiced, the invoices say ${expected ?? none}`,
    'Add the missing invoice, or correct the quantity.',
  ],
  'net-differs': ({ value, expected }) => [
    `${value ?? none}, but lines and freight make ${expected ?? none}`,
    'Correct the lines, the freight or the net.',
  ],
  'gross-differs': ({ value, expected }) => [
    `${value ?? none}, but it comes to ${expected ?? none}`,
    'Correct the amounts.',
  ],
  'instalments-differ': ({ value, expected }) => [
    `${value ?? none}, but the instalments make ${expected ?? none}`,
    'Correct the instalments.',
  ],
  'open-differs': ({ value, expected }) => [
    `${value ?? none} open, but what is paid leaves ${expected ?? none}`,
    'Add what was paid to payments and allocations, or say in paidOn when it was paid before.',
  ],
  'above-payment': ({ value, expected }) => [
    `${value ?? none} allocated of ${expected ?? none} received`,
    'Correct the payment or its allocations.',
  ],
  'level-without-day': () => ['level and lastLetterOn go together', 'Fill in both, or empty both.'],
  'unknown-level': ({ value }) => [`the dunning policy has no level ${value ?? none}`, 'Name a level of the policy.'],
  'ended-and-delivered': () => [
    'is cancelled, but something was delivered',
    'Leave status empty: what is delivered stays sold.',
  ],
  'control-differs': ({ value, expected }) => [
    `${value ?? none} there, ${expected ?? none} in these files`,
    'Find what is missing before you sign off.',
  ],
};

export const moveInTold: MoveInTold = {
  noFiles: 'Say which files to move in.',
  known: 'These rows were moved in before: nothing is changed.',
  notSigned: (code) => `Not signed off: nothing is changed. Sign these totals off with --sign-off ${code}.`,
  movedIn: 'Moved in.',
  started: (count) => `${count} processes started.`,
  ask: (code) => `Type ${code} to sign these totals off: `,
  row: 'row',
  more: (count) => `… and ${count} more`,
  refused: (count, report) => `${count} refused, so that nothing is moved in. Report: ${report}`,
  asOf: (day) => `As of ${day}:`,
  totals: {
    invoiced: 'invoiced',
    open: 'open',
    overdue: 'overdue',
    paid: 'paid',
    unallocated: 'unallocated',
    ordered: 'ordered',
  },
  openOrders: 'open orders',
  code: (code) => `Code of these totals: ${code}`,
  nothing: 'Nothing was moved in.',
  live: (because) => `It is live and stays: ${because} was done here with what it brought.`,
  undone: (id) => `Undone: everything that move-in ${id} had brought is gone.`,
  template: (file) => `Template written: ${file}`,
};
