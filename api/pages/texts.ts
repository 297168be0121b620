import type { Language } from '../../contracts/vocabulary.js';
import type { HoldReason, OrderStage } from '../../contracts/vocabulary.js';

type Texts = {
  readonly [
    name in
      | 'tagline'
      | 'whatItIs'
      | 'docs'
      | 'docsHint'
      | 'temporalUi'
      | 'temporalUiHint'
      | 'inbox'
      | 'inboxHint'
      | 'signIn'
      | 'signInHint'
      | 'apiKey'
      | 'wrongKey'
      | 'noWorker'
      | 'signedInAs'
      | 'signOut'
      | 'orders'
      | 'noOrders'
      | 'noOrdersHint'
      | 'newest'
      | 'older'
      | 'order'
      | 'customer'
      | 'stage'
      | 'waitsFor'
      | 'amount'
      | 'received'
      | 'nextDate'
      | 'dossier'
      | 'documents'
      | 'noDocuments'
      | 'mails'
      | 'noMails'
      | 'acknowledgement'
      | 'deliveryNote'
      | 'invoice'
      | 'inTemporal'
      | 'when'
      | 'what'
      | 'who'
      | 'nothingHappened'
      | 'later'
      | 'backorder'
      | 'skip'
      | 'notFound'
      | 'forbidden'
  ]: string;
} & { readonly stages: Readonly<Record<OrderStage, string>>; readonly holds: Readonly<Record<HoldReason, string>> };

const en: Texts = {
  tagline: 'Order to cash',
  whatItIs: 'Each order is followed from the quote it answers to the last cent collected.',
  docs: 'API documentation',
  docsHint: 'Every call, with what it takes and answers',
  temporalUi: 'Temporal UI',
  temporalUiHint: 'The running orders and collections, step by step',
  inbox: 'Mail inbox',
  inboxHint: 'What was sent to customers and to finance',
  signIn: 'Sign in',
  signInHint: 'with an API key, to read orders and their dossiers',
  apiKey: 'API key',
  wrongKey: 'This key is unknown, expired or revoked.',
  noWorker: 'No worker asks Temporal for work; what is asked for waits. Task queue:',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  orders: 'Orders',
  noOrders: 'There are no orders yet.',
  noOrdersHint: 'Enter the first one with POST /v1/orders; the API documentation shows how.',
  newest: 'Newest orders',
  older: 'Older orders',
  order: 'Order',
  customer: 'Customer',
  stage: 'Stage',
  waitsFor: 'Waits for',
  amount: 'Amount incl. VAT',
  received: 'Received',
  nextDate: 'Next date',
  dossier: 'Dossier',
  documents: 'Documents',
  noDocuments: 'No document is issued yet.',
  mails: 'Mails',
  noMails: 'No mail is written yet.',
  acknowledgement: 'Acknowledgement',
  deliveryNote: 'Delivery note',
  invoice: 'Invoice',
  inTemporal: 'Show in the Temporal UI',
  when: 'When',
  what: 'What happened',
  who: 'Who',
  nothingHappened: 'Nothing has happened yet.',
  later: 'What happened after',
  backorder: 'backorder',
  skip: 'Skip to content',
  notFound: 'There is no such page, or it is not yours to see.',
  forbidden: 'Your role may not see this page.',
  stages: {
    received: 'Received',
    'credit-hold': 'Held for credit',
    'discrepancy-hold': 'Held for a discrepancy',
    accepted: 'Accepted',
    acknowledged: 'Acknowledged',
    'in-delivery': 'In delivery',
    delivered: 'Delivered',
    settled: 'Settled',
    refused: 'Refused',
    rejected: 'Rejected',
    cancelled: 'Cancelled',
  },
  holds: {
    'credit-limit': 'credit limit',
    overdue: 'overdue invoices',
    'credit-stop': 'credit stop',
    discrepancy: 'discrepancy',
    'customer-asked': 'customer asked',
    requote: 'new quote',
  },
};

const fr: Texts = {
  tagline: 'De la commande à l’encaissement',
  whatItIs: 'Chaque commande est suivie du devis auquel elle répond jusqu’au dernier centime encaissé.',
  docs: 'Documentation de l’API',
  docsHint: 'Chaque appel, ce qu’il prend et ce qu’il répond',
  temporalUi: 'Interface Temporal',
  temporalUiHint: 'Les commandes et les recouvrements en cours, pas à pas',
  inbox: 'Boîte de réception',
  inboxHint: 'Ce qui a été envoyé aux clients et à la comptabilité',
  signIn: 'Se connecter',
  signInHint: 'avec une clé d’API, pour lire les commandes et leurs dossiers',
  apiKey: 'Clé d’API',
  wrongKey: 'Cette clé est inconnue, expirée ou révoquée.',
  noWorker: 'Aucun worker ne demande de travail à Temporal ; ce qui est demandé attend. File :',
  signedInAs: 'Connecté en tant que',
  signOut: 'Se déconnecter',
  orders: 'Commandes',
  noOrders: 'Il n’y a pas encore de commande.',
  noOrdersHint: 'Saisissez la première par POST /v1/orders ; la documentation de l’API montre comment.',
  newest: 'Dernières commandes',
  older: 'Commandes plus anciennes',
  order: 'Commande',
  customer: 'Client',
  stage: 'Étape',
  waitsFor: 'En attente de',
  amount: 'Montant TTC',
  received: 'Reçue le',
  nextDate: 'Prochaine date',
  dossier: 'Dossier d’affaire',
  documents: 'Documents',
  noDocuments: 'Aucun document n’est encore émis.',
  mails: 'Courriels',
  noMails: 'Aucun courriel n’est encore écrit.',
  acknowledgement: 'Accusé de réception',
  deliveryNote: 'Bon de livraison',
  invoice: 'Facture',
  inTemporal: 'Voir dans l’interface Temporal',
  when: 'Quand',
  what: 'Ce qui s’est passé',
  who: 'Qui',
  nothingHappened: 'Il ne s’est encore rien passé.',
  later: 'La suite',
  backorder: 'reliquat',
  skip: 'Aller au contenu',
  notFound: 'Cette page n’existe pas, ou ne vous est pas ouverte.',
  forbidden: 'Votre rôle ne permet pas de voir cette page.',
  stages: {
    received: 'Reçue',
    'credit-hold': 'Bloquée, crédit',
    'discrepancy-hold': 'Bloquée, écart',
    accepted: 'Acceptée',
    acknowledged: 'Accusée',
    'in-delivery': 'En livraison',
    delivered: 'Livrée',
    settled: 'Soldée',
    refused: 'Refusée',
    rejected: 'Rejetée',
    cancelled: 'Annulée',
  },
  holds: {
    'credit-limit': 'plafond de crédit',
    overdue: 'factures échues',
    'credit-stop': 'arrêt de crédit',
    discrepancy: 'écart',
    'customer-asked': 'question au client',
    requote: 'nouveau devis',
  },
};

export const texts: Readonly<Record<Language, Texts>> = { en, fr };
