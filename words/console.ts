import type { Language } from '../contracts/vocabulary.js';
import { customers as enCustomers } from './en/console/customers.js';
import { finance as enFinance } from './en/console/finance.js';
import { account as enAccount } from './en/console/account.js';
import { lists as enLists } from './en/console/lists.js';
import { logistics as enLogistics } from './en/console/logistics.js';
import { dunning as enDunning, mails as enMails } from './en/console/mails.js';
import { orders as enOrders } from './en/console/orders.js';
import { payments as enPayments } from './en/console/payments.js';
import { products as enProducts } from './en/console/products.js';
import { sales as enSales } from './en/console/sales.js';
import { shell as enShell } from './en/console/shell.js';
import { work as enWork } from './en/console/work.js';
import { customers as frCustomers } from './fr/console/customers.js';
import { finance as frFinance } from './fr/console/finance.js';
import { account as frAccount } from './fr/console/account.js';
import { lists as frLists } from './fr/console/lists.js';
import { logistics as frLogistics } from './fr/console/logistics.js';
import { dunning as frDunning, mails as frMails } from './fr/console/mails.js';
import { orders as frOrders } from './fr/console/orders.js';
import { payments as frPayments } from './fr/console/payments.js';
import { products as frProducts } from './fr/console/products.js';
import { sales as frSales } from './fr/console/sales.js';
import { shell as frShell } from './fr/console/shell.js';
import { work as frWork } from './fr/console/work.js';
import { terms as enTerms } from './en/terms.js';
import { terms as frTerms } from './fr/terms.js';
import { say, type Say } from './say.js';
import type { Terms } from './terms.js';

/** What the console says, room by room. The bundle of the workflows never loads it. */
const french = {
  shell: frShell,
  lists: frLists,
  work: frWork,
  logistics: frLogistics,
  account: frAccount,
  orders: frOrders,
  products: frProducts,
  sales: frSales,
  finance: frFinance,
  payments: frPayments,
  customers: frCustomers,
  mails: frMails,
  dunning: frDunning,
};

/** The same rooms in every language: one that lacks a word does not compile. */
export type ConsoleWords = typeof french;

const dictionaries: Readonly<Record<Language, ConsoleWords>> = {
  fr: french,
  en: {
    shell: enShell,
    lists: enLists,
    work: enWork,
    logistics: enLogistics,
    orders: enOrders,
    products: enProducts,
    sales: enSales,
    finance: enFinance,
    payments: enPayments,
    customers: enCustomers,
    mails: enMails,
    dunning: enDunning,
    account: enAccount,
  },
};

export const consoleWords = (language: Language): ConsoleWords => dictionaries[language];

/** The names of the vocabulary, and how figures are written: what the console needs of the other rooms. */
export type VocabularyWords = Terms & { readonly say: Say };

const vocabularies: Readonly<Record<Language, VocabularyWords>> = {
  fr: { ...frTerms, say: say.fr },
  en: { ...enTerms, say: say.en },
};

export const vocabularyWords = (language: Language): VocabularyWords => vocabularies[language];
