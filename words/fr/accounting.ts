import type { LeftOutOfJournal } from '../../contracts/accounting.js';
import type { ClaimKind, InvoiceKind, JournalPart } from '../../contracts/vocabulary.js';

/** Ce qui est remis au comptable : libellés des écritures, feuilles et colonnes. */
export const accounting = {
  document: {
    invoice: 'Facture',
    'credit-note': 'Avoir',
    corrective: 'Facture rectificative',
    deposit: 'Facture d’acompte',
  } satisfies Readonly<Record<InvoiceKind, string>>,
  payment: 'Règlement',
  paidOut: 'Remboursement',
  assignment: 'Règlement attribué',
  writeOff: 'Abandon de créance',
  lossTakenBack: 'Reprise d’abandon de créance',
  claim: {
    interest: 'Intérêts de retard',
    'recovery-fee': 'Indemnité de recouvrement',
  } satisfies Readonly<Record<ClaimKind, string>>,
  givenUp: 'abandon',
  part: {
    sales: 'ventes',
    payments: 'règlements',
    'write-offs': 'abandons de créances',
    claims: 'intérêts et indemnités réclamés',
  } satisfies Readonly<Record<JournalPart, string>>,
  why: {
    'other-currency': 'autre monnaie que celle de la comptabilité',
    'moved-in': 'reprise d’un autre système',
  } satisfies Readonly<Record<LeftOutOfJournal, string>>,
  sheets: { journal: 'Journal', accounts: 'Comptes', customers: 'Clients', leftOut: 'Hors journal', index: 'Index' },
  journal: {
    journal: 'Journal',
    number: 'N° écriture',
    date: 'Date',
    account: 'Compte',
    accountLabel: 'Libellé du compte',
    customer: 'N° client',
    customerName: 'Client',
    piece: 'Pièce',
    pieceDate: 'Date de pièce',
    text: 'Libellé',
    debit: 'Débit',
    credit: 'Crédit',
    validated: 'Validée le',
  },
  balance: 'Solde',
  reason: 'Motif',
  index: {
    number: 'Numéro',
    kind: 'Nature',
    date: 'Date',
    customer: 'N° client',
    customerName: 'Client',
    currency: 'Monnaie',
    net: 'HT',
    vat: 'TVA',
    gross: 'TTC',
    pdf: 'Fichier PDF',
    xml: 'Fichier XML',
    sha256: 'SHA-256 du PDF',
    hash: 'Empreinte du contenu',
    series: 'Série',
    sequence: 'Rang',
    chain: 'Maillon de la chaîne',
  },
};
export type AccountingWords = typeof accounting;
