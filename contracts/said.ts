import type {
  ComplaintStatus,
  DateKind,
  DeliveryStatus,
  discrepancyTypes,
  InvoiceChannel,
  LogoFault,
  OrderRequestKind,
  OrderStage,
  Role,
  TemplateWarning,
} from './vocabulary.js';

/**
 * What is said to somebody who is refused, as facts: a sentence by its name, and what it is made of. The sentences stand in
 * words/en and words/fr, each language whole; nothing that is kept or sent between processes holds one.
 */

type None = Readonly<Record<never, never>>;
type Of<H extends string> = Readonly<Record<H, string>>;

/** What there may be none of, or another one than was read. */
export type Thing =
  | 'address'
  | 'authenticator'
  | 'claim'
  | 'company'
  | 'complaint'
  | 'contact'
  | 'customer'
  | 'delivery'
  | 'billing-run'
  | 'document'
  | 'dunning-step'
  | 'figure'
  | 'good-key'
  | 'invoice'
  | 'legal-hold'
  | 'key'
  | 'letter'
  | 'line'
  | 'mail'
  | 'month-end'
  | 'move-in'
  | 'order'
  | 'payment'
  | 'person'
  | 'policy'
  | 'product'
  | 'quote'
  | 'session'
  | 'template'
  | 'waiting-authenticator';

/** What may not answer in time. */
export type SilentPart =
  | 'backorder'
  | 'billing-run'
  | 'complaint'
  | 'database'
  | 'issuer'
  | 'mail-errand'
  | 'month-end'
  | 'order-process'
  | 'process'
  | 'proof-errand';

/** What a customer may be to others: the head of their group, or who pays for them. */
export type Relation = 'parent' | 'payer';

type CreditDecision = 'released' | 'refused';
type DiscrepancyType = (typeof discrepancyTypes)[number];

/** Why something is refused, and what to do about it. */
export type RefusalFacts = {
  'complaint-settled': { readonly complaint: string; readonly status: ComplaintStatus };
  'read-complaint': None;
  'complaint-unqualified': Of<'complaint'>;
  'qualify-complaint': None;
  'complained-line-unknown': { readonly line: number };
  'more-than-complainable': { readonly line: number } & Of<'quantity' | 'most'>;
  'complain-at-most': Of<'most'>;
  'complaint-without-invoice': Of<'complaint'>;
  'credit-after-invoice': None;
  'credit-waits': Of<'invoice'>;
  'credit-once-granted': None;
  'complaint-without-lines': Of<'complaint'>;
  'goods-back-already': Of<'complaint'>;
  'name-complained-lines': None;
  'nothing-to-complain-of': Of<'order'>;
  'complain-of-sale': None;
  'no-complaint-of-credit-note': Of<'invoice'>;
  'order-takes-no-replacement': Of<'order'>;
  'enter-free-order': None;
  'file-not-kept': Of<'name'>;
  'send-photo-or-pdf': None;
  'file-too-large': { readonly name: string; readonly most: number };
  'send-smaller-file': None;
  'complaint-full': { readonly complaint: string; readonly most: number };
  'file-there-already': Of<'name'>;
  'no-colleague': Of<'person'>;
  'name-colleague': None;
  'of-field': { readonly field: string; readonly mistake: Said };
  'read-allocations': None;
  'ship-to-unknown': Of<'code'>;
  'ship-to-retired': Of<'code'>;
  'view-not-yours': None;
  'api-key-unusable': None;
  'tokens-not-accepted': None;
  'token-owner-gone': None;
  'no-token': None;
  'token-too-long': None;
  'token-not-valid': None;
  'token-of-other-type': Of<'type'>;
  'no-access-token': None;
  'token-lives-too-long': { readonly minutes: number };
  'token-without-subject': None;
  'token-without-role': None;
  'period-backwards': None;
  'period-of-one-day': None;
  'reported-in-france-only': None;
  'platform-unnumbered': None;
  'set-platform-number': None;
  'give-days-in-order': None;
  'period-too-long': None;
  'ask-for-ten-years': None;
  'table-empty': Of<'file'>;
  'header-broken': { readonly file: string; readonly mistake: Said };
  'column-twice': Of<'file' | 'column'>;
  'column-inside-column': Of<'file' | 'column'>;
  'write-one-object': None;
  'write-field-once': None;
  'needs-own-reference-or-again': None;
  'put-row-right-and-retry': None;
  'close-some-streams': None;
  'as-recorded': Of<'text'>;
  'too-many-decimals': {
    readonly amount: string;
    readonly currency: string;
    readonly most: number;
    readonly meant: string | null;
  };
  'part-of-counted': { readonly amount: string; readonly unit: string; readonly meant: string | null };
  'no-price-in': { readonly amount: string; readonly currency: string; readonly meant: string | null };
  'rate-of-own-currency': Of<'currency'>;
  'no-exchange-rate': Of<'currency' | 'accounting' | 'day'>;
  'ask-finance-for-exchange-rate': Of<'currency'>;
  'outside-scope-alone': { readonly line: number };
  'invoice-outside-scope-alone': None;
  'adjusted-below-zero': { readonly line: number; readonly net: string; readonly currency: string };
  'no-quantity': { readonly amount: string; readonly meant: string | null };
  'write-in-coins': { readonly meant: string | null };
  'leave-out-zeros': { readonly meant: string | null };
  'write-without-decimals': { readonly meant: string | null };
  'date-out-of-bounds': {
    readonly kind: DateKind;
    readonly first: string;
    readonly last: string;
    readonly day: string;
  };
  silent: { readonly what: SilentPart; readonly why: readonly Said[] };
  'systems-silent': { readonly systems: readonly string[] };
  'is-stopping': None;
  'no-worker-lately': Of<'queue'>;
  'no-worker-for': { readonly queue: string; readonly seconds: number };
  'delivery-not-to-prove': Of<'delivery'>;
  'relation-for-other': { readonly customer: string; readonly relation: Relation; readonly other: string };
  'use-allowed-methods': Of<'allow'>;
  'leave-field-out': Of<'field'>;
  'spend-unknown': None;
  'person-unknown': Of<'person'>;
  'cost-known': Of<'product' | 'day'>;
  'enter-cost-on-other-day': Of<'today' | 'first'>;
  'own-order-credit': None;
  'enter-new-order-for-more': None;
  'own-difference': { readonly discrepancy: DiscrepancyType };
  'allocate-to-same-customer': None;
  'finance-lifts-or-releases': None;
  'ask-colleague-of-sales': None;
  'nothing-left-to-cancel': None;
  'platform-not-signed': None;
  'sign-platform-message': None;
  'give-both-of-one-company': None;
  'channel-without-address': { readonly channel: InvoiceChannel };
  'give-number-for-channel': { readonly channel: InvoiceChannel };
  'ask-colleague-for-room': None;
  'ask-whose-role-allows': None;
  'ask-finance-for-rate': None;
  'wait-or-new-password': None;
  'all-on-backorder': None;
  'buyer-without-vat-number': Of<'product' | 'customer'>;
  'read-mail-to-resolve': None;
  'allocate-no-more': None;
  'all-done-enter-new-order': None;
  'deliver-what-is-allocated': None;
  'amend-or-cancel-whole': None;
  'name-who-has-mail': None;
  'nobody-for-acknowledgement': None;
  'failed-on-our-side': None;
  'hold-own-invoice': None;
  'payment-not-returnable': Of<'payment'>;
  'changed-since-read': { readonly thing: Thing };
  'say-why-stopped': None;
  'checks-under-way': None;
  'return-exceeds-payment': Of<'payment'>;
  'own-order-waits-for-credit': Of<'order' | 'customer'>;
  'hold-lifted-or-foreign': Of<'hold'>;
  'money-booked-not-allocated': { readonly refusal: Said; readonly id: string };
  'amended-meanwhile': { readonly version: number };
  'role-not-shown-holds': { readonly role: Role };
  'no-vat-rate': Of<'product' | 'taxClass' | 'country' | 'day'>;
  'invoice-not-of-currency': Of<'name' | 'customer'>;
  'cursor-of-other-list': None;
  'allocate-that-payment': None;
  'deliveries-stopped': Of<'customer' | 'order'>;
  'claim-not-of-currency': Of<'name' | 'customer'>;
  'role-not-shown-credit': { readonly role: Role };
  'parts-once-accepted': None;
  'more-than-to-cancel': { readonly line: number; readonly quantity: string; readonly open: string };
  'password-sign-in-only': None;
  'deliveries-wait-for-finance': None;
  'more-than-to-deliver': { readonly line: number; readonly quantity: string; readonly open: string };
  'all-cancelled': None;
  'too-many-requests': None;
  'too-many-wrong-secrets': None;
  'name-or-give-address': None;
  'change-that-customer': None;
  'paid-enter-new-order': None;
  'extend-or-revise-quote': None;
  'change-that-product': None;
  'vat-number-of-other-company': Of<'vat' | 'siren'>;
  'nobody-with-mail-left': None;
  'cancel-remainder': None;
  'mail-decided': Of<'mail' | 'status'>;
  'step-waits-for-nothing': Of<'step'>;
  'line-done': None;
  'sessions-for-admin': None;
  'part-cancelled-meanwhile': None;
  'discrepancy-decided': Of<'discrepancy'>;
  'no-proof-to-correct': { readonly delivery: string; readonly delivered: DeliveryStatus };
  'nothing-left-to-deliver': None;
  'foreign-page': None;
  'code-needed': None;
  'no-stop-on-deliveries': Of<'order'>;
  'more-than-allocated': { readonly line: number; readonly quantity: string; readonly allocated: string };
  'look-at-the-date': None;
  'quote-too-large': Of<'net' | 'currency'>;
  'no-such-allocation': { readonly payment: string; readonly allocation: number };
  'credit-decided-meanwhile': { readonly person: string; readonly order: string; readonly decision: CreditDecision };
  'account-currency-in-use': Of<'customer' | 'currency'>;
  'offer-ended-already': Of<'day'>;
  'worklist-line-unknown': None;
  'person-exists': Of<'person'>;
  'password-set-by-other': None;
  'revise-or-order-without': None;
  'product-unusable': Of<'product'>;
  'allocate-payment-in': None;
  'return-names-no-payment': Of<'payment'>;
  'change-that-code': None;
  'own-admin-rights': None;
  'read-what-order-waits-for': None;
  'enter-vat-number': None;
  'line-not-of-person': Of<'person'>;
  'scope-beyond-role': None;
  'name-a-line': None;
  'transfer-booked': Of<'payment' | 'id'>;
  'mail-waits-for-nothing': Of<'mail'>;
  'siret-of-other-company': Of<'siret' | 'siren'>;
  'nothing-at-address': None;
  'payer-unknown': Of<'payment'>;
  'body-not-json': None;
  'wait-for-receipt': None;
  'delivery-proved': Of<'delivery'>;
  'document-not-issued': None;
  'mail-not-written': None;
  'mail-reduced': None;
  'amend-again': None;
  'read-holds': None;
  'stop-needs-reason': None;
  'receipt-booked': Of<'reference'>;
  'address-impossible': None;
  'worklist-of-other-role': { readonly role: Role | null };
  'discrepancy-unknown': Of<'discrepancy'>;
  'role-may-not': { readonly role: Role; readonly permission: string };
  'body-too-large': { readonly size: number };
  'no-row-refused': None;
  'move-in-live': Of<'because'>;
  'put-right-one-by-one': None;
  'move-in-at': Of<'moveIn'>;
  'read-move-in-again': None;
  'file-twice': None;
  'name-each-file': None;
  'files-too-large': None;
  'use-move-in-command': None;
  'total-differs': Of<'typed' | 'found'>;
  'find-what-is-missing': None;
  'totals-missing': Of<'currency'>;
  'currency-not-in-files': None;
  'customer-exists': Of<'customer'>;
  'code-wrong-or-used': None;
  'codes-asked-already': None;
  'account-kept-in': Of<'customer' | 'currency'>;
  'quote-lost': None;
  'product-exists': Of<'product'>;
  'gtin-of-product': Of<'gtin' | 'product'>;
  'stock-too-large': Of<'product' | 'most'>;
  'customer-unknown-here': Of<'customer'>;
  'delivery-unknown': Of<'delivery'>;
  'ask-colleague-of-finance': None;
  'quote-expired': Of<'day'>;
  'product-unknown-here': Of<'product'>;
  'name-or-password-wrong': None;
  'order-unknown': Of<'order'>;
  'quote-unknown': Of<'quote'>;
  'quote-line-unknown': { readonly line: number };
  'named-quote-expired': Of<'quote' | 'day'>;
  'order-line-unknown': { readonly line: number };
  'line-quantity-none': { readonly line: number; readonly quantity: string };
  'deliver-at-most': Of<'open'>;
  'account-in-currency': Of<'customer' | 'currency'>;
  'customer-unknown': Of<'customer'>;
  'cancel-at-most': Of<'open'>;
  'month-not-ended': Of<'month' | 'day'>;
  'name-ended-month': None;
  'period-over-year-end': Of<'end'>;
  'name-period-in-year': None;
  'available-to-allocate': Of<'available'>;
  'address-unknown': Of<'customer' | 'code'>;
  'contact-unknown': Of<'customer' | 'code'>;
  'product-unknown': Of<'product'>;
  'read-order-again': None;
  'line-named-twice': { readonly line: number };
  'keep-proof-first': None;
  'line-twice': { readonly line: number };
  'taken-now': { readonly taken: readonly OrderRequestKind[] };
  'name-line-once': None;
  'enter-in-currency': Of<'currency'>;
  'nothing-open-on': Of<'invoice'>;
  'payment-not-of': Of<'payment' | 'customer'>;
  'not-the-password': None;
  'leave-line-out': None;
  'no-such-quote': Of<'customer'>;
  'invoice-not-of': Of<'invoice' | 'customer'>;
  'code-retired': Of<'code'>;
  'last-admin': Of<'person'>;
  'no-such': { readonly thing: Thing };
  'enter-new-order': None;
  'no-line-named': None;
  'quote-in-currency': Of<'currency'>;
  'not-for-sale': Of<'product'>;
  'claim-not-on': Of<'claim' | 'customer'>;
  'payment-gave-back': Of<'payment'>;
  'own-relation': { readonly customer: string; readonly relation: Relation };
  'relation-has-one': { readonly customer: string; readonly relation: Relation; readonly other: string };
  'payment-of': Of<'payment' | 'customer'>;
  'read-order': None;
  'lines-are': { readonly lines: readonly number[] };
  'priced-in': Of<'product' | 'currency'>;
  'code-taken': { readonly customer: string; readonly thing: 'address' | 'contact'; readonly code: string };
  'delivery-at': { readonly delivery: string; readonly delivered: DeliveryStatus };
  'open-on': Of<'open' | 'currency' | 'invoice'>;
  'no-credit-note-of': Of<'creditNote' | 'customer'>;
  'more-than-to-give': Of<'creditNote' | 'amount' | 'left' | 'currency'>;
  'nothing-to-give-on': Of<'creditNote'>;
  'name-credit-note': None;
  'nothing-left-to-credit': Of<'invoice'>;
  'only-invoices-are-credited': Of<'invoice'>;
  'invoice-line-unknown': { readonly line: number };
  'more-than-to-credit': { readonly line: number; readonly quantity: string; readonly left: string };
  'credit-at-most': Of<'left'>;
  'no-such-application': { readonly creditNote: string; readonly application: number };
  'own-credit-stays': Of<'creditNote' | 'invoice'>;
  'credit-asked-already': Of<'invoice'>;
  'credit-request-unknown': None;
  'credit-request-decided': None;
  'own-credit-request': None;
  'more-than-to-invoice': { readonly line: number; readonly quantity: string; readonly left: string };
  'nothing-left-to-invoice': None;
  'credit-it-instead': None;
  'corrective-of-one-customer': None;
  'corrective-after-credit': Of<'invoice'>;
  'corrective-in-france': None;
  'credit-and-invoice-instead': None;
  'deposit-above-order': Of<'amount' | 'gross' | 'currency'>;
  'deposit-unpaid': Of<'order'>;
  'deposit-paid-first': None;
  'deposit-credited-whole': Of<'invoice'>;
  'credit-whole': None;
  'more-freight-than-to-credit': Of<'amount' | 'left' | 'currency'>;
  'more-than-left-of-lines': Of<'amount' | 'left' | 'currency'>;
  'price-not-below': {
    readonly line: number;
    readonly price: string;
    readonly net: string;
    readonly quantity: string;
    readonly currency: string;
  };
  'order-closed': Of<'order'>;
  'quote-at': Of<'quote' | 'status'>;
  'own-customers-only': None;
  'leave-salesperson-out': None;
  'month-version-kept': Of<'month'>;
  'read-delivery': None;
  'read-step-to-resolve': None;
  'method-not-allowed': Of<'method'>;
  'see-docs': None;
  'payloads-for-ops': None;
  'body-json-utf8': None;
  'request-unreadable': None;
  'if-match-of-nothing': None;
  'no-etag': None;
  'send-etag': None;
  'leave-it-out': None;
  'figure-not-split': Of<'figure' | 'dimension'>;
  'figure-not-narrowed': Of<'figure' | 'kind'>;
  'figure-not-of-customer': Of<'figure'>;
  'split-by': { readonly dimensions: readonly string[] };
  'role-not-reads-figure': { readonly role: Role };
  'too-many-streams': None;
  'key-on-every-write': None;
  'quote-whole-cell': None;
  'name-or-empty-column': None;
  'quote-cells': None;
  'lacks-row': { readonly row: number };
  'put-row-right': None;
  'cells-differ': { readonly here: string; readonly row: number; readonly there: string; readonly other: number };
  'write-same-value': None;
  'password-is-owner': None;
  'password-repeats': None;
  'body-json': None;
  'key-with-other-body': None;
  'no-registrar': None;
  'set-registrar': None;
  'answer-misshapen': None;
  'read-or-correct-proof': None;
  'issued-by-other-system': None;
  'look-in-other-system': None;
  'credit-note-without-xml': None;
  'role-not-shown-list': { readonly role: Role };
  'list-column-unknown': Of<'column'>;
  'list-unknown': None;
  'table-unclear': None;
  'say-what-rows-are': None;
  'table-too-long': { readonly rows: number; readonly most: number };
  'divide-table': None;
  'put-table-right': None;
  'letter-not-for-role': { readonly mail: string; readonly role: Role };
  'mail-is-letter': Of<'mail'>;
  'resolve-a-step': Of<'id'>;
  'remove-authenticator': None;
  'read-both-payments': None;
  'say-what-it-pays': Of<'path'>;
  'person-not-known': None;
  'scope-not-of-role': { readonly role: Role };
  'ask-credit-hold-only': None;
  'leave-role-out': None;
  'caller-hung-up': None;
  'requests-wait-already': None;
  'send-fewer': None;
  'ask-finance': None;
  'use-console': None;
  'demo-account-unknown': None;
  'sum-too-large': None;
  'take-into-use': None;
  'siret-of-customer': None;
  'address-of-other-company': Of<'code' | 'siret'>;
  'change-siret-first': None;
  'open-other-account': None;
  'no-signed-note': Of<'delivery'>;
  'tell-ops-verify': None;
  'already-entered': Of<'order'>;
  'needs-own-reference': None;
  'request-not-logged': None;
  'request-past-minute': None;
  'stays-in-dossier': None;
  'name-payment-in': None;
  'rate-in-force': Of<'taxClass' | 'country' | 'day'>;
  'enter-rate-later': Of<'day'>;
  'series-numbers-given': Of<'day'>;
  'begin-series-later': Of<'day'>;
  'prefix-taken': Of<'prefix'>;
  'choose-other-prefix': None;
  'nobody-to-write-to': Of<'customer'>;
  'give-contact-or-print': None;
  'template-warned': { readonly warning: TemplateWarning };
  'say-despite-warnings': None;
  'logo-not-kept': Of<'sha256'>;
  'keep-logo-first': None;
  'logo-unreadable': { readonly why: LogoFault };
  'give-other-logo': None;
  'too-many-views': { readonly count: number };
  'take-view-away': None;
  'view-name-taken': Of<'name'>;
  'rename-view': None;
  'name-who-sees-line': { readonly role: Role };
  'line-ends-by-itself': Of<'kind'>;
  'do-what-line-names': None;
  'take-next-cursor': None;
  'sort-with-filters': Of<'sort'>;
  'sort-by-filtered-date': None;
  'sort-by-one-kind': None;
  'delivered-not-amended': { readonly order: string; readonly stage: OrderStage };
  'order-ended': { readonly order: string; readonly stage: OrderStage; readonly asked: OrderRequestKind };
  'order-not-there-yet': { readonly order: string; readonly stage: OrderStage; readonly asked: OrderRequestKind };
  'at-element': { readonly path: string; readonly what: Said };
  'xml-empty': None;
  'send-ubl-order': None;
  'xml-not-well-formed': { readonly line: number; readonly column: number; readonly why: string };
  'xml-mend': None;
  'xml-has-doctype': None;
  'xml-leave-doctype-out': None;
  'xml-too-many': None;
  'xml-divide': None;
  'xml-other-document': Of<'name' | 'namespace'>;
  'xml-encoding-unknown': Of<'encoding'>;
  'xml-not-encoded-so': Of<'encoding'>;
  'xml-save-as-utf-8': None;
  'body-xml': None;
  'send-as-xml': None;
  'send-smaller-message': None;
  'xml-element-twice': None;
  'xml-one-element': None;
  'xml-element-missing': None;
  'xml-fill-in': None;
  'xml-no-decimal': Of<'text'>;
  'xml-no-date': Of<'text'>;
  'xml-write-date': None;
  'ubl-consignment': None;
  'ubl-order-by-sale': None;
  'ubl-period-backwards': Of<'day'>;
  'ubl-item-unnamed': None;
  'ubl-item-unknown': Of<'item'>;
  'ubl-items-differ': Of<'item' | 'product' | 'other'>;
  'ubl-tell-item': None;
  'ubl-give-our-number': None;
  'ubl-no-quantity': None;
  'ubl-line-elsewhere': None;
  'ubl-order-for-each-place': None;
  'ubl-base-unit': Of<'unitCode' | 'quantityIn'>;
  'ubl-negative': None;
  'ubl-other-currency': Of<'own' | 'currency'>;
  'ubl-line-differs': Of<'told' | 'worked'>;
  'ubl-sum-differs': Of<'told' | 'worked'>;
  'ubl-put-sum-right': None;
  'ubl-price-not-held': Of<'net'>;
  'ubl-allowance-not-held': Of<'amount'>;
  'ubl-write-net-price': None;
  'ubl-line-id-twice': Of<'id'>;
  'ubl-other-unit': Of<'unitCode' | 'unit' | 'product'>;
  'ubl-count-in': Of<'unitCode'>;
  'ubl-buyer-unknown': None;
  'ubl-name-buyer': None;
  'ubl-buyers-several': { readonly customers: readonly string[] };
  'ubl-other-buyer': Of<'customer'>;
  'ubl-other-seller': Of<'value'>;
  'ubl-send-to-seller': None;
  'ubl-place-unknown': Of<'value'>;
  'ubl-write-address': None;
  'ubl-reference-used': Of<'order'>;
  'ubl-take-new-reference': None;
  'payloads-not-encoded': None;
  'payloads-not-decoded': None;
};

/** What is wrong with a field: to be read after its name. */
export type MistakeFacts = {
  'too-few-characters': { readonly least: number };
  'too-many-characters': { readonly most: number };
  'too-few-items': { readonly least: number };
  'too-many-items': { readonly most: number };
  'too-small': { readonly least: number };
  'too-large': { readonly most: number };
  'other-value': { readonly values: readonly string[] };
  'one-of': { readonly values: readonly string[] };
  'same-as-before': None;
  'not-percent-encoded': None;
  'not-visible-ascii': { readonly most: number };
  'quote-never-closed': None;
  'quote-closed-early': None;
  'nameless-column': { readonly column: number };
  'ragged-row': { readonly cells: number; readonly expected: number; readonly goesOn: boolean };
  'not-an-object': None;
  'field-twice': None;
  'unknown-field': { readonly known: readonly string[] };
  'not-valid': Of<'what'>;
  'invisible-character': Of<'code'>;
  'unprintable-character': Of<'character' | 'code'>;
  'amount-digits': None;
  'amount-as-text': None;
  'amount-owed-digits': None;
  'amount-owed-as-text': None;
  'positive-amount-digits': None;
  'positive-amount-as-text': None;
  'signed-amount-digits': None;
  'signed-amount-as-text': None;
  'entered-amount-digits': None;
  'entered-amount-as-text': None;
  'unit-price-digits': None;
  'unit-price-as-text': None;
  'quantity-digits': None;
  'quantity-as-text': None;
  'signed-quantity-digits': None;
  'signed-quantity-as-text': None;
  'any-quantity-digits': None;
  'any-quantity-as-text': None;
  'percentage-digits': None;
  'percentage-as-text': None;
  'positive-percentage-digits': None;
  'positive-percentage-as-text': None;
  'parts-not-whole': None;
  'wrong-adjustment-reason': None;
  'wrong-unit-code': None;
  'exchange-rate-as-text': None;
  'exchange-rate-digits': None;
  'rates-once-a-day': None;
  'contributions-once-a-day': None;
  'date-in-standing-terms': None;
  'wrong-customer-number': None;
  'wrong-product-number': None;
  'wrong-quote-number': None;
  'wrong-order-number': None;
  'wrong-delivery-number': None;
  'wrong-invoice-number': None;
  'wrong-new-customer-number': None;
  'wrong-address-code': None;
  'wrong-new-product-number': None;
  'wrong-letter-number': None;
  'wrong-complaint-number': None;
  'wrong-email-address': None;
  'wrong-country-code': None;
  'wrong-claim': None;
  'wrong-date': None;
  'wrong-moment': None;
  'not-between-centuries': None;
  'not-first-of-month': None;
  'wrong-month': None;
  'wrong-time-of-day': None;
  'not-one-line': None;
  'control-characters': None;
  'not-nine-digits': None;
  'not-fourteen-digits': None;
  'wrong-siren': None;
  'wrong-siret': None;
  'not-thirteen-digits': None;
  'wrong-gtin-form': None;
  'wrong-gs1-number': None;
  'wrong-vat-number-form': None;
  'wrong-vat-number': None;
  'wrong-vat-number-of-company': None;
  'wrong-iban': None;
  'wrong-bic': None;
  'wrong-principal': None;
  'system-principal': None;
  'wrong-discrepancy-id': None;
  'wrong-base64': None;
  'wrong-strokes': None;
  'not-strokes-inside': None;
  'wrong-address-query': None;
  'wrong-stock-total': None;
  'wrong-money-total': None;
  'wrong-line-number': None;
  'wrong-vat-rate-of-category': None;
  'wrong-exemption-of-category': None;
  'wrong-prefix': None;
  'all-need-prefix': None;
  'wrong-sha256': None;
  'wrong-color': None;
  'columns-once': None;
  'wrong-statement-number': None;
  'four-lines': None;
  'return-pays-nothing': None;
  'only-return-returns': None;
  'only-money-out-refunds': None;
  'customer-of-allocations': None;
  'codes-unique': None;
  'line-numbers-unique': None;
  'nothing-to-correct': None;
  'one-default-each': None;
  'targets-once': None;
  'mails-once': None;
  'discrepancies-once': None;
  'currencies-once': None;
  'days-once': None;
  'wrong-account': None;
  'wrong-journal': None;
  'wrong-year-end': None;
  'journals-once': None;
  'rules-end-with-all': None;
  'levels-in-order': None;
  missing: None;
  'not-text': None;
  'not-number': None;
  'not-whole-number': None;
  'not-boolean': None;
  'not-object': None;
  'not-list': None;
  'not-uuid': None;
  empty: None;
  'unstorable-character': None;
};

export type SentenceFacts = RefusalFacts & MistakeFacts;
export type Sentence = keyof SentenceFacts;

export type Said = { readonly [S in Sentence]: { readonly sentence: S; readonly values: SentenceFacts[S] } }[Sentence];

/** The sentences that nothing is missing from. */
type Whole<F> = { [S in keyof F]: keyof F[S] extends never ? S : never }[keyof F];

/** A mistake that a schema of ours finds by a rule of its own: what zod has as its message. */
export const mistake = (sentence: Whole<MistakeFacts>): string => sentence;

export const said = <S extends Sentence>(
  sentence: S,
  ...[values]: S extends Whole<SentenceFacts> ? [] : [values: SentenceFacts[S]]
): Said => ({ sentence, values: values ?? {} }) as Said;
