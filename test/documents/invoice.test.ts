import { describe, expect, it } from 'vitest';
import { InvoiceDocument, ProformaDocument } from '../../contracts/documents.js';
import { renderProforma } from '../../documents/proforma.js';
import { totalsOfDraft } from '../../domain/order-totals.js';
import { proformaOf } from '../../domain/proforma.js';
import { orderDraft } from '../domain/order-drafts.js';
import { renderInvoice } from '../../documents/invoice.js';
import { invoiceMail } from '../../documents/mails.js';
import { afterDeposit, company, depositInvoice, invoice } from './fixtures.js';
import { compact, readPdf } from './pdf-text.js';
import type { Vat } from '../../contracts/process.js';
import { rated } from '../support/vat.js';

const read = async (input: InvoiceDocument) => readPdf(await renderInvoice(InvoiceDocument.parse(input)));

describe('a French invoice carries every mention the law asks for', async () => {
  const { text } = await read(invoice('fr'));

  it.each([
    ['the unique number (CGI ann. II 242 nonies A, I 7°)', 'N° FA-2026-000017'],
    ['date of issue (L441-9)', 'Date d’émission 28/11/2026'],
    ['date of the delivery (242 nonies A, I 10°)', 'Date de livraison 27/11/2026'],
    ['due date (L441-9)', 'Échéance 31/01/2027'],
    ['the day payment is due in words', 'À payer : 3 768,96 € au plus tard le 31 janvier 2027'],
    ['our name (L441-9)', 'Comptoir Lyonnais d’Épicerie Fine'],
    ['our address', '12 quai Perrache, 69002 Lyon, France'],
    ['our legal form and capital (R123-238)', 'SAS au capital de 250 000 €'],
    ['our register', 'RCS Lyon 732 829 320'],
    ['our SIREN', 'SIREN 732 829 320'],
    ['our VAT number (242 nonies A, I 2°)', 'N° TVA FR44732829320'],
    ['the customer’s name', 'Blondel père et fils'],
    ['the billing address (L441-9)', '24, place Kléber'],
    ['the delivery address (decree 2022-1299)', '3 rue du Port-du-Rhin, quai 7'],
    ['the customer’s SIREN (decree 2022-1299)', 'SIREN 542 107 651'],
    ['the customer’s VAT number (242 nonies A, I 3°)', 'N° TVA FR13542107651'],
    ['our order number', 'SO-2026-000042'],
    ['the customer’s purchase order (L441-9)', 'PO-4711/Bœuf'],
    ['the delivery note', 'BL-2026-000017'],
    ['quantity, unit price, discount, VAT rate and net of a line', 'Queso Cabrales 10 21,00 5 % 5,5 % 199,50'],
    ['a fractional quantity', 'Thüringer Rostbratwurst 12,5 123,79 – 5,5 % 1 547,38'],
    ['a precise description', 'P-038 · 12 - 75 cl bottles'],
    ['freight, at its VAT rate', 'Frais de port 20 % 24,00'],
    ['base and VAT at the reduced rate (242 nonies A, I 9°)', '5,5 % 1 746,88 96,08'],
    ['base and VAT at the normal rate', '20 % 1 605,00 321,00'],
    ['total excl. VAT', 'Total HT 3 351,88 €'],
    ['total VAT', 'TVA 417,08 €'],
    ['total incl. VAT', 'Total TTC 3 768,96 €'],
    [
      'terms, with the reading of end of month',
      '45 jours fin de mois (date de facture plus 45 jours, puis fin de ce mois)',
    ],
    ['discount for early payment (L441-9)', 'Escompte pour paiement anticipé : néant.'],
    ['rate of late-payment interest (L441-10 II)', 'pénalités de retard au taux annuel de 12,15 %'],
    ['recovery fee (D441-5)', 'indemnité forfaitaire pour frais de recouvrement de 40,00 €'],
    ['nature of the operations (decree 2022-1299)', 'Nature des opérations : livraison de biens.'],
    ['bank account', 'IBAN FR76 3000 6000 0112 3456 7890 189'],
    ['bank', 'BIC AGRIFRPP'],
    ['the number to quote when paying', 'Référence à rappeler : FA-2026-000017'],
    ['what is still to deliver, with its date', 'Queso Cabrales 4 11/12/2026'],
  ])('%s', (_, mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('names itself an invoice', () => {
    expect(text).toContain('Facture FA-2026-000017');
  });

  it('says nothing of an exemption from VAT', () => {
    expect(text).not.toMatch(/article 262|Exonération/);
  });
});

describe('an English invoice says the same', async () => {
  const { text } = await read(invoice('en'));

  it.each([
    'No. FA-2026-000017',
    'Issue date 28 Nov 2026',
    'Date of delivery 27 Nov 2026',
    'Due date 31 Jan 2027',
    'Amount due: 3,768.96 EUR by 31 January 2027',
    'SAS with share capital of 250 000 €',
    'SIREN 732 829 320',
    'VAT no. FR44732829320',
    'SIREN 542 107 651',
    'VAT no. FR13542107651',
    '24, place Kléber',
    '3 rue du Port-du-Rhin, quai 7',
    'PO-4711/Bœuf',
    'Queso Cabrales 10 21.00 5% 5.5% 199.50',
    'Freight 20% 24.00',
    '5.5% 1,746.88 96.08',
    '20% 1,605.00 321.00',
    'Total excl. VAT 3,351.88 EUR',
    'Total incl. VAT 3,768.96 EUR',
    '45 days end of month (invoice date plus 45 days, then the end of that month)',
    'No discount for early payment.',
    'late-payment interest at the yearly rate of 12.15%',
    'fixed recovery fee of 40.00 EUR',
    'Nature of the operations: supply of goods.',
    'Payment reference: FA-2026-000017',
    'Queso Cabrales 4 11 Dec 2026',
  ])('%s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });
});

describe('sales without VAT say why', () => {
  const reasons = {
    'intra-community': { vatCategory: 'K', vatRate: '0.00', vatExemption: 'VATEX-EU-IC' },
    export: { vatCategory: 'G', vatRate: '0.00', vatExemption: 'VATEX-EU-G' },
    'reverse charge': { vatCategory: 'AE', vatRate: '0.00', vatExemption: 'VATEX-EU-AE' },
    exempt: { vatCategory: 'E', vatRate: '0.00', vatExemption: 'VATEX-EU-132' },
  } as const satisfies Record<string, Vat>;
  const exempt = (language: 'fr' | 'en', reason: keyof typeof reasons): InvoiceDocument => ({
    ...invoice(language),
    customer: { ...invoice(language).customer, siren: null, vatNumber: reason === 'export' ? null : 'DE129273398' },
    lines: invoice(language).lines.map((line) => ({ ...line, ...reasons[reason] })),
    vatBreakdown: [{ ...reasons[reason], base: '3351.88', vat: '0.00' }],
    vat: '0.00',
    gross: '3351.88',
  });

  it.each([
    ['fr', 'intra-community', 'Exonération de TVA, article 262 ter I du Code général des impôts'],
    ['fr', 'export', 'Exonération de TVA, article 262 I du Code général des impôts'],
    ['en', 'intra-community', 'VAT-exempt intra-Community supply, article 262 ter I of the French tax code'],
    ['en', 'export', 'VAT-exempt export, article 262 I of the French tax code'],
    ['fr', 'reverse charge', 'Autoliquidation : la TVA est due par l’acheteur.'],
    ['en', 'exempt', 'VAT-exempt supply, article 132 of Directive 2006/112/EC.'],
  ] as const)('%s, %s', async (language, reason, mention) => {
    const { text } = await read(exempt(language, reason));
    expect(compact(text)).toContain(compact(mention));
    const { vatCategory, vatExemption } = reasons[reason];
    expect(compact(text)).toContain(compact(`${vatCategory} · ${vatExemption}`));
    expect(compact(text)).toContain(compact(language === 'fr' ? 'TVA 0,00 €' : 'VAT 0.00 EUR'));
    expect(text.includes('DE129273398')).toBe(reason !== 'export');
  });
});

describe('the rest of the invoice', () => {
  it('a customer without reference, quote or freight gets no empty label', async () => {
    // 1581.00 × 20 % = 316.20, and no line has another rate
    const goods = {
      lines: invoice('fr').lines.filter((line) => line.vatRate === '20.00'),
      vatBreakdown: [{ ...rated('20.00'), base: '1581.00', vat: '316.20' }],
      freight: '0.00',
    };
    const { text } = await read({ ...invoice('fr'), customerReference: null, quote: null, ...goods });
    expect(compact(text)).not.toContain(compact('Votre référence'));
    expect(compact(text)).not.toContain(compact('Devis'));
    expect(compact(text)).not.toContain(compact('Frais de port'));
  });

  it('when all is delivered it says that no backorder is left', async () => {
    const { text } = await read({ ...invoice('fr'), backorders: [] });
    expect(compact(text)).toContain(compact('La commande est entièrement livrée : aucun reliquat.'));
  });

  it('an invoice in dollars still claims the recovery fee in euros, as art. D441-5 fixes it', async () => {
    const { text } = await read({ ...invoice('fr'), currency: 'USD' });
    expect(compact(text)).toContain(compact('Total TTC 3 768,96 USD'));
    expect(compact(text)).toContain(compact('frais de recouvrement de 40,00 €'));
  });

  it('the name stands above a billing address that goes to somebody else', async () => {
    const base = invoice('fr');
    const billingAddress = { ...base.customer.billingAddress, name: 'Blondel, comptabilité fournisseurs' };
    const { text } = await read({ ...base, customer: { ...base.customer, billingAddress } });
    expect(compact(text)).toContain(compact('Blondel père et fils'));
    expect(compact(text)).toContain(compact('comptabilité fournisseurs'));
  });

  it.each(['Blondel père et fils', 'Blondel pe\u0300re et fils', ' BLONDEL PÈRE  ET FILS'])(
    'a billing address of the same name does not say it again: %j',
    async (name) => {
      const base = invoice('fr');
      const billingAddress = { ...base.customer.billingAddress, name };
      const shipping = { ...base.deliveryAddress, name: 'Entrepôt' };
      const { text } = await read({
        ...base,
        deliveryAddress: shipping,
        customer: { ...base.customer, billingAddress },
      });
      expect(compact(text).toLowerCase().split(compact('Blondel père et fils').toLowerCase())).toHaveLength(2);
    },
  );
});

describe('an invoice in instalments', () => {
  const terms: InvoiceDocument['paymentTerms'] = {
    kind: 'instalments',
    parts: [
      { percent: '30', due: { kind: 'net', days: 15 } },
      { percent: '70', due: { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' } },
    ],
  };
  // 30 % of 3,768.96 is 1,130.688.
  const instalments = [
    { instalment: 1, dueDate: '2026-12-13', amount: '1130.69' },
    { instalment: 2, dueDate: '2027-01-31', amount: '2638.27' },
  ];

  it('says what is due by which day, and by when the last of it (L441-9)', async () => {
    const { text } = await read({ ...invoice('fr'), paymentTerms: terms, instalments });
    for (const mention of [
      'À payer : 3 768,96 € en 2 échéances',
      '1 130,69 € au plus tard le 13 décembre 2026',
      '2 638,27 € au plus tard le 31 janvier 2027',
      'Dernière échéance 31/01/2027',
      'En 2 échéances : 30 % : 15 jours nets à compter de la date de facture ; 70 % : 45 jours fin de mois',
    ])
      expect(compact(text)).toContain(compact(mention));
  });

  it('says so in English, and in the mail', async () => {
    const input = { ...invoice('en'), paymentTerms: terms, instalments };
    expect(compact((await read(input)).text)).toContain(compact('1,130.69 EUR by 13 December 2026'));
    const { text } = invoiceMail(input);
    expect(compact(text)).toContain(compact('1,130.69 EUR by 13 Dec 2026, 2,638.27 EUR by 31 Jan 2027'));
  });
});

describe('an invoice with a discount for early payment', () => {
  const discount = { percent: '2', days: 8, vat: 'with-vat' } as const;
  // 2 % of 3,768.96: 34.94 of 1,746.88 at 5.5 %, 32.10 of 1,605.00 at 20 %; VAT left 94.16 of 96.08 and 314.58 of 321.00.
  const input: InvoiceDocument = {
    ...invoice('fr'),
    paymentTerms: { kind: 'net', days: 30, discount },
    earlyPayment: { by: '2026-12-06', payable: '3693.58', deducted: '75.38', ofVat: '8.34' },
  };

  it('says how much is to pay until when, and its conditions instead of "none" (L441-9)', async () => {
    const { text } = await read(input);
    for (const mention of [
      'À payer : 3 768,96 € au plus tard le 31 janvier 2027',
      'Ou 3 693,58 € au plus tard le 6 décembre 2026 (escompte de 75,38 €, dont 8,34 € de TVA)',
      'Escompte de 2 % du montant TTC, TVA comprise, pour paiement sous 8 jours',
    ])
      expect(compact(text)).toContain(compact(mention));
    expect(compact(text)).not.toContain(compact('Escompte pour paiement anticipé : néant.'));
  });

  it('says so in the mail', () => {
    expect(compact(invoiceMail(input).text)).toContain(compact('Paiement anticipé : Ou 3 693,58 €'));
  });
});

describe('an invoice that is paid to a factor', () => {
  const payee = {
    name: 'Affacturage du Rhône SA',
    iban: 'DE89370400440532013000',
    bic: 'COBADEFF',
    notice: { fr: 'Seul un paiement à Affacturage du Rhône SA libère.', en: 'Only payment to the factor discharges.' },
  };

  it('prints its account and why, and our account nowhere', async () => {
    const { text } = await read({ ...invoice('fr'), payee });
    for (const mention of ['IBAN DE89 3704 0044 0532 0130 00', 'BIC COBADEFF', payee.name, payee.notice.fr])
      expect(compact(text)).toContain(compact(mention));
    expect(text).not.toContain('FR76 3000 6000 0112 3456 7890 189');
    const { text: mail } = invoiceMail({ ...invoice('en'), payee });
    expect(compact(mail)).toContain(compact('DE89 3704 0044 0532 0130 00'));
    expect(compact(mail)).toContain(compact(payee.notice.en));
  });
});

describe('a deposit invoice', async () => {
  const { text } = await read(depositInvoice('fr'));

  it.each([
    'Facture d’acompte',
    'N° AC-2026-000003',
    'Livraison prévue 27/11/2026',
    'Acompte sur la commande SO-2026-000042',
    'Acompte de 30 % sur la commande SO-2026-000042 de 3 768,96 € TTC.',
    '20 % 481,50 96,30',
    '5,5 % 524,07 28,82',
    'À payer : 1 130,69 € au plus tard le 30 novembre 2026',
    'La TVA de l’acompte est exigible à son encaissement (article 269, 2 a du Code général des impôts).',
    'La livraison suit le règlement de l’acompte.',
    'pénalités de retard au taux annuel de 12,15 %',
  ])('says: %s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('says nothing of goods that have left, or are to be delivered still', () => {
    expect(compact(text)).not.toContain(compact('Date de livraison'));
    expect(compact(text)).not.toContain(compact('aucun reliquat'));
  });

  it('goes with a mail that names it', () => {
    const mail = invoiceMail(depositInvoice('en'));
    expect(mail.subject).toBe('Deposit invoice AC-2026-000003 for your order SO-2026-000042');
    expect(mail.text).toContain('Delivery follows the payment of the deposit.');
  });
});

describe('an invoice after a deposit', async () => {
  const { text } = await read(afterDeposit('en'));

  it.each([
    'Deposits deducted',
    'AC-2026-000003 22 Nov 2026 20% -481.50 -96.30 -577.80',
    'AC-2026-000003 22 Nov 2026 5.5% -524.07 -28.82 -552.89',
    'Total incl. VAT 3,768.96 EUR',
    'Amount due: 2,638.27 EUR by 31 January 2027',
  ])('says: %s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('asks in its mail for what is left', () => {
    const mail = invoiceMail(afterDeposit('fr'));
    expect(mail.text.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain('2 638,27 €');
  });
});

describe('a proforma', async () => {
  const draft = orderDraft({
    deposit: { kind: 'percent', percent: '30.00', terms: { kind: 'net', days: 0 }, blocksDelivery: true },
  });
  const said = proformaOf(draft, {
    templates: [],
    company,
    number: 'SO-2026-000042',
    version: 1,
    issuedOn: '2026-11-30',
    validUntil: null,
  });
  const { text } = readPdf(await renderProforma(ProformaDocument.parse(said)));

  it.each([
    'Facture proforma',
    'PROFORMA : ce document n’est pas une facture.',
    'N° SO-2026-000042',
    'Queso Cabrales',
    'Acompte demandé à la commande : 30 %',
  ])('says: %s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('asks for no money: it has no due date, no account to pay to and no number of an invoice', () => {
    for (const mention of ['À payer', 'IBAN', 'Échéance', 'FA-']) expect(text).not.toContain(mention);
  });

  it('comes to what the order does', () => {
    expect([said.net, said.gross]).toEqual([totalsOfDraft(draft).net, totalsOfDraft(draft).gross]);
  });

  it('of a quote says until when that holds', async () => {
    const offered = {
      company,
      templates: [],
      number: 'DE-2026-000007',
      version: 2,
      issuedOn: '2026-11-30',
      validUntil: '2026-12-31',
    } as const;
    const { text: quoted } = readPdf(await renderProforma(proformaOf(draft, offered)));
    for (const part of ['Offre valable', '31/12/2026']) expect(compact(quoted)).toContain(compact(part));
  });
});
