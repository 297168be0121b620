import type { DunningLevel, HoldReason, Language, MailStatus, OrderStage, Role } from '../../contracts/vocabulary.js';

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
      | 'search'
      | 'searchHint'
      | 'allStages'
      | 'onlyBackorder'
      | 'show'
      | 'showAll'
      | 'noMatch'
      | 'ofCustomer'
      | 'open'
      | 'late'
      | 'overdueSince'
      | 'paid'
      | 'nothingInvoiced'
      | 'allOrders'
      | 'toDo'
      | 'dueOn'
      | 'lines'
      | 'product'
      | 'ordered'
      | 'delivered'
      | 'inStock'
      | 'backordered'
      | 'promised'
      | 'cancelled'
      | 'noDate'
      | 'invoices'
      | 'dueDate'
      | 'dunning'
      | 'reference'
      | 'quote'
      | 'salesperson'
      | 'settledOn'
      | 'signInFirst'
      | 'startPage'
      | 'unavailable'
      | 'failed'
      | 'requestId'
      | 'badRequest'
      | 'otherSite'
      | 'ordersHint'
  ]: string;
} & {
  readonly stages: Readonly<Record<OrderStage, string>>;
  readonly holds: Readonly<Record<HoldReason, string>>;
  readonly roles: Readonly<Record<Role | 'system', string>>;
  readonly mailStatuses: Readonly<Record<MailStatus, string>>;
  readonly levels: Readonly<Record<DunningLevel, string>>;
};

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
  search: 'Search',
  searchHint: 'Number, customer or reference',
  allStages: 'All stages',
  onlyBackorder: 'With backorders only',
  show: 'Show',
  showAll: 'Show all orders',
  noMatch: 'No order matches.',
  ofCustomer: 'Orders of',
  open: 'Open amount',
  late: 'late',
  overdueSince: 'overdue since',
  paid: 'paid',
  nothingInvoiced: 'nothing invoiced yet',
  allOrders: 'All orders',
  toDo: 'To do',
  dueOn: 'since',
  lines: 'Lines',
  product: 'Product',
  ordered: 'Ordered',
  delivered: 'Delivered',
  inStock: 'In stock',
  backordered: 'Backordered',
  promised: 'Promised for',
  cancelled: 'cancelled',
  noDate: 'no date yet',
  invoices: 'Invoices',
  dueDate: 'Due',
  dunning: 'Dunning',
  reference: 'Their reference',
  quote: 'Quote',
  salesperson: 'Salesperson',
  settledOn: 'Settled on',
  signInFirst: 'Sign in to see that page.',
  startPage: 'Start page',
  unavailable: 'The system does not answer just now. Try again in a moment.',
  failed: 'Something went wrong on our side.',
  requestId: 'Request id, for the operators',
  badRequest: 'This request cannot be understood.',
  ordersHint: 'Where each one is, and what it waits for',
  otherSite: 'This form comes from another site.',
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
  roles: {
    sales: 'sales',
    logistics: 'logistics',
    finance: 'finance',
    manager: 'manager',
    ops: 'ops',
    admin: 'admin',
    system: 'system',
  },
  mailStatuses: {
    QUEUED: 'to be sent',
    SENDING: 'being sent',
    SENT: 'sent',
    UNKNOWN: 'fate unknown',
    FAILED: 'failed',
    SKIPPED: 'not sent',
  },
  levels: {
    courtesy: 'courtesy reminder',
    'level-1': 'first reminder',
    'level-2': 'second reminder',
    'level-3': 'third reminder',
    'final-notice': 'final notice',
    'hand-over': 'handed over',
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
  search: 'Rechercher',
  searchHint: 'Numéro, client ou référence',
  allStages: 'Toutes les étapes',
  onlyBackorder: 'Avec reliquat seulement',
  show: 'Afficher',
  showAll: 'Afficher toutes les commandes',
  noMatch: 'Aucune commande ne correspond.',
  ofCustomer: 'Commandes de',
  open: 'Reste dû',
  late: 'en retard',
  overdueSince: 'échu depuis le',
  paid: 'payé',
  nothingInvoiced: 'rien de facturé',
  allOrders: 'Toutes les commandes',
  toDo: 'À faire',
  dueOn: 'depuis le',
  lines: 'Lignes',
  product: 'Article',
  ordered: 'Commandé',
  delivered: 'Livré',
  inStock: 'En stock',
  backordered: 'En reliquat',
  promised: 'Promis pour le',
  cancelled: 'annulé',
  noDate: 'sans date',
  invoices: 'Factures',
  dueDate: 'Échéance',
  dunning: 'Relance',
  reference: 'Leur référence',
  quote: 'Devis',
  salesperson: 'Commercial',
  settledOn: 'Soldée le',
  signInFirst: 'Connectez-vous pour voir cette page.',
  startPage: 'Page d’accueil',
  unavailable: 'Le système ne répond pas pour l’instant. Réessayez dans un instant.',
  failed: 'Une erreur s’est produite de notre côté.',
  requestId: 'Identifiant de la requête, pour l’exploitation',
  badRequest: 'Cette demande n’est pas comprise.',
  ordersHint: 'Où en est chacune, et ce qu’elle attend',
  otherSite: 'Ce formulaire vient d’un autre site.',
  stages: {
    received: 'Reçue',
    'credit-hold': 'Bloquée, crédit',
    'discrepancy-hold': 'Bloquée, écart',
    accepted: 'Acceptée',
    acknowledged: 'AR envoyé',
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
  roles: {
    sales: 'commercial',
    logistics: 'logistique',
    finance: 'comptabilité',
    manager: 'direction',
    ops: 'exploitation',
    admin: 'administration',
    system: 'système',
  },
  mailStatuses: {
    QUEUED: 'à envoyer',
    SENDING: 'en cours d’envoi',
    SENT: 'envoyé',
    UNKNOWN: 'sort inconnu',
    FAILED: 'en échec',
    SKIPPED: 'non envoyé',
  },
  levels: {
    courtesy: 'rappel de courtoisie',
    'level-1': 'premier rappel',
    'level-2': 'deuxième rappel',
    'level-3': 'troisième rappel',
    'final-notice': 'mise en demeure',
    'hand-over': 'transmise à une personne',
  },
};

export const texts: Readonly<Record<Language, Texts>> = { en, fr };
