import { customers } from './console/customers.js';
import { finance } from './console/finance.js';
import { lists } from './console/lists.js';
import { logistics } from './console/logistics.js';
import { dunning, mails } from './console/mails.js';
import { orders } from './console/orders.js';
import { payments } from './console/payments.js';
import { products } from './console/products.js';
import { sales } from './console/sales.js';
import { shell } from './console/shell.js';
import { work } from './console/work.js';
import { say } from '../say.js';
import { typeset } from '../typeset.js';
import { terms } from './terms.js';

/** What the console says in French, room by room; every language has the same rooms. */
export const rooms = typeset({
  shell,
  lists,
  work,
  logistics,
  orders,
  products,
  sales,
  finance,
  payments,
  customers,
  mails,
  dunning,
});

export const vocabulary = { ...terms, say: say.fr };
