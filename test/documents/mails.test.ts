import { describe, expect, it } from 'vitest';
import {
  DiscrepancyQuestion,
  DunningLetter,
  DunningReport,
  OrderRefusal,
  type MailContent,
} from '../../contracts/documents.js';
import { acknowledgementChanges } from '../../documents/acknowledgement-changes.js';
import {
  creditNoteMail,
  acknowledgementMail,
  dunningMail,
  dunningReportMail,
  invoiceMail,
  questionMail,
  refusalMail,
} from '../../documents/mails.js';
import {
  creditNote,
  acknowledgement,
  dunned,
  dunningLetter,
  dunningReport,
  invoice,
  question,
  refusal,
  severalDunned,
} from './fixtures.js';
import { flat } from './pdf-text.js';

/** What a reader of the HTML sees. */
function seen(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const text = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
  return flat(text);
}

/** The sayings that one of the two bodies does not hold. */
function unsaid(mail: MailContent, ...sayings: readonly string[]): string[] {
  const bodies = [flat(mail.text), seen(mail.html)];
  return sayings.filter((saying) => !bodies.every((body) => body.includes(saying)));
}

const claimed = { interest: '27.65', recoveryFee: '40.00', claimed: '2836.61' } as const;

const everyMail = (language: 'fr' | 'en'): readonly (readonly [string, MailContent])[] => [
  ['acknowledgement', acknowledgementMail(acknowledgement(language))],
  ['invoice', invoiceMail(invoice(language))],
  ['credit note', creditNoteMail(creditNote(language))],
  ...DunningLetter.shape.level.options.map(
    (level) => [`dunning ${level}`, dunningMail({ ...dunningLetter(language, level), ...dunned(claimed) })] as const,
  ),
  [
    'dunning report',
    dunningReportMail({ ...dunningReport('level-2'), company: { ...dunningReport('level-2').company, language } }),
  ],
  ['question', questionMail(question(language))],
  ['refusal', refusalMail(refusal(language, 'refused'))],
  ['rejection', refusalMail(refusal(language, 'rejected'))],
];

describe.each(['fr', 'en'] as const)('every mail in %s', (language) => {
  it.each(everyMail(language))(
    '%s: one line of subject, both bodies, our identity, nothing loaded from elsewhere',
    (_, mail) => {
      expect(mail.subject).toMatch(/^[^\r\n]{10,120}$/);
      expect(mail.html).toContain(`<html lang="${language}">`);
      expect(mail.html).not.toMatch(/<(script|img|link|iframe|style)\b|\bsrc=|url\(|@import/i);
      expect(unsaid(mail, 'SIREN 732 829 320', 'RCS Lyon 732 829 320', '12 quai Perrache')).toEqual([]);
      expect(mail.text + mail.html).not.toMatch(/undefined|null|\[object|NaN/);
    },
  );
});

describe('the mail with the acknowledgement', () => {
  it('says total, terms, address and agreed dates', () => {
    const mail = acknowledgementMail(acknowledgement('fr'));
    expect(mail.subject).toBe('Accusé de réception de votre commande SO-2026-000042');
    expect(
      unsaid(
        mail,
        '3 768,96 €',
        '45 jours fin de mois',
        '3 rue du Port-du-Rhin, quai 7',
        'PO-4711/Bœuf',
        '10 × Queso Cabrales (1 kg pkg.) : 6 le 27/11/2026, 4 le 11/12/2026',
        '6 × Côte de Blaye (12 - 75 cl bottles) : 27/11/2026',
      ),
    ).toEqual([]);
  });

  it('of an amended order says what changed', () => {
    const before = acknowledgement('en');
    const after = { ...before, version: 2, freight: '30.00', lines: before.lines.slice(1) };
    const mail = acknowledgementMail({ ...after, changes: acknowledgementChanges(before, after) });
    expect(mail.subject).toBe('Amended acknowledgement of your order SO-2026-000042 (version 2)');
    expect(unsaid(mail, 'Freight excl. VAT: 24.00 EUR becomes 30.00 EUR', 'Line withdrawn: 10 × 1 kg pkg.')).toEqual(
      [],
    );
  });
});

describe('the mail with the invoice', () => {
  it('says amount, due date, bank details and what is still to come', () => {
    const mail = invoiceMail(invoice('en'));
    expect(mail.subject).toBe('Invoice FA-2026-000017 for your order SO-2026-000042');
    expect(
      unsaid(mail, '3,768.96 EUR', '31 Jan 2027', 'FR76 3000 6000 0112 3456 7890 189', 'AGRIFRPP', '11 December 2026'),
    ).toEqual([]);
  });

  it('names the earliest of the next deliveries, and says nothing when none is left', () => {
    const base = invoice('fr');
    const [first] = base.backorders;
    if (!first) throw new Error('the fixture has a backorder');
    const backorders = [
      first,
      { ...first, lineNo: 2, nextDate: '2026-12-04' },
      { ...first, lineNo: 3, nextDate: null },
    ];
    expect(unsaid(invoiceMail({ ...base, backorders }), 'prochaine livraison prévue le 4 décembre 2026')).toEqual([]);
    expect(
      unsaid(invoiceMail({ ...base, backorders: [{ ...first, nextDate: null }] }), 'nous vous en confirmerons la date'),
    ).toEqual([]);
    expect(invoiceMail({ ...base, backorders: [] }).text).not.toContain('reste des articles');
  });
});

const subjects = [
  ['courtesy', 'Facture FA-2026-000017 : échéance le 31/01/2027', 'arrive à échéance le 31 janvier 2027'],
  ['level-1', 'Rappel : facture FA-2026-000017 échue le 31/01/2027', 'Il s’agit sans doute d’un oubli'],
  ['level-2', 'Deuxième rappel : facture FA-2026-000017 échue le 31/01/2027', 'Malgré notre premier rappel'],
  ['level-3', 'Dernier rappel avant mise en demeure : facture FA-2026-000017 échue le 31/01/2027', 'À défaut'],
  [
    'final-notice',
    'Mise en demeure de payer : facture FA-2026-000017 échue le 31/01/2027',
    'article 1344 du Code civil',
  ],
] as const;

describe('dunning', () => {
  it.each(subjects)('%s has its own text', (level, subject, saying) => {
    const mail = dunningMail(DunningLetter.parse(dunningLetter('fr', level)));
    expect(mail.subject.replaceAll('\u00a0', ' ')).toBe(subject);
    expect(
      unsaid(
        mail,
        saying,
        'FA-2026-000017',
        '28/11/2026',
        'Reste dû',
        '2 768,96 €',
        'FR76 3000 6000 0112 3456 7890 189',
        'ce message est sans objet',
      ),
    ).toEqual([]);
  });

  it('adds up from the invoice to what is still owed: what was paid is shown, and nothing when nothing was', () => {
    const mail = dunningMail(dunningLetter('fr', 'level-1'));
    expect(mail.text.replaceAll(/\s/g, ' ')).toContain(
      'Montant de la facture TTC : 3 768,96 € Déjà réglé : 1 000,00 € Reste dû : 2 768,96 €'.replaceAll(' € ', ' €   '),
    );
    const unpaid = { ...dunningLetter('en', 'level-1'), ...dunned({ gross: '2768.96', paid: '0.00' }) };
    expect(dunningMail(unpaid).text).not.toContain('Already paid');
  });

  it.each([
    ['fr', 'level-2', 0, 'Rappel : ', 'Sauf erreur de notre part, la facture'],
    ['fr', 'level-2', 1, 'Deuxième rappel : ', 'Malgré notre premier rappel, la facture'],
    ['fr', 'level-3', 0, 'Dernier rappel avant mise en demeure : ', 'Sauf erreur de notre part, la facture'],
    ['fr', 'level-3', 1, 'Dernier rappel avant mise en demeure : ', 'Malgré notre précédent rappel, la facture'],
    ['fr', 'level-3', 2, 'Dernier rappel avant mise en demeure : ', 'Malgré nos rappels précédents, la facture'],
    ['en', 'level-2', 0, 'Reminder: ', 'Unless we are mistaken, 2,768.96 EUR'],
    ['en', 'level-2', 1, 'Second reminder: ', 'In spite of our first reminder, 2,768.96 EUR'],
    ['en', 'level-3', 0, 'Last reminder before final notice: ', 'Unless we are mistaken, 2,768.96 EUR'],
    ['en', 'level-3', 1, 'Last reminder before final notice: ', 'In spite of our earlier reminder, 2,768.96 EUR'],
    ['en', 'level-3', 2, 'Last reminder before final notice: ', 'In spite of our earlier reminders, 2,768.96 EUR'],
  ] as const)(
    'speaks only of reminders that reached the customer (%s, %s after %i)',
    (language, level, remindersBefore, subject, saying) => {
      const mail = dunningMail({ ...dunningLetter(language, level), remindersBefore });
      expect(flat(mail.subject).startsWith(subject)).toBe(true);
      expect(unsaid(mail, saying)).toEqual([]);
    },
  );

  it.each(['hand-over', null] as const)('announces a final notice only where one follows (next: %s)', (level) => {
    const next = level && { level, on: '2027-03-17' };
    const french = dunningMail({ ...dunningLetter('fr', 'level-3'), next });
    expect(flat(french.subject)).toBe('Dernier rappel : facture FA-2026-000017 échue le 31/01/2027');
    expect(unsaid(french, 'À défaut, nous engagerons le recouvrement.')).toEqual([]);
    expect(french.text).not.toContain('mise en demeure');
    const english = dunningMail({ ...dunningLetter('en', 'level-3'), next });
    expect(unsaid(english, 'Otherwise we will start recovery.')).toEqual([]);
    expect(english.text).not.toContain('final notice');
  });

  it('five levels have five texts in each language', () => {
    for (const language of ['fr', 'en'] as const) {
      const texts = subjects.map(([level]) => dunningMail(dunningLetter(language, level)).text);
      expect(new Set(texts).size).toBe(subjects.length);
    }
  });

  it('a level that claims interest and fee names both with their articles and the total', () => {
    expect(
      unsaid(
        dunningMail({ ...dunningLetter('fr', 'level-2'), ...dunned(claimed) }),
        '27,65 €',
        '40,00 €',
        '2 836,61 €',
        '30 jours de retard',
        'taux annuel actuel de 12,15 % (article L441-10 II du Code de commerce)',
        'article D441-5 du Code de commerce',
      ),
    ).toEqual([]);
  });

  const parts = [
    { amount: '1000.00', paidOn: '2027-02-10', from: '2027-02-01', to: '2027-02-10', days: 10, percent: '12.15' },
    { amount: '2768.96', paidOn: null, from: '2027-02-01', to: '2027-03-02', days: 30, percent: '12.15' },
  ];
  // 1000.00 × 12.15 × 10 = 121,500; 2768.96 × 12.15 × 30 = 1,009,285.92; 1,130,785.92 / 36,500 = 30.9804…
  const inParts = { ...claimed, interest: '30.98', interestParts: parts, claimed: '2839.94' };

  it('interest on several sums is shown sum by sum: amount, days and rate', () => {
    expect(
      unsaid(
        dunningMail(DunningLetter.parse({ ...dunningLetter('fr', 'level-2'), ...dunned(inParts) })),
        'Calcul des pénalités au 02/03/2027, somme par somme (montant × taux annuel × jours / 365, total arrondi au centime) :',
        'Somme réglée le 10/02/2027 : 1 000,00 €, 10 jours à 12,15 %, du 01/02/2027 au 10/02/2027',
        'Somme restant due : 2 768,96 €, 30 jours à 12,15 %, du 01/02/2027 au 02/03/2027',
        '30,98 €',
        '2 839,94 €',
      ),
    ).toEqual([]);
    expect(
      unsaid(
        dunningMail(DunningLetter.parse({ ...dunningLetter('en', 'level-2'), ...dunned(inParts) })),
        'Paid on 10 Feb 2027: 1,000.00 EUR, 10 days at 12.15%, from 1 Feb 2027 to 10 Feb 2027',
        'Still owed: 2,768.96 EUR, 30 days at 12.15%, from 1 Feb 2027 to 2 Mar 2027',
      ),
    ).toEqual([]);
    const report = dunningReportMail({ ...dunningReport('level-2'), ...dunned(inParts) });
    expect(unsaid(report, 'Somme réglée le 10/02/2027 : 1 000,00 €, 10 jours à 12,15 %')).toEqual([]);
  });

  it('interest on one sum at one rate needs no account of it', () => {
    const mail = dunningMail({
      ...dunningLetter('fr', 'level-2'),
      ...dunned({ ...inParts, interestParts: parts.slice(1) }),
    });
    expect(mail.text).not.toContain('somme par somme');
  });

  it('one late day at a rate is one day', () => {
    const oneDay = parts.map((part) => ({ ...part, to: part.from, days: 1 }));
    const mail = dunningMail({ ...dunningLetter('en', 'level-2'), ...dunned({ ...inParts, interestParts: oneDay }) });
    expect(unsaid(mail, 'Still owed: 2,768.96 EUR, 1 day at 12.15%')).toEqual([]);
  });

  it('a level that claims none says that it does not claim them', () => {
    const mail = dunningMail(dunningLetter('en', 'level-1'));
    expect(
      unsaid(mail, 'We do not claim them at this stage', 'articles L441-10 II and D441-5', '2,768.96 EUR'),
    ).toEqual([]);
    expect(mail.text).not.toContain('40.00');
    expect(mail.text).not.toContain('Fixed recovery fee');
  });

  it('a level that claims the interest alone does not speak of the fee', () => {
    const mail = dunningMail({
      ...dunningLetter('fr', 'level-2'),
      ...dunned({ interest: '27.65', claimed: '2796.61' }),
    });
    expect(unsaid(mail, 'article L441-10 II')).toEqual([]);
    expect(mail.text).not.toContain('D441-5');
  });

  it('in francs the fee stays 40 euros, and the two are not added', () => {
    const inFrancs = { ...claimed, currency: 'CHF', claimed: '2796.61' } as const;
    expect(
      unsaid(
        dunningMail(DunningLetter.parse({ ...dunningLetter('fr', 'level-2'), ...dunned(inFrancs) })),
        '2 768,96 CHF',
        '27,65 CHF',
        '2 796,61 CHF et 40,00 €',
        'L’indemnité forfaitaire pour frais de recouvrement de 40,00 € est due',
      ),
    ).toEqual([]);
    const english = dunningMail({ ...dunningLetter('en', 'final-notice'), ...dunned(inFrancs) });
    expect(unsaid(english, '2,796.61 CHF and 40.00 EUR', 'fixed recovery fee of 40.00 EUR')).toEqual([]);
    expect(english.text).not.toMatch(/40\.00\sCHF|2,836/);
    expect(
      unsaid(dunningReportMail({ ...dunningReport('level-2'), ...dunned(inFrancs) }), '2 796,61 CHF et 40,00 €'),
    ).toEqual([]);
  });

  it('the courtesy before the due date threatens nothing', () => {
    const mail = dunningMail({
      ...dunningLetter('fr', 'courtesy'),
      date: '2027-01-26',
      ...dunned({ overdueDays: -5 }),
    });
    expect(mail.text).not.toMatch(/retard|pénalité|L441-10|D441-5/);
  });

  it('one day late is one day', () => {
    expect(
      unsaid(dunningMail({ ...dunningLetter('fr', 'level-1'), ...dunned({ overdueDays: 1 }) }), '(1 jour de retard)'),
    ).toEqual([]);
    expect(
      unsaid(dunningMail({ ...dunningLetter('en', 'level-1'), ...dunned({ overdueDays: 1 }) }), '(1 day late)'),
    ).toEqual([]);
  });
});

describe('one letter about several invoices', () => {
  const several = (language: 'fr' | 'en', level: DunningLetter['level'] = 'level-3') =>
    DunningLetter.parse({ ...dunningLetter(language, level), ...severalDunned });

  it('lists each with its due date, days late, level and claim, and their sums, in the tone of the highest', () => {
    const mail = dunningMail(several('fr'));
    expect(flat(mail.subject)).toBe('Dernier rappel avant mise en demeure : 3 factures, 3 868,95 € à régler');
    expect(
      unsaid(
        mail,
        'Malgré nos rappels précédents, les 3 factures ci-dessous restent dues pour 3 868,95 €',
        'FA-2026-000009',
        'Troisième rappel',
        '61 jours de retard',
        '1 060,31',
        'FA-2026-000017',
        'Deuxième rappel',
        '2 836,61',
        'FA-2027-000003',
        'Rappel de courtoisie',
        'Total à régler',
        '3 996,91 €',
        'FA-2026-000009 FA-2026-000017 FA-2027-000003',
      ),
    ).toEqual([]);
  });

  it('in English says the same', () => {
    const mail = dunningMail(several('en'));
    expect(
      unsaid(
        mail,
        'In spite of our earlier reminders, 3,868.95 EUR of the 3 invoices below',
        '61 days late',
        '3,996.91 EUR',
      ),
    ).toEqual([]);
  });

  it('has a text of its own at each level', () => {
    const texts = subjects.map(([level]) => dunningMail(several('fr', level)).text);
    expect(new Set(texts).size).toBe(subjects.length);
  });

  it('names its own number as the reference where the invoices have no room in a transfer', () => {
    const [line] = severalDunned.invoices;
    if (line === undefined) throw new Error('no line');
    const invoices = Array.from({ length: 9 }, (_, no) => ({ ...line, invoice: `FA-2026-00010${no}` }));
    const mail = dunningMail({ ...several('fr'), invoices });
    expect(mail.text).toMatch(/RL-2027-000005/);
  });

  it('says that money came which we could not allocate, and nothing where none did', () => {
    const came = { unallocated: '500.00' };
    expect(unsaid(dunningMail({ ...several('fr'), ...came }), 'Nous avons par ailleurs reçu de vous 500,00 €')).toEqual(
      [],
    );
    expect(unsaid(dunningMail({ ...several('en'), ...came }), 'We also received 500.00 EUR from you')).toEqual([]);
    expect(dunningMail(several('fr')).text).not.toContain('par ailleurs');
  });

  it('is told to finance once, with a way into each dossier', () => {
    const dossiers = ['SO-2026-000031', 'SO-2026-000042'].map((order) => ({
      order,
      url: `https://encours.example/orders/${order}`,
    }));
    const mail = dunningReportMail(DunningReport.parse({ ...dunningReport('level-3'), ...severalDunned, dossiers }));
    expect(flat(mail.subject)).toBe('Relance : troisième rappel, 3 factures, Blondel père et fils');
    expect(unsaid(mail, 'RL-2027-000005', 'FA-2026-000009', '2 836,61', '3 996,91 €')).toEqual([]);
    for (const { url } of dossiers) expect(mail.html).toContain(`href="${url}"`);
  });
});

describe('the report to finance', () => {
  it('says what went out, to whom, for how much, what comes next and when, and links to the dossier', () => {
    const mail = dunningReportMail(DunningReport.parse({ ...dunningReport('level-2'), ...dunned(claimed) }));
    expect(
      unsaid(
        mail,
        'Deuxième rappel',
        'compta@blondel.example',
        'Blondel père et fils (BLONP)',
        'FA-2026-000017',
        '31/01/2027 (30 jours de retard)',
        '27,65 €',
        '40,00 €',
        '2 836,61 €',
        'Troisième rappel, le 17/03/2027',
      ),
    ).toEqual([]);
    expect(mail.html).toContain('href="https://encours.example/orders/SO-2026-000042"');
    expect(mail.text).toContain('https://encours.example/orders/SO-2026-000042');
  });

  it('of a hand-over says that nothing goes to the customer, that a person takes over, and that the credit is stopped', () => {
    const mail = dunningReportMail({
      ...dunningReport('hand-over'),
      outcome: { kind: 'handed-over' },
      creditStop: true,
      next: null,
    });
    expect(
      unsaid(
        mail,
        'rien ne part plus au client, une personne prend le dossier en charge',
        'posé : les nouvelles commandes de ce client attendent',
        'aucune étape automatique',
      ),
    ).toEqual([]);
    expect(mail.text).not.toContain('compta@blondel.example');
  });

  it('links to the web only', () => {
    const report = { ...dunningReport('level-1'), dossierUrl: 'javascript:alert(1)' };
    expect(DunningReport.safeParse(report).success).toBe(false);
    expect(dunningReportMail(report).html).not.toContain('href="javascript');
  });
});

describe('a question about discrepancies', () => {
  it('sets what we expected beside what was ordered, in the reader’s notation', () => {
    expect(
      unsaid(
        questionMail(DiscrepancyQuestion.parse(question('fr'))),
        'Ligne 1, Queso Cabrales – Prix unitaire HT : 21,00 selon devis, 18,50 sur votre commande',
        'Ligne 3, Côte de Blaye – Date de livraison : 04/12/2026 selon devis, 27/11/2026 sur votre commande',
        'Frais de port HT : 24,00 € selon conditions convenues, 0,00 € sur votre commande',
        'Nous pouvons livrer en deux fois.',
      ),
    ).toEqual([]);
  });

  it('says payment terms, and quantities counted over several lines, in the reader’s language', () => {
    const terms = {
      type: 'terms',
      lineNo: null,
      together: [],
      description: null,
      source: 'customer',
      expected: { kind: 'net', days: 30 },
      actual: { kind: 'end-of-month', days: 45, reading: 'month-end-then-days' },
    } as const;
    const quantity = { ...terms, type: 'quantity', lineNo: 2, together: [1, 2], expected: '20', actual: '30' } as const;
    expect(
      unsaid(
        questionMail({ ...question('fr'), discrepancies: [terms, quantity] }),
        '30 jours nets à compter de la date de facture selon',
        '45 jours fin de mois (fin du mois de la facture, plus 45 jours) sur votre commande',
        '20 selon conditions convenues, 30 sur les lignes 1, 2 sur votre commande',
      ),
    ).toEqual([]);
  });

  it('a value that is no figure stands as it is', () => {
    const item = {
      type: 'item' as const,
      lineNo: 2,
      together: [],
      description: 'Tofu',
      expected: 'P-014',
      actual: 'P-074',
      source: 'quote' as const,
    };
    expect(
      unsaid(
        questionMail({ ...question('en'), discrepancies: [item] }),
        'Item: P-014 according to our quote, P-074 on your order',
      ),
    ).toEqual([]);
  });
});

describe('a refusal', () => {
  it('after the credit check speaks of the payment terms, and of nothing internal', () => {
    const mail = refusalMail(OrderRefusal.parse(refusal('fr', 'refused')));
    expect(
      unsaid(mail, 'conditions de règlement demandées', 'rien ne sera livré ni facturé', '+33 4 72 00 00 00'),
    ).toEqual([]);
    expect(mail.text).not.toMatch(/limite|encours|impayé/i);
  });

  it('by sales passes on what sales wants to say', () => {
    expect(
      unsaid(
        refusalMail({ ...refusal('en', 'rejected'), message: 'Item P-011 is no longer made.' }),
        'cannot accept it as it stands',
        'Item P-011 is no longer made.',
      ),
    ).toEqual([]);
  });
});

describe('names written by strangers', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><svg/onload=alert(1)>',
    '<%= process.env.HOME %>',
    'Dupont\r\nBcc: everyone@example.com\r\n\r\n<b>hello</b>',
    'A & B <sons>',
  ];

  it.each(hostile)('%j is only text in every mail', (name) => {
    const rename = <T extends { customer: { name: string }; customerReference: string | null }>(input: T): T => ({
      ...renamed(input),
      customerReference: name,
    });
    const renamed = <T extends { customer: { name: string } }>(input: T): T => ({
      ...input,
      customer: { ...input.customer, name },
    });
    const asked = dunned({ customerReference: name });
    const mails = [
      acknowledgementMail(rename(acknowledgement('fr'))),
      invoiceMail(rename(invoice('en'))),
      dunningMail({ ...renamed(dunningLetter('fr', 'level-1')), ...asked }),
      dunningReportMail({ ...renamed(dunningReport('level-1')), ...asked }),
      dunningMail({ ...renamed(dunningLetter('en', 'level-1')), ...severalDunned }),
      questionMail({ ...rename(question('fr')), message: name.replace(/\r\n/g, ' ') }),
      refusalMail({ ...rename(refusal('en', 'rejected')), message: name.replace(/\r\n/g, ' ') }),
    ];
    for (const mail of mails) {
      expect(mail.subject).not.toMatch(/[\r\n]/);
      expect(mail.html).not.toMatch(/<(script|img|svg|b|sons)\b/i);
      expect(mail.html.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(tagsOf(mail.html).join('')).not.toMatch(/onerror|onmouseover|onload|alert/);
      expect(mail.text).not.toMatch(/^Bcc:/m);
      expect(seen(mail.html)).toContain(flat(name.replace(/<b>.*/s, '')));
    }
  });
});

function tagsOf(html: string): readonly string[] {
  return html.match(/<[^<>]*>/g) ?? [];
}
