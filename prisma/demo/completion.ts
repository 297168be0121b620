import type { Company } from '../../contracts/company.js';
import type { PolicySnapshot } from '../../contracts/policies.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { Language, Role } from '../../contracts/vocabulary.js';

/**
 * What Northwind lacks, in one place: everything here is invented, nothing in the folder `northwind` is changed.
 * Company and VAT identifiers are well formed (the SIREN numbers have their Luhn key, the French VAT numbers their own
 * key) but start with 000910 or 90 so that they look like no real company's; the seller's telephone number is from the
 * range that the French regulator keeps for fiction; all domains end in `.example` (RFC 2606); the IBAN is the one that
 * the IBAN registry prints as the example for France. All prices of Northwind are read as EUR.
 */
export const currency = 'EUR';

/** Ten products are discontinued in Northwind although some of its orders ask for them: here all are for sale. */
export const discontinuedStayForSale = true;

export const company: Company = {
  legalName: 'Comptoir Encours SAS',
  legalForm: 'Société par actions simplifiée (SAS)',
  shareCapital: '250 000 EUR',
  siren: '000910018',
  tradeRegister: 'RCS Bordeaux 000 910 018',
  vatNumber: 'FR01000910018',
  address: {
    name: 'Comptoir Encours SAS',
    street: '12 quai des Négociants',
    postalCode: '33000',
    city: 'Bordeaux',
    region: '',
    countryCode: 'FR',
  },
  phone: '+33 5 36 49 10 20',
  email: 'adv@comptoir-encours.example',
  financeEmail: 'finance@comptoir-encours.example',
  iban: 'FR1420041010050500013M02606',
  bic: 'ENCRFR2A',
  currency,
  language: 'fr',
  zone: 'Europe/Paris',
  invoiceNotes: {
    fr: "Pas d'escompte pour paiement anticipé.",
    en: 'No discount for early payment.',
  },
};

export const policies: Omit<PolicySnapshot, 'schemaVersion' | 'zone'> = {
  credit: {
    schemaVersion: 1,
    overdueToleranceDays: 15,
    overdueToleranceAmount: '50.00',
    watchPercent: '80.00',
    escalateAfterHours: 24,
    stopHoldsDeliveries: true,
    heldOrdersCount: false,
  },
  tolerance: {
    schemaVersion: 1,
    pricePercent: '2.00',
    quantityPercent: '0.00',
    dateDays: 3,
    discountPoints: '0.50',
    freightAmount: '5.00',
    sameReference: 'hold',
    escalateAfterHours: 24,
  },
  acknowledgement: { schemaVersion: 1, targetMinutes: 240 },
  fulfilment: { schemaVersion: 1, preparationDays: 1, replenishmentDays: 14 },
  dunning: {
    schemaVersion: 1,
    levels: [
      level('courtesy', -3, 0),
      level('level-1', 5, 5),
      level('level-2', 15, 7, { claimInterest: true, claimRecoveryFee: true }),
      level('level-3', 30, 10, { claimInterest: true, claimRecoveryFee: true }),
      level('final-notice', 45, 10, { claimInterest: true, claimRecoveryFee: true }),
      level('hand-over', 60, 10, {
        channel: 'none',
        claimInterest: true,
        claimRecoveryFee: true,
        creditStop: true,
        handOver: true,
      }),
    ],
    rates: [
      {
        from: '2025-01-01',
        percent: '12.00',
        source:
          'Terms of sale of Comptoir Encours, article 7; above three times the legal interest rate between ' +
          'professionals (art. L441-10 II C.com): 11.13 % in H1 2025, 8.28 % in H2 2025, 7.86 % in H1 2026',
      },
    ],
    recoveryFee: '40.00',
    letters: 'per-customer',
    thresholds: [{ currency: 'EUR', minimum: '5.00', residue: '1.00' }],
    sendingWindow: { zone: 'Europe/Paris', from: '08:30', to: '18:00', workingDaysOnly: true, calendar: 'FR' },
  },
};

type DunningLevelPolicy = PolicySnapshot['dunning']['levels'][number];

function level(
  name: DunningLevelPolicy['level'],
  offsetDays: number,
  minIntervalDays: number,
  changes: Partial<DunningLevelPolicy> = {},
): DunningLevelPolicy {
  const silent = { claimInterest: false, claimRecoveryFee: false, creditStop: false, handOver: false };
  return { level: name, offsetDays, minIntervalDays, channel: 'mail', ...silent, ...changes };
}

type Country = {
  readonly code: string;
  readonly language: Language;
};

const country = (code: string, language: Language = 'en'): Country => ({ code, language });

/** Code and language by Northwind's country name. */
export const countries: Readonly<Record<string, Country>> = {
  France: country('FR', 'fr'),
  Austria: country('AT'),
  Belgium: country('BE', 'fr'),
  Denmark: country('DK'),
  Finland: country('FI'),
  Germany: country('DE'),
  Ireland: country('IE'),
  Italy: country('IT'),
  Poland: country('PL'),
  Portugal: country('PT'),
  Spain: country('ES'),
  Sweden: country('SE'),
  Argentina: country('AR'),
  Brazil: country('BR'),
  Canada: country('CA'),
  Mexico: country('MX'),
  Norway: country('NO'),
  Switzerland: country('CH', 'fr'),
  UK: country('GB'),
  USA: country('US'),
  Venezuela: country('VE'),
};

/**
 * Products at the standard rate, by Northwind's number, and why art. 278-0 bis A 1° CGI leaves them out: food and soft
 * drinks for people bear the reduced one.
 */
export const standardRated: Readonly<Record<number, string>> = {
  2: 'alcoholic drink (beer)',
  19: 'composed product that contains chocolate',
  25: 'composed product that contains cocoa',
  26: 'confectionery',
  34: 'alcoholic drink (beer)',
  35: 'alcoholic drink (beer)',
  38: 'alcoholic drink (wine)',
  39: 'alcoholic drink (liqueur)',
  49: 'confectionery',
  50: 'white chocolate, which is no chocolate in the sense of the article',
  67: 'alcoholic drink (beer)',
  70: 'alcoholic drink (beer)',
  75: 'alcoholic drink (beer)',
  76: 'alcoholic drink (liqueur)',
};

/** A person or a desk that may act; `employeeId` is Northwind's number of a salesperson. */
export type DemoPrincipal = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string;
  readonly seesAllCustomers: boolean;
};

export const emailDomain = 'comptoir-encours.example';

/** Northwind's sales managers and the inside sales coordinator: they see every customer, the others their own. */
export const employeesWhoSeeAllCustomers: readonly number[] = [2, 5, 8];

/** The other desks of the house. */
export const desks: readonly DemoPrincipal[] = [
  desk('lucie.marchand', 'Lucie Marchand', 'logistics'),
  desk('karim.benali', 'Karim Benali', 'finance'),
  desk('helene.castaing', 'Hélène Castaing', 'manager'),
  desk('yann.le-goff', 'Yann Le Goff', 'ops'),
  desk('sophie.arnaud', 'Sophie Arnaud', 'admin'),
];

function desk(id: string, name: string, role: Role): DemoPrincipal {
  return { id, name, role, email: `${id}@${emailDomain}`, seesAllCustomers: true };
}

/** Whose key the embedded stack hands out for each role. */
export const demoPrincipalOfRole: Readonly<Record<Role, string>> = {
  sales: 'laura.callahan',
  logistics: 'lucie.marchand',
  finance: 'karim.benali',
  manager: 'helene.castaing',
  ops: 'yann.le-goff',
  admin: 'sophie.arnaud',
};

const net = (days: number): PaymentTerms => ({ kind: 'net', days });
const cash = net(0);
const net30 = net(30);
const net45 = net(45);
const net60 = net(60);
const eom30A: PaymentTerms = { kind: 'end-of-month', days: 30, reading: 'days-then-month-end' };
const eom30B: PaymentTerms = { kind: 'end-of-month', days: 30, reading: 'month-end-then-days' };
const eom45A: PaymentTerms = { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' };
const eom45B: PaymentTerms = { kind: 'end-of-month', days: 45, reading: 'month-end-then-days' };

export type CustomerCompletion = {
  /** EUR. Most cover what Northwind's two years of orders come to at once; six are lower, so that holds are seen. */
  readonly creditLimit: string;
  readonly terms: PaymentTerms;
  /** Northwind's employee who took most of the customer's orders; employee 4 for the two customers without any. */
  readonly salesperson: number;
  /** The customer at the head of its group, who pays its invoices. */
  readonly groupOf?: string;
  readonly siren?: string;
  readonly vatNumber?: string;
};

/**
 * Terms, limit and identity of each customer. The limits below two years' orders are those of BONAP, FOLKO, HUNGO, LAZYK
 * (no credit at all), RATTC and SUPRD. No term exceeds 60 days net or 45 days end of month (art. L441-10 C.com); the
 * shorter ones that art. L441-11 asks for perishable food and spirits are not modelled.
 */
export const customers: Readonly<Record<string, CustomerCompletion>> = {
  ALFKI: { creditLimit: '5000.00', terms: net30, salesperson: 1, vatNumber: 'DE900010001' },
  ANATR: { creditLimit: '2000.00', terms: net30, salesperson: 3 },
  ANTON: { creditLimit: '10000.00', terms: net45, salesperson: 3 },
  AROUT: { creditLimit: '20000.00', terms: eom30A, salesperson: 4 },
  BERGS: { creditLimit: '35000.00', terms: net30, salesperson: 3, vatNumber: 'SE900001000001' },
  BLAUS: { creditLimit: '5000.00', terms: net60, salesperson: 9, vatNumber: 'DE900010010' },
  BLONP: { creditLimit: '35000.00', terms: eom30A, salesperson: 4, siren: '000910117', vatNumber: 'FR07000910117' },
  BOLID: { creditLimit: '5000.00', terms: eom30B, salesperson: 4, vatNumber: 'ESB90010000' },
  BONAP: { creditLimit: '20000.00', terms: eom45B, salesperson: 4, siren: '000910125', vatNumber: 'FR31000910125' },
  BOTTM: { creditLimit: '35000.00', terms: net30, salesperson: 3 },
  BSBEV: { creditLimit: '10000.00', terms: net30, salesperson: 3 },
  CACTU: { creditLimit: '2000.00', terms: net30, salesperson: 8 },
  CENTC: { creditLimit: '2000.00', terms: cash, salesperson: 4 },
  CHOPS: { creditLimit: '20000.00', terms: net45, salesperson: 4 },
  COMMI: { creditLimit: '5000.00', terms: eom30A, salesperson: 4 },
  CONSH: { creditLimit: '2000.00', terms: net30, salesperson: 2 },
  DRACD: { creditLimit: '5000.00', terms: net60, salesperson: 1, vatNumber: 'DE900010028' },
  DUMON: { creditLimit: '2000.00', terms: net30, salesperson: 7, siren: '000910133', vatNumber: 'FR55000910133' },
  EASTC: { creditLimit: '20000.00', terms: eom30B, salesperson: 1 },
  ERNSH: { creditLimit: '150000.00', terms: net30, salesperson: 1, vatNumber: 'ATU90010005' },
  FAMIA: { creditLimit: '5000.00', terms: net30, salesperson: 4 },
  FISSA: { creditLimit: '2000.00', terms: net30, salesperson: 4, vatNumber: 'ESB90010018' },
  FOLIG: { creditLimit: '20000.00', terms: eom30B, salesperson: 1, siren: '000910141', vatNumber: 'FR79000910141' },
  FOLKO: { creditLimit: '25000.00', terms: net45, salesperson: 8, vatNumber: 'SE900001001801' },
  FRANK: { creditLimit: '35000.00', terms: eom30A, salesperson: 1, vatNumber: 'DE900010036' },
  FRANR: { creditLimit: '5000.00', terms: net30, salesperson: 1, siren: '000910158', vatNumber: 'FR33000910158' },
  FRANS: { creditLimit: '2000.00', terms: net30, salesperson: 2, vatNumber: 'IT90000010026' },
  FURIB: { creditLimit: '10000.00', terms: net60, salesperson: 4, vatNumber: 'PT900010002' },
  GALED: { creditLimit: '2000.00', terms: eom30B, salesperson: 8, vatNumber: 'ESB90010026' },
  GODOS: { creditLimit: '20000.00', terms: net30, salesperson: 7, vatNumber: 'ESB90010034' },
  GOURL: { creditLimit: '10000.00', terms: net30, salesperson: 6 },
  GREAL: { creditLimit: '20000.00', terms: net30, salesperson: 4 },
  GROSR: { creditLimit: '2000.00', terms: net45, salesperson: 1 },
  HANAR: { creditLimit: '35000.00', terms: eom30A, salesperson: 3 },
  HILAA: { creditLimit: '35000.00', terms: net30, salesperson: 4 },
  HUNGC: { creditLimit: '5000.00', terms: net60, salesperson: 3 },
  HUNGO: { creditLimit: '40000.00', terms: eom30B, salesperson: 3, vatNumber: 'IE9010000I' },
  ISLAT: { creditLimit: '10000.00', terms: net30, salesperson: 4 },
  KOENE: { creditLimit: '35000.00', terms: net30, salesperson: 1, vatNumber: 'DE900010044' },
  LACOR: { creditLimit: '5000.00', terms: cash, salesperson: 4, siren: '000910166', vatNumber: 'FR57000910166' },
  LAMAI: { creditLimit: '20000.00', terms: net45, salesperson: 6, siren: '000910174', vatNumber: 'FR81000910174' },
  LAUGB: { creditLimit: '2000.00', terms: net30, salesperson: 2 },
  LAZYK: { creditLimit: '0.00', terms: cash, salesperson: 1 },
  LEHMS: { creditLimit: '35000.00', terms: net45, salesperson: 3, vatNumber: 'DE900010052' },
  LETSS: { creditLimit: '5000.00', terms: eom30A, salesperson: 1 },
  LILAS: { creditLimit: '20000.00', terms: net30, salesperson: 1 },
  LINOD: { creditLimit: '20000.00', terms: net60, salesperson: 3 },
  LONEP: { creditLimit: '5000.00', terms: eom30B, salesperson: 4 },
  MAGAA: { creditLimit: '10000.00', terms: net30, salesperson: 2, vatNumber: 'IT90000010018' },
  MAISD: { creditLimit: '20000.00', terms: net30, salesperson: 4, vatNumber: 'BE0900010045' },
  MEREP: { creditLimit: '35000.00', terms: net30, salesperson: 3 },
  MORGK: { creditLimit: '10000.00', terms: net45, salesperson: 3, vatNumber: 'DE900010069' },
  NORTS: { creditLimit: '2000.00', terms: cash, salesperson: 3 },
  OCEAN: { creditLimit: '5000.00', terms: eom30A, salesperson: 7 },
  OLDWO: { creditLimit: '20000.00', terms: net30, salesperson: 3 },
  OTTIK: { creditLimit: '20000.00', terms: net60, salesperson: 4, vatNumber: 'DE900010077' },
  PARIS: { creditLimit: '2000.00', terms: net30, salesperson: 4, siren: '000910182', vatNumber: 'FR08000910182' },
  PERIC: { creditLimit: '5000.00', terms: eom30B, salesperson: 2 },
  PICCO: { creditLimit: '35000.00', terms: net30, salesperson: 2, vatNumber: 'ATU90010014' },
  PRINI: { creditLimit: '10000.00', terms: net30, salesperson: 5, vatNumber: 'PT900010010' },
  QUEDE: { creditLimit: '10000.00', terms: net30, salesperson: 2 },
  QUEEN: { creditLimit: '35000.00', terms: net45, salesperson: 6 },
  QUICK: { creditLimit: '150000.00', terms: eom30A, salesperson: 2, vatNumber: 'DE900010085' },
  RANCH: { creditLimit: '5000.00', terms: net30, salesperson: 4 },
  RATTC: { creditLimit: '40000.00', terms: net60, salesperson: 1 },
  REGGC: { creditLimit: '10000.00', terms: eom30B, salesperson: 4, vatNumber: 'IT90000010034' },
  RICAR: { creditLimit: '20000.00', terms: net30, salesperson: 4 },
  RICSU: { creditLimit: '35000.00', terms: net30, salesperson: 3 },
  ROMEY: { creditLimit: '2000.00', terms: net30, salesperson: 4, vatNumber: 'ESB90010042' },
  SANTG: { creditLimit: '10000.00', terms: net45, salesperson: 1 },
  SAVEA: { creditLimit: '150000.00', terms: eom30A, salesperson: 1 },
  SEVES: { creditLimit: '20000.00', terms: net30, salesperson: 1 },
  SIMOB: { creditLimit: '20000.00', terms: net60, salesperson: 7, vatNumber: 'DK90010018' },
  SPECD: {
    creditLimit: '5000.00',
    terms: eom30A,
    salesperson: 2,
    groupOf: 'PARIS',
    siren: '000910190',
    vatNumber: 'FR32000910190',
  },
  SPLIR: { creditLimit: '20000.00', terms: eom30B, salesperson: 1 },
  SUPRD: { creditLimit: '20000.00', terms: net30, salesperson: 4, vatNumber: 'BE0900010144' },
  THEBI: { creditLimit: '5000.00', terms: net30, salesperson: 1 },
  THECR: { creditLimit: '5000.00', terms: net30, salesperson: 3 },
  TOMSP: { creditLimit: '5000.00', terms: net45, salesperson: 3, vatNumber: 'DE900010093' },
  TORTU: { creditLimit: '20000.00', terms: eom30A, salesperson: 1 },
  TRADH: { creditLimit: '10000.00', terms: net30, salesperson: 1 },
  TRAIH: { creditLimit: '2000.00', terms: net60, salesperson: 4 },
  VAFFE: { creditLimit: '20000.00', terms: eom30B, salesperson: 1, vatNumber: 'DK90010026' },
  VICTE: { creditLimit: '20000.00', terms: eom45A, salesperson: 3, siren: '000910208', vatNumber: 'FR86000910208' },
  VINET: { creditLimit: '5000.00', terms: eom45A, salesperson: 2, siren: '000910216', vatNumber: 'FR13000910216' },
  WANDK: { creditLimit: '20000.00', terms: net30, salesperson: 8, vatNumber: 'DE900010108' },
  WARTH: { creditLimit: '20000.00', terms: net30, salesperson: 8, vatNumber: 'FI90010009' },
  WELLI: { creditLimit: '10000.00', terms: net30, salesperson: 3 },
  WHITC: { creditLimit: '35000.00', terms: net45, salesperson: 4 },
  WILMK: { creditLimit: '5000.00', terms: eom30A, salesperson: 2, vatNumber: 'FI90010017' },
  WOLZA: { creditLimit: '5000.00', terms: net30, salesperson: 1, vatNumber: 'PL9000010090' },
};

export type QuoteCompletion = {
  readonly customer: string;
  /** Days from the day of seeding until which the offer holds. */
  readonly validForDays: number;
  readonly freight: string;
  readonly lines: readonly {
    readonly productId: number;
    readonly quantity: string;
    /** Omitted: the list price. */
    readonly unitPrice?: string;
    readonly discountPercent: string;
    /** Days from the day of seeding to the delivery offered; omitted: as soon as possible. */
    readonly deliveryInDays?: number;
  }[];
};

/** Open offers to a few customers: in stock, partly in stock, with discounts, with negotiated prices, and out of stock. */
export const quotes: readonly QuoteCompletion[] = [
  {
    customer: 'BONAP',
    validForDays: 30,
    freight: '25.00',
    lines: [
      { productId: 59, quantity: '12', discountPercent: '5.00' },
      { productId: 60, quantity: '10', discountPercent: '0.00' },
      { productId: 39, quantity: '6', discountPercent: '0.00' },
    ],
  },
  {
    customer: 'VINET',
    validForDays: 45,
    freight: '0.00',
    lines: [
      { productId: 38, quantity: '4', unitPrice: '255.00', discountPercent: '0.00', deliveryInDays: 10 },
      { productId: 39, quantity: '24', discountPercent: '10.00', deliveryInDays: 10 },
    ],
  },
  {
    customer: 'VICTE',
    validForDays: 30,
    freight: '18.50',
    lines: [
      { productId: 55, quantity: '20', discountPercent: '0.00' },
      { productId: 61, quantity: '15', unitPrice: '27.75', discountPercent: '0.00' },
    ],
  },
  {
    customer: 'ALFKI',
    validForDays: 60,
    freight: '32.00',
    lines: [
      { productId: 46, quantity: '30', discountPercent: '15.00' },
      { productId: 65, quantity: '12', discountPercent: '0.00' },
    ],
  },
  {
    customer: 'ERNSH',
    validForDays: 30,
    freight: '120.00',
    lines: [
      { productId: 22, quantity: '60', discountPercent: '10.00' },
      { productId: 40, quantity: '50', discountPercent: '10.00' },
      { productId: 6, quantity: '80', discountPercent: '5.00' },
    ],
  },
  {
    customer: 'HUNGO',
    validForDays: 21,
    freight: '64.20',
    lines: [
      { productId: 33, quantity: '40', discountPercent: '0.00' },
      { productId: 31, quantity: '20', discountPercent: '0.00', deliveryInDays: 21 },
    ],
  },
];
