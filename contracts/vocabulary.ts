/** The closed lists of words that Encours uses, once. This file imports nothing, so that workflows can use its values. */

export const roles = ['sales', 'logistics', 'finance', 'manager', 'ops', 'admin'] as const;
export type Role = (typeof roles)[number];

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** What a contact of a customer is written or called about. */
export const contactRoles = ['orders', 'invoices', 'dunning', 'delivery'] as const;
export type ContactRole = (typeof contactRoles)[number];

/** What an address of a customer is for, beside its own. */
export const addressKinds = ['ship-to', 'bill-to'] as const;
export type AddressKind = (typeof addressKinds)[number];

export const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'DKK', 'NOK', 'PLN', 'CAD', 'JPY'] as const;
export type Currency = (typeof currencies)[number];

/** The fixed recovery fee is 40 euros whatever the invoice's currency (art. D441-5 C.com). */
export const recoveryFeeCurrency = 'EUR' satisfies Currency;

export const orderOrigins = ['quote', 'phone', 'email', 'edi', 'web', 'direct'] as const;
export type OrderOrigin = (typeof orderOrigins)[number];

/** Whose invoices a series numbers: of orders of one origin, or of all that have none of their own. */
export const seriesOrigins = ['all', ...orderOrigins] as const;
export type SeriesOrigin = (typeof seriesOrigins)[number];

/** How an entry of a series stands on a day: another followed it, it counts, or it is still to come. */
export const seriesStates = ['past', 'in-force', 'to-come'] as const;

/** Where an order is. `credit-hold` and `discrepancy-hold` wait for a person. */
export const orderStages = [
  'received',
  'credit-hold',
  'discrepancy-hold',
  'accepted',
  'acknowledged',
  'in-delivery',
  'delivered',
  'settled',
  'refused',
  'rejected',
  'cancelled',
] as const;
export type OrderStage = (typeof orderStages)[number];

export const holdReasons = [
  'credit-limit',
  'overdue',
  'credit-stop',
  'discrepancy',
  'customer-asked',
  'requote',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Under which rule a supply of goods is taxed (art. 258, 262 I and 262 ter I CGI). */
export const vatRegimes = ['domestic', 'intra-community', 'export'] as const;
export type VatRegime = (typeof vatRegimes)[number];

/** What a product is for the tax of the country that it is sold from; the rate of a class is a matter of dates. */
export const taxClasses = [
  'standard',
  'intermediate',
  'reduced',
  'super-reduced',
  'zero',
  'exempt',
  'reverse-charge',
  'outside-scope',
] as const;
export type TaxClass = (typeof taxClasses)[number];

/** What goods and services the law sets a payment term for (art. L441-10 and L441-11 C.com): domain/legal-terms.ts. */
export const goodsSectors = ['general', 'perishable-food', 'fresh-meat', 'spirits', 'wine', 'transport'] as const;
export type GoodsSector = (typeof goodsSectors)[number];

/** The maxima of those terms; perishable food has had two. */
export const legalMaxima = [...goodsSectors, 'perishable-food-by-decade', 'periodic'] as const;
export type LegalMaximum = (typeof legalMaxima)[number];

/**
 * VAT category codes (EN 16931 BT-118, BT-151; UNCL 5305): standard rate, whatever its height; zero rate; exempt; reverse
 * charge; and, by the regime of a supply alone, intra-Community supply and export.
 */
export const vatCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const;
export type VatCategory = (typeof vatCategories)[number];

/** What the rate of a tax class may be. */
export const domesticVatCategories = ['S', 'Z', 'E', 'AE', 'O'] as const satisfies readonly VatCategory[];

/** Why no VAT is charged (EN 16931 BT-121, code list VATEX). */
export const vatExemptions = ['VATEX-EU-132', 'VATEX-EU-AE', 'VATEX-EU-IC', 'VATEX-EU-G', 'VATEX-EU-O'] as const;
export type VatExemption = (typeof vatExemptions)[number];

/** What comes off an amount, or on top of it. */
export const adjustmentKinds = ['allowance', 'charge'] as const;
export type AdjustmentKind = (typeof adjustmentKinds)[number];

/** Collection and recycling (UNTDID 7161): what is told of a product's waste. */
export const ECO_CONTRIBUTION = 'AEO';

/** What the value of one is: an amount, a percentage, or an amount for each unit. */
export const adjustmentBases = ['amount', 'percent', 'per-unit'] as const;

export const creditDecisionKinds = ['approved', 'watch', 'held', 'released', 'refused'] as const;

export const discrepancyTypes = [
  'price',
  'quantity',
  'date',
  'terms',
  'item',
  'discount',
  'freight',
  'reference',
] as const;

export const dispositions = ['accept', 'requote', 'ask', 'reject'] as const;
export type Disposition = (typeof dispositions)[number];

/** Whose error a difference or an amendment comes of: ours when the order was entered, the customer's, that of the quote or of the price list; nobody's. */
export const errorCauses = ['entry', 'customer', 'quote', 'price-list', 'none'] as const;
export type ErrorCause = (typeof errorCauses)[number];

/** What can be wrong with an order: what reconciliation compares, and where it goes or whom we write to. */
export const errorTypes = [...discrepancyTypes, 'address'] as const;
export type ErrorType = (typeof errorTypes)[number];

/** Work that a person has a capacity for: lines of orders entered, lines of deliveries made. */
export const workKinds = ['lines-entered', 'lines-delivered'] as const;
export type WorkKind = (typeof workKinds)[number];

export const quoteStatuses = ['open', 'accepted', 'expired', 'lost'] as const;
export type QuoteStatus = (typeof quoteStatuses)[number];

/** Picked; gone from our stock; with the recipient; received, by a signed note. */
export const deliveryStatuses = ['prepared', 'departed', 'delivered', 'proved'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** A credit note takes from what was invoiced, a corrective one replaces it, a deposit asks for money before the goods. */
export const invoiceKinds = ['invoice', 'credit-note', 'corrective', 'deposit'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/** What a credit note takes back: all that is left of its invoice, quantities, a part of the price, an allowance given afterwards. */
export const creditScopes = ['whole', 'lines', 'price', 'allowance'] as const;
export type CreditScope = (typeof creditScopes)[number];

/** What becomes of a credit that waits for a second person. */
export const creditRequestDecisions = ['grant', 'refuse'] as const;

/** Why: the reasons of the French lifecycle of invoices (AFNOR XP Z12-012, message CDV, list of reasons). */
export const creditReasons = [
  'TX_TVA_ERR',
  'MONTANTTOTAL_ERR',
  'CALCUL_ERR',
  'NON_CONFORME',
  'DOUBLON',
  'DEST_ERR',
  'TRANSAC_INC',
  'EMMET_INC',
  'CONTRAT_TERM',
  'DOUBLE_FACT',
  'CMD_ERR',
  'ADR_ERR',
  'REF_CT_ABSENT',
  'PU_ERR',
  'REM_ERR',
  'QTE_ERR',
  'ART_ERR',
  'MODPAI_ERR',
  'QUALITE_ERR',
  'LIVR_INCOMP',
  'COORD_BANC_ERR',
  'AUTRE',
] as const;
export type CreditReason = (typeof creditReasons)[number];

/**
 * How an invoice is put right: by a credit note and a new invoice, or by one corrective invoice that takes its place (UNTDID
 * 1001, 384).
 */
export const correctionForms = ['credit-and-invoice', 'corrective'] as const;
export type CorrectionForm = (typeof correctionForms)[number];

/** The two syntaxes in which EN 16931 has an invoice written: UN/CEFACT CII and OASIS UBL. */
export const invoiceSyntaxes = ['cii', 'ubl'] as const;
export type InvoiceSyntax = (typeof invoiceSyntaxes)[number];

/** What the journal for the accountant tells: sales always, the rest by choice. */
export const journalParts = ['sales', 'payments', 'write-offs', 'claims'] as const;
export type JournalPart = (typeof journalParts)[number];

export const invoiceStatuses = ['open', 'part-paid', 'paid'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** How a customer stands: by the days on which it orders, and how long it has been silent. */
export const customerStandings = ['regular', 'at-risk', 'lapsed', 'new', 'occasional'] as const;
export type CustomerStanding = (typeof customerStandings)[number];

export const dunningLevels = ['courtesy', 'level-1', 'level-2', 'level-3', 'final-notice', 'hand-over'] as const;
export type DunningLevel = (typeof dunningLevels)[number];

/** DUE: decided, not yet sent. UNKNOWN: the mail server may have it; waits for a person. DONE: a level without a letter. */
export const dunningStepStatuses = ['DUE', 'SENT', 'SKIPPED', 'UNKNOWN', 'FAILED', 'DONE'] as const;
export type DunningStepStatus = (typeof dunningStepStatuses)[number];

/** What may become of a letter that did not simply leave. */
export type LetterStatus = Extract<DunningStepStatus, 'UNKNOWN' | 'FAILED'>;

/**
 * Why a receivable that has reached a level is left out of the letter of a day: the fate of its last letter is not known, it
 * is held or all of it disputed, too little of it is open, money that waits to be allocated covers it, or all together is not worth a letter.
 */
export const leftOutReasons = [
  'letter-under-way',
  'held',
  'disputed',
  'residue',
  'money-covers',
  'below-minimum',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/**
 * What a customer finds wrong (réclamation): goods that are short, damaged, others than ordered, late or poor; a price; an
 * invoice. `reserve`: what stands on a proof of receipt, before anybody has said which of these it is. Interest and fees are
 * claims; this is none of those.
 */
export const complaintKinds = [
  'reserve',
  'short',
  'damaged',
  'wrong',
  'late',
  'quality',
  'price',
  'invoice-error',
] as const;
export type ComplaintKind = (typeof complaintKinds)[number];

/** `awaiting-goods`: decided, and what was complained of is to come back. */
export const complaintStatuses = ['open', 'awaiting-goods', 'closed', 'withdrawn'] as const;
export type ComplaintStatus = (typeof complaintStatuses)[number];

export const complaintOutcomes = ['credit-note', 'replacement', 'refused'] as const;
export type ComplaintOutcome = (typeof complaintOutcomes)[number];

/** Who opened a complaint: a person, or by themselves the reserves of a proof of receipt, or a refusal told by a platform. */
export const complaintOrigins = ['person', 'proof', 'platform'] as const;
export type ComplaintOrigin = (typeof complaintOrigins)[number];

/** What may be kept with a complaint. */
export const complaintFileTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type ComplaintFileType = (typeof complaintFileTypes)[number];

/** What is claimed beside the principal of a late receivable. */
export const claimKinds = ['interest', 'recovery-fee'] as const;
export type ClaimKind = (typeof claimKinds)[number];

/** What is posted on the account of a customer. */
export const ledgerEntryKinds = [
  'invoice',
  'credit-note',
  /** What of a credit note is deducted from an invoice: one on each side. */
  'application',
  'application-undone',
  'payment',
  'allocation',
  'reversal',
  'return',
  'claim-raised',
  'claim-waived',
  /** It falls away with what was credited of its invoice. */
  'claim-credited',
  'write-off',
  /** Before it was moved in, where no payment says it. */
  'paid-before',
] as const;
export type LedgerEntryKind = (typeof ledgerEntryKinds)[number];

/**
 * By which way an invoice reaches a customer: a mail; an approved platform of the French reform; the Peppol network, by the
 * same platform; a portal of the customer's, where a person uploads it; paper.
 */
export const invoiceChannels = ['mail', 'platform', 'peppol', 'portal', 'paper'] as const;
export type InvoiceChannel = (typeof invoiceChannels)[number];

/** What becomes of an invoice at the platforms and at its buyer (XP Z12-012, MDT-105), and a file that was not admitted. */
export const lifecycleCodes = [
  '200',
  '201',
  '202',
  '203',
  '204',
  '205',
  '206',
  '207',
  '208',
  '209',
  '210',
  '211',
  '212',
  '213',
  '501',
] as const;
export type LifecycleCode = (typeof lifecycleCodes)[number];

/** Why, beside the reasons of a credit note (XP Z12-012, MDT-113): of routing, of the public sector, of semantics, of the file. */
export const lifecycleReasons = [
  ...creditReasons,
  'NON_TRANSMISE',
  'JUSTIF_ABS',
  'DEST_INC',
  'SIRET_ERR',
  'CODE_ROUTAGE_ERR',
  'REF_ERR',
  'ROUTAGE_ERR',
  'CONTACT_ACHTR',
  'RETRAIT_MAN_SERV',
  'ST_CT_NON_DECLAR',
  'SUPPR_COMP_AVOIR',
  'TRANSF_PMNT_REGIE',
  'REJ_SEMAN',
  'REJ_UNI',
  'REJ_COH',
  'REJ_ADR',
  'REJ_CONT_B2G',
  'REJ_REF_PJ',
  'REJ_ASS_PJ',
  'IRR_VIDE_F',
  'IRR_TYPE_F',
  'IRR_SYNTAX',
  'IRR_TAILLE_PJ',
  'IRR_NOM_PJ',
  'IRR_VID_PJ',
  'IRR_EXT_DOC',
  'IRR_TAILLE_F',
  'IRR_ANTIVIRUS',
  'IRR_NOM_F',
] as const;
export type LifecycleReason = (typeof lifecycleReasons)[number];

/** What the buyer wants done (XP Z12-012, MDT-121). */
export const lifecycleActions = ['NOA', 'PIN', 'NIN', 'CNF', 'CNP', 'CNA', 'OTH'] as const;
export type LifecycleAction = (typeof lifecycleActions)[number];

/** UNKNOWN: whoever takes it over may have it. HANDED: a person takes it on its way. SKIPPED: withdrawn, or given up by a person. */
export const outgoingStatuses = ['QUEUED', 'SENDING', 'SENT', 'UNKNOWN', 'FAILED', 'HANDED', 'SKIPPED'] as const;
export type OutgoingStatus = (typeof outgoingStatuses)[number];

export const outgoingKinds = [
  'acknowledgement',
  'invoice',
  'credit-note',
  'dunning-letter',
  'dunning-report',
  'question',
  'refusal',
  'month-end',
  /** What we tell the platform of an invoice: its money is there. */
  'invoice-status',
  'quote',
  'statement',
  'complaint-reminder',
] as const;
export type OutgoingKind = (typeof outgoingKinds)[number];

/** What something happened to, or was decided about, in the dossier of an order: the first word of an action. */
export const dossierKinds = [
  'order',
  'credit',
  'reconciliation',
  'discrepancy',
  'delivery',
  'invoice',
  'payment',
  'claim',
  'dunning',
  'mail',
  'information',
  'complaint',
  'quote',
  'customer',
  'stock',
  'worklist',
  'process',
] as const;
export type DossierKind = (typeof dossierKinds)[number];

/** What a person decides on a mail that is UNKNOWN or FAILED. */
export const mailResolutions = ['was-sent', 'send-again', 'skip'] as const;

/** Size of the field that is signed in, in the units of its strokes. */
export const signatureField = { width: 600, height: 200 } as const;

/** Who asks for news of an order. */
export const informationAskers = ['customer', 'sales', 'logistics', 'finance', 'management', 'other'] as const;

/** What is issued: numbered, dated and frozen. A signed delivery note is the note with its proof of receipt. */
export const documentKinds = [
  'acknowledgement',
  /** The same to a customer whose software sent the order, in its language. */
  'order-response',
  'delivery-note',
  'signed-delivery-note',
  'invoice',
  'credit-note',
  /** What will be invoiced: a paper that charges nothing. */
  'proforma',
  'dunning-letter',
  /** The figures of a month, as PDF and as XLSX: two documents that say the same. */
  'month-end',
  'month-end-workbook',
  'quote',
  /** Relevé de compte. */
  'statement',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Documents to which a template gives columns and words, beside the look that all have. */
export const templatedKinds = [
  'quote',
  'acknowledgement',
  'delivery-note',
  'invoice',
  'credit-note',
  'dunning-letter',
  'statement',
] as const;
export type TemplatedKind = (typeof templatedKinds)[number];

const pricedColumns = [
  'lineNo',
  'product',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'discount',
  'vatRate',
  'net',
] as const;

/** What may be told of each line of a document, in a column of its own. */
export const documentColumns = {
  quote: [...pricedColumns, 'delivery'],
  acknowledgement: [...pricedColumns, 'agreed'],
  'delivery-note': ['lineNo', 'product', 'description', 'unit', 'ordered', 'delivered'],
  invoice: pricedColumns,
  'credit-note': pricedColumns,
  'dunning-letter': ['invoice', 'dueDate', 'overdue', 'level', 'open', 'interest', 'fee', 'claimed'],
  statement: ['invoice', 'order', 'reference', 'issueDate', 'dueDate', 'overdue', 'amount', 'open'],
} as const satisfies Readonly<Record<TemplatedKind, readonly string[]>>;
export type DocumentColumn<K extends TemplatedKind = TemplatedKind> = (typeof documentColumns)[K][number];

/** How old something owed is, in days after it was due. */
export const ageBuckets = ['not-due', '1-30', '31-60', '61-90', 'over-90'] as const;
export type AgeBucket = (typeof ageBuckets)[number];

/** Colours of a document: text, small text, what stands out, lines, and the ground of heads and panels. */
export const templateColors = ['ink', 'muted', 'accent', 'rule', 'panel'] as const;
export type TemplateColor = (typeof templateColors)[number];

/** Words of a template: below the sender, after the contents, in small print at the end, at the foot of each page. */
export const templateTexts = ['header', 'closing', 'terms', 'footer'] as const;

/** Why a template is one to look at twice: something that is to be told is not, a column has little room, a colour is hard to read. */
export type TemplateWarning =
  | { readonly kind: 'mention-lost'; readonly document: TemplatedKind; readonly column: DocumentColumn }
  | { readonly kind: 'little-room'; readonly document: TemplatedKind; readonly column: DocumentColumn }
  /** `ratio` with two decimals, such as `3.21`; 4.5 is enough. */
  | {
      readonly kind: 'low-contrast';
      readonly color: TemplateColor;
      readonly on: 'paper' | 'panel';
      readonly ratio: string;
    };

/** Why a file is no logo: no PNG or JPEG, damaged, larger than 2,000 pixels, interlaced, or in the four colours of print. */
export type LogoFault = 'neither' | 'damaged' | 'too-large' | 'interlaced' | 'print-colors';

export const logoTypes = ['image/png', 'image/jpeg'] as const;

/** How often the deliveries of a customer are invoiced together. */
export const billingRhythms = ['weekly', 'fortnightly', 'monthly'] as const;
export type BillingRhythm = (typeof billingRhythms)[number];

/**
 * What waits for a person by how orders, deliveries and payments stand: read from them whenever it is asked for, and over
 * when they have moved on. No process raises it.
 */
export const standingWorkKinds = [
  'acknowledgement',
  'delivery-due',
  'promise-late',
  'proof-missing',
  'not-invoiced',
  'unallocated',
  'credit-to-give',
] as const;

export const workItemKinds = [
  'credit-hold',
  'discrepancy',
  'dunning-report',
  'collections',
  'allocation',
  'credit-approval',
  'write-off',
  'mail-unknown',
  'mail-failed',
  'mail-channel',
  'month-end-unaddressed',
  /** The platform takes nothing from us, or is not to be reached. */
  'platform-channel',
  /** What came from the platform and says nothing that we know. */
  'platform-message',
  /** An invoice was refused, rejected, disputed, suspended or accepted in part. */
  'invoice-status',
  /** An invoice that a person prints or uploads. */
  'invoice-by-hand',
  'complaint',
  ...standingWorkKinds,
] as const;
export type WorkItemKind = (typeof workItemKinds)[number];

export const workItemStatuses = ['open', 'done'] as const;
export type WorkItemStatus = (typeof workItemStatuses)[number];

/** What a person may do with an order on its page. */
export const orderActions = [
  'release-credit',
  'refuse-credit',
  'accept',
  'requote',
  'ask',
  'reject',
  'amend',
  'cancel',
  'contacts',
  'deliver',
  'release-deliveries',
] as const;
export type OrderAction = (typeof orderActions)[number];

/** Why an action is not for this person now: the code of the refusal, where that says it; else what is meant by it. */
export const notNowReasons = [
  'order-closed',
  'order-delivered',
  'order-not-ready',
  'credit-stopped',
  'deposit-unpaid',
  'waits-for-finance',
  'not-stopped',
  'over-delivery',
  'not-allocated',
  'over-cancellation',
  'asked-for-it',
  'gave-room',
] as const;
export type NotNowReason = (typeof notNowReasons)[number];

/** What who sends rows of a kind must be allowed to: the permission of the route that each is sent to. */
export const importNeeds = {
  customers: 'customers.create',
  addresses: 'customers.add-address',
  contacts: 'customers.add-contact',
  'item-numbers': 'customers.set-item-number',
  products: 'products.create',
  'product-costs': 'product-costs.create',
  quotes: 'quotes.create',
  orders: 'orders.create',
  payments: 'payments.create',
} as const;

/** What holds where a policy leaves a value out: percent of the target, days after the departure. */
export const usualPolicyValues = { warnPercent: 50, proofDays: 5, invoicingDays: 2 } as const;

/** What whole numbers of a policy may be: what they lead to has to be a date. */
export const policyBounds = {
  overdueToleranceDays: { min: 0, max: 3_660 },
  escalateAfterHours: { min: 1, max: 8_784 },
  dateDays: { min: 0, max: 3_660 },
  targetMinutes: { min: 1, max: 527_040 },
  warnPercent: { min: 1, max: 100 },
  preparationDays: { min: 0, max: 366 },
  replenishmentDays: { min: 1, max: 3_660 },
  proofDays: { min: 1, max: 366 },
  invoicingDays: { min: 0, max: 366 },
  offsetDays: { min: -60, max: 730 },
  minIntervalDays: { min: 0, max: 3_660 },
} as const;

/** Whose public holidays are no working days: ISO 3166-1, Alsace and Moselle apart. */
export const workingCalendars = ['FR', 'FR-AM', 'BE', 'LU', 'DE', 'none'] as const;
export const timeZones = [
  'UTC',
  'Europe/London',
  'Europe/Lisbon',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Brussels',
  'Europe/Madrid',
  'Europe/Rome',
  'Europe/Athens',
] as const;

/** Where a move-in stands. */
export const moveInStatuses = [
  'looking',
  'refused',
  'ready',
  'known',
  'moving',
  'starting',
  'done',
  'undoing',
  'ending',
  'undone',
] as const;
export type MoveInStatus = (typeof moveInStatuses)[number];
/** Something works on it. */
export const isMoveInAtWork = (status: MoveInStatus): boolean =>
  ['looking', 'moving', 'starting', 'undoing', 'ending'].includes(status);

/** What is kept as long as somebody says so, whatever its term. */
export const heldKinds = ['customer', 'order', 'document'] as const;
export type HeldKind = (typeof heldKinds)[number];

/** Names under which Encours itself acts: no person and no program may have one. */
export const systemPrincipals = ['encours', 'command-line', 'demo-data', 'system'] as const;

/** What an identified caller is: the person or program that acts, its role, and the request it acts in. */
export type Actor = { readonly principal: string; readonly role: Role | 'system'; readonly requestId: string };

/** What the audit tells of: each change is of one of these. */
export const auditEntities = [
  'order',
  'discrepancy',
  'information-request',
  'quote',
  'delivery',
  'invoice',
  'claim',
  'complaint',
  'payment',
  'customer',
  'product',
  'stock-receipt',
  'tax-rate',
  'exchange-rate',
  'invoice-series',
  'document-template',
  'document-logo',
  'dunning-step',
  'mail',
  'work-item',
  'view',
  'export',
  'capacity',
  'acquisition-spend',
  'month-end',
  'billing-run',
  'move-in',
  'company',
  'policy',
  'principal',
  'person',
  'session',
  'api-key',
  'retention',
  'legal-hold',
  'idempotency-keys',
] as const;
export type AuditEntity = (typeof auditEntities)[number];

/** What a person may ask of an order once it is received. */
export const orderRequests = [
  'credit-decision',
  'disposition',
  'amendment',
  'cancellation',
  'delivery',
  'delivery-release',
  'proof',
] as const;
export type OrderRequestKind = (typeof orderRequests)[number];

/** What a date is that somebody enters: domain/date-bounds.ts says how far from the day of entry it may lie. */
export type DateKind =
  | 'requested'
  | 'offered'
  | 'validity'
  | 'acceptance'
  | 'due'
  | 'payment'
  | 'stockReceipt'
  | 'arrival'
  | 'signature'
  | 'holdEnd'
  | 'putAside'
  | 'acquisitionSpend'
  | 'capacity'
  | 'productCost'
  | 'ecoContribution'
  | 'taxRate'
  | 'exchangeRate'
  | 'invoiceSeries'
  | 'documentTemplate'
  | 'billing'
  | 'statement'
  | 'complaintDue';

/** How an API key stands: good, past its day, or ended by a person. */
export const keyStates = ['good', 'expired', 'revoked'] as const;
export type KeyState = (typeof keyStates)[number];

/** How somebody signed in: with a password of ours, at the issuer of OpenID Connect, or with a click of the demo. */
export const signInMethods = ['password', 'oidc', 'demo'] as const;
export type SignInMethod = (typeof signInMethods)[number];
