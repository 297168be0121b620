import { describe, expect, it } from 'vitest';
import { tellEntry, tellWait, tellWorkItem } from '../../api/tell.js';
import { auditFacts } from '../../contracts/audit.js';
import type { AuditAction, AuditFacts } from '../../contracts/audit.js';
import type { Difference } from '../../contracts/discrepancy.js';
import type { WorkItemKind } from '../../contracts/vocabulary.js';
import type { CreditDecisionFacts } from '../../contracts/order.js';
import { discrepancyTypes, languages, workItemKinds, type Language } from '../../contracts/vocabulary.js';
import { CreditHoldReason, Wait, type ShownWait } from '../../contracts/wait.js';
import { workItemFacts, type WorkItemAbout, type WorkItemFacts } from '../../contracts/work-item.js';
import type { WorkItemRecord } from '../../prisma/queries/worklist.js';
import { wordsOf } from '../../words/index.js';

const claim = {
  invoice: 'FA-2026-000017',
  level: 'level-2',
  status: 'DUE',
  claimed: '1040.50',
  recoveryFee: '40.00',
  openAmount: '1000.00',
  handOver: false,
  creditStop: false,
} as const;
const account = { gross: '1234.50', exposure: '500.00', limit: '2000.00' };
const mail = { to: 'achats@lefort.example', subject: 'Facture FA-2026-000017' };
const found = { id: '1-1', source: 'quote', together: [], withinTolerance: false } as const;
const price = { ...found, type: 'price', lineNo: 2, expected: '34.00', actual: '1034.5' } as const;
const terms = {
  ...found,
  type: 'terms',
  lineNo: null,
  expected: { kind: 'net', days: 30 },
  actual: { kind: 'end-of-month', days: 45, reading: 'days-then-month-end' },
} as const;
const letter = { invoice: 'FA-2026-000017', level: 'level-2' } as const;

type Case<A extends AuditAction> = { readonly facts: AuditFacts<A>; readonly what?: string; readonly fr: string };

/** Every action that the code can write, and what a French reader reads. `_` stands for a space that does not break. */
const cases: { readonly [A in AuditAction]: Case<A> } = {
  'complaint.opened': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'open',
      kind: 'short',
      disputed: '36.00',
      currency: 'EUR',
      lines: [{ lineNo: 1, quantity: '3' }],
      origin: 'person',
      delivery: 'BL-2026-000007',
      invoice: null,
      description: 'il manque trois cartons',
      dueAt: '2026-12-07T17:00:00.000Z',
    },
    fr: 'Réclamation RCL-2026-000003 ouverte : manquant, 36,00_€ contestés : il manque trois cartons',
  },
  'complaint.assigned': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'open',
      owner: 'laura.callahan',
      name: 'Laura Callahan',
      dueAt: '2026-12-07T17:00:00.000Z',
    },
    fr: 'Réclamation RCL-2026-000003 confiée à Laura Callahan par nadia, à trancher avant le 07/12/2026 à 17:00 UTC',
  },
  'complaint.qualified': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'open',
      kind: 'damaged',
      disputed: null,
      currency: 'EUR',
      lines: [{ lineNo: 1, quantity: '2' }],
    },
    fr: 'Réclamation RCL-2026-000003 : marchandise abîmée, 2 de la ligne 1',
  },
  'complaint.noted': {
    facts: { complaint: 'RCL-2026-000003', status: 'open', text: 'le chauffeur confirme' },
    fr: 'Sur la réclamation RCL-2026-000003, nadia : le chauffeur confirme',
  },
  'complaint.file-added': {
    facts: { complaint: 'RCL-2026-000003', status: 'open', name: 'carton.jpg', sha256: 'ab' },
    fr: 'carton.jpg joint à la réclamation RCL-2026-000003',
  },
  'complaint.decided': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'awaiting-goods',
      outcome: 'credit-note',
      reason: 'trois manquants',
      creditNote: 'AV-2026-000001',
      goodsExpected: true,
    },
    fr: 'Réclamation RCL-2026-000003 tranchée par nadia : avoir AV-2026-000001, retour attendu : trois manquants',
  },
  'complaint.replaced': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'closed',
      lines: [{ lineNo: 2, quantity: '3' }],
      nextDate: '2026-12-01',
    },
    fr: 'Nouvelle livraison gratuite pour la réclamation RCL-2026-000003 : 3 de la ligne 2 ; prochaine livraison le 01/12/2026',
  },
  'complaint.goods-received': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'closed',
      goods: [{ lineNo: 1, restocked: '2', scrapped: '1' }],
    },
    fr: 'Retour de marchandise pour la réclamation RCL-2026-000003 : ligne 1, 2 en stock, 1 au rebut',
  },
  'complaint.withdrawn': {
    facts: { complaint: 'RCL-2026-000003', status: 'withdrawn', reason: 'cartons retrouvés' },
    fr: 'Réclamation RCL-2026-000003 retirée : cartons retrouvés',
  },
  'complaint.escalated': {
    facts: {
      complaint: 'RCL-2026-000003',
      status: 'open',
      escalation: 2,
      told: 'manager',
      dueOn: '2026-12-07',
      codes: [],
    },
    fr: 'La réclamation RCL-2026-000003 attend trop longtemps : un responsable est prévenu (relance 2)',
  },
  'order.received': {
    facts: { origin: 'phone', quote: null, gross: '1234.50', lines: 2 },
    fr: 'Commande reçue par téléphone : 2 lignes, 1_234,50_€ TTC',
  },
  'order.moved-in': {
    facts: { gross: '1234.50', stage: 'delivered', lines: 2 },
    fr: 'Reprise d’un autre système : 2 lignes, 1_234,50_€ TTC',
  },
  'order.amended': {
    facts: { version: 2, gross: '99.00', reason: 'moins' },
    fr: 'Avenant (version 2, 99,00_€ TTC) : moins',
  },
  'order.contacts-changed': {
    facts: { contacts: [], reason: 'adresse erronée' },
    fr: 'Contacts de la commande modifiés : adresse erronée',
  },
  'order.cancelled': {
    facts: { lines: [{ lineNo: 1, quantity: '2.5' }], reason: 'erreur' },
    fr: 'Annulation de 2,5 de la ligne 1 : erreur',
  },
  'order.settled': { facts: { reason: null }, fr: 'Soldée : tout est livré, facturé et payé' },
  'order.reopened': {
    facts: { stage: 'delivered', invoices: ['FA-2026-000017'] },
    fr: 'Rouverte : règlement repris sur FA-2026-000017, la commande attend son paiement',
  },
  'order.refused': { facts: { reason: 'impayés' }, fr: 'Commande refusée : impayés' },
  'order.rejected': { facts: { reason: 'prix' }, fr: 'Commande rejetée : prix' },
  'order.accepted': {
    facts: { version: 1, reconciled: 'matched', nextDate: '2026-12-01', backorder: true },
    fr: 'Acceptée (conforme), prochaine livraison le 01/12/2026, une partie est en reliquat',
  },
  'order.promised': {
    facts: { waitsFor: { kind: 'stock' }, nextDate: null },
    fr: 'Stock réexaminé : aucune livraison prévue',
  },
  'order.escalated': {
    facts: { kind: 'credit-hold', escalation: 2 },
    fr: 'Toujours en attente de la comptabilité (relance 2)',
  },
  'order.backorder-served': {
    facts: { line: 1, product: 'P-001', quantity: '4', receipt: 'BR-7', waiting: true },
    fr: '4 P-001 réservés pour la ligne 1 sur la réception BR-7 ; le reste attend encore',
  },
  'order.delivered': {
    facts: { lines: [{ lineNo: 1, quantity: '6' }], carrier: null, open: true },
    what: 'BL-2026-000001',
    fr: 'Livraison BL-2026-000001 : 6 de la ligne 1 ; le reste est à livrer',
  },
  'order.prepared': {
    facts: { lines: [{ lineNo: 1, quantity: '6' }] },
    fr: 'Préparation : 1 ligne prête',
  },
  'information.requested': {
    facts: { asker: 'customer', note: 'par téléphone' },
    fr: 'Demande d’information : client (par téléphone)',
  },
  'information.withdrawn': { facts: { asker: 'management' }, fr: 'Demande d’information annulée : direction' },
  'delivery.arrived': {
    facts: { deliveredOn: '2026-11-30' },
    what: 'BL-2026-000017',
    fr: 'BL-2026-000017 arrivée le 30/11/2026',
  },
  'delivery.released': {
    facts: { stopped: false, reason: 'chèque de banque vu' },
    fr: 'Livraisons débloquées malgré l’arrêt de crédit par nadia : chèque de banque vu',
  },
  'delivery.proof-corrected': {
    facts: { receivedBy: 'Mme Bart', reserves: null, reason: 'nom mal lu' },
    what: 'BL-2026-000001',
    fr: 'Preuve de BL-2026-000001 corrigée : reçue par Mme Bart : nom mal lu',
  },
  'delivery.proved': {
    facts: { receivedBy: 'M. Petit', reserves: 'un carton mouillé' },
    what: 'BL-2026-000001',
    fr: 'Livraison BL-2026-000001 reçue par M. Petit, avec réserves : un carton mouillé',
  },
  'credit.approved': {
    facts: { ...account, reason: null },
    fr: 'Crédit accordé : 1_234,50_€, encours 500,00_€ sur 2_000,00_€',
  },
  'credit.watch': {
    facts: { ...account, reason: null },
    fr: 'Crédit accordé, plafond presque atteint : 1_234,50_€, encours 500,00_€ sur 2_000,00_€',
  },
  'credit.held': {
    facts: { ...account, reason: 'overdue' },
    fr: 'Blocage crédit, le client a des factures échues : 1_234,50_€, encours 500,00_€ sur 2_000,00_€',
  },
  'credit.released': { facts: { ...account, reason: 'bon client' }, fr: 'Crédit débloqué par nadia : bon client' },
  'credit.refused': { facts: { ...account, reason: 'trop' }, fr: 'Crédit refusé par nadia : trop' },
  'reconciliation.held': {
    facts: [price, terms],
    fr:
      '2 écarts, dont 2 hors tolérance : prix unitaire HT, ligne 2 : 1_034,50 au lieu de 34,00 ; ' +
      'conditions de règlement : 45 jours fin de mois (date de facture plus 45 jours, puis fin de ce mois) ' +
      'au lieu de 30 jours nets à compter de la date de facture',
  },
  'reconciliation.tolerated': {
    facts: [{ ...found, type: 'date', lineNo: 1, expected: '2026-12-02', actual: '2026-12-01', withinTolerance: true }],
    fr: '1 écart toléré : date de livraison, ligne 1 : 01/12/2026 au lieu de 02/12/2026',
  },
  'discrepancy.accept': { facts: { discrepancy: '1-1', reason: 'geste' }, fr: 'Écart accepté par nadia : geste' },
  'discrepancy.requote': {
    facts: { discrepancy: '1-1', reason: 'geste' },
    fr: 'Nouveau devis demandé par nadia : geste',
  },
  'discrepancy.ask': {
    facts: { discrepancy: '1-1', reason: 'lequel ?' },
    fr: 'Question posée au client par nadia : lequel ?',
  },
  'discrepancy.reject': { facts: { discrepancy: '1-1', reason: 'non' }, fr: 'Écart rejeté par nadia : non' },
  'invoice.issued': {
    facts: { gross: '172.80', dueDate: '2026-12-31', delivery: 'BL-2026-000001' },
    what: 'FA-2026-000017',
    fr: 'Facture FA-2026-000017 de 172,80_€ pour la livraison BL-2026-000001, échéance le 31/12/2026',
  },
  'payment.received': {
    facts: { amount: '172.80', currency: 'CHF', reference: 'VIR-1' },
    fr: 'Règlement de 172,80_CHF reçu (VIR-1)',
  },
  'payment.allocated': {
    facts: { amount: '100.00', open: '72.80', reference: 'VIR-1' },
    what: 'FA-2026-000017',
    fr: '100,00_€ du règlement VIR-1 sur la facture FA-2026-000017 ; reste dû 72,80_€',
  },
  'payment.assigned': {
    facts: { customer: 'ALFKI', amount: '500.00', currency: 'EUR', reference: 'VIR-1', reason: 'IBAN reconnu' },
    fr: '500,00_€ du règlement VIR-1 attribués à ALFKI : IBAN reconnu',
  },
  'payment.reversed': {
    facts: {
      of: 'principal',
      invoice: 'FA-2026-000017',
      amount: '100.00',
      open: '172.80',
      currency: 'EUR',
      reference: 'VIR-1',
      reason: 'rejeté par la banque',
      returnedBy: null,
    },
    fr: '100,00_€ du règlement VIR-1 repris : facture FA-2026-000017 ; reste dû 172,80_€ : rejeté par la banque',
  },
  'payment.returned': {
    facts: { amount: '100.00', currency: 'CHF', reference: 'VIR-1', returnedBy: 'REJ-1' },
    fr: '100,00_CHF du règlement VIR-1 retournés (REJ-1)',
  },
  'claim.paid': {
    facts: {
      of: 'recovery-fee',
      invoice: 'FA-2026-000017',
      amount: '40.00',
      open: '0.00',
      currency: 'EUR',
      reference: 'VIR-1',
    },
    fr: '40,00_€ du règlement VIR-1 : indemnité de recouvrement de la facture FA-2026-000017 ; soldé',
  },
  'claim.waived': {
    facts: {
      of: 'interest',
      invoice: 'FA-2026-000017',
      amount: '1.35',
      open: '0.00',
      currency: 'EUR',
      reason: 'geste commercial',
    },
    fr: '1,35_€ abandonnés : intérêts de retard de la facture FA-2026-000017 : geste commercial',
  },
  'claim.credited': {
    facts: {
      of: 'interest',
      invoice: 'FA-2026-000017',
      amount: '0.40',
      open: '0.60',
      currency: 'EUR',
      creditNote: 'AV-2026-000003',
    },
    fr: '0,40_€ tombés avec l’avoir AV-2026-000003 : intérêts de retard de la facture FA-2026-000017',
  },
  'invoice.credited': {
    facts: {
      creditNote: 'AV-2026-000003',
      invoice: 'FA-2026-000017',
      scope: 'lines',
      reason: 'LIVR_INCOMP',
      note: 'deux caisses vides',
      amount: '48.00',
      applied: '40.00',
      toGive: '8.00',
      open: '0.00',
      currency: 'EUR',
    },
    fr: 'Avoir AV-2026-000003 de 48,00_€ sur la facture FA-2026-000017 : des quantités, livraison incomplète ou défaillante : deux caisses vides ; 40,00_€ en déduction, 8,00_€ à rendre',
  },
  'invoice.credit-applied': {
    facts: {
      of: 'principal',
      invoice: 'FA-2026-000018',
      amount: '8.00',
      open: '0.00',
      currency: 'EUR',
      creditNote: 'AV-2026-000003',
    },
    fr: '8,00_€ de l’avoir AV-2026-000003 en déduction : facture FA-2026-000018 ; soldée',
  },
  'invoice.loss-taken-back': {
    facts: {
      of: 'principal',
      invoice: 'FA-2026-000018',
      amount: '20.00',
      open: '0.00',
      currency: 'EUR',
      creditNote: 'AV-2026-000003',
    },
    fr: 'L’avoir AV-2026-000003 remplace une perte de 20,00_€ sur la facture FA-2026-000018',
  },
  'invoice.credit-asked': {
    facts: { code: 'r-1', amount: '120', currency: 'EUR', reason: 'PU_ERR' },
    fr: 'Avoir de 120,00_€ demandé par nadia : prix unitaire erroné ; une deuxième personne en décide',
  },
  'invoice.credit-granted': {
    facts: { code: 'r-1', amount: '120', currency: 'EUR', reason: 'vu' },
    fr: 'Avoir de 120,00_€ accordé par nadia : vu',
  },
  'invoice.credit-refused': {
    facts: { code: 'r-1', amount: '120', currency: 'EUR', reason: 'prix convenu' },
    fr: 'Avoir de 120,00_€ refusé par nadia : prix convenu',
  },
  'invoice.credit-reversed': {
    facts: {
      of: 'principal',
      invoice: 'FA-2026-000018',
      amount: '8.00',
      open: '8.00',
      currency: 'EUR',
      creditNote: 'AV-2026-000003',
      reason: 'pour une autre',
    },
    fr: '8,00_€ de l’avoir AV-2026-000003 repris : facture FA-2026-000018 ; reste dû 8,00_€ : pour une autre',
  },
  'invoice.credit-regained': {
    facts: { amount: '8.00', open: '-8.00', currency: 'EUR' },
    what: 'AV-2026-000003',
    fr: '8,00_€ revenus à l’avoir AV-2026-000003 ; reste à rendre 8,00_€',
  },
  'invoice.credit-spent': {
    facts: { amount: '5.00', open: '-3.00', currency: 'EUR' },
    what: 'AV-2026-000003',
    fr: '5,00_€ de l’avoir AV-2026-000003 imputés ; reste à rendre 3,00_€',
  },
  'invoice.refunded': {
    facts: { amount: '5.00', open: '-3.00', currency: 'EUR', reference: 'VIR-R-1' },
    what: 'AV-2026-000003',
    fr: '5,00_€ de l’avoir AV-2026-000003 remboursés (VIR-R-1) ; reste à rendre 3,00_€',
  },
  'invoice.written-off': {
    facts: {
      of: 'principal',
      invoice: 'FA-2026-000017',
      amount: '0.01',
      open: '0.00',
      currency: 'EUR',
      reason: 'un centime',
    },
    fr: '0,01_€ passés en pertes, facture FA-2026-000017 : un centime',
  },
  'invoice.status-received': {
    facts: { code: '210', reasons: [{ code: 'CMD_ERR', text: 'PO 4711', action: 'NIN' }], message: 'm' },
    what: 'FA-2026-000017',
    fr: 'Facture FA-2026-000017 refusée (210) : numéro de commande erroné : PO 4711',
  },
  'invoice.status-told': {
    facts: { code: '212', amount: '120.00', currency: 'EUR', on: '2026-11-30' },
    what: 'FA-2026-000017',
    fr: '120,00_€ encaissés sur la facture FA-2026-000017 : la plateforme en est informée',
  },
  'mail.sent': {
    facts: { ...mail, kind: 'invoice' },
    fr: 'Courriel envoyé à achats@lefort.example : « Facture FA-2026-000017 »',
  },
  'mail.failed': {
    facts: { ...mail, response: '550 no such user' },
    fr: 'Courriel refusé par le serveur, « Facture FA-2026-000017 » : 550 no such user',
  },
  'mail.was-sent': {
    facts: { ...mail, reason: 'reçu' },
    fr: 'Courriel tenu pour envoyé, « Facture FA-2026-000017 » : reçu',
  },
  'mail.send-again': { facts: { ...mail, reason: 'oui' }, fr: 'Courriel à renvoyer, « Facture FA-2026-000017 » : oui' },
  'mail.skip': {
    facts: { ...mail, reason: 'par fax' },
    fr: 'Courriel abandonné, « Facture FA-2026-000017 » : par fax',
  },
  'dunning.courtesy': {
    facts: { ...claim, level: 'courtesy' },
    fr: 'Rappel de courtoisie, facture FA-2026-000017 : 1_040,50_€ réclamés',
  },
  'dunning.level-1': {
    facts: { ...claim, level: 'level-1', status: 'SKIPPED' },
    fr: 'Premier rappel, facture FA-2026-000017 : sans objet, rien n’est plus dû',
  },
  'dunning.level-2': {
    facts: { ...claim, level: 'level-2' },
    fr: 'Deuxième rappel, facture FA-2026-000017 : 1_040,50_€ réclamés',
  },
  'dunning.level-3': {
    facts: { ...claim, level: 'level-3' },
    fr: 'Troisième rappel, facture FA-2026-000017 : 1_040,50_€ réclamés',
  },
  'dunning.final-notice': {
    facts: { ...claim, level: 'final-notice' },
    fr: 'Mise en demeure, facture FA-2026-000017 : 1_040,50_€ réclamés',
  },
  'dunning.hand-over': {
    facts: { ...claim, level: 'hand-over', handOver: true, creditStop: true },
    fr: 'Facture FA-2026-000017 transmise à la comptabilité, client en arrêt de crédit',
  },
  'dunning.asked': {
    facts: { toAllocate: '240.00', toWriteOff: ['FA-2026-000018'], currency: 'EUR' },
    fr: 'Comptabilité priée d’affecter 240,00_€ ; Comptabilité priée de solder FA-2026-000018',
  },
  'dunning.held': {
    facts: { invoice: 'FA-2026-000017', until: '2026-12-24', reason: 'litige' },
    what: 'VINET',
    fr: 'Relance de FA-2026-000017 suspendue jusqu’au 24/12/2026 : litige',
  },
  'dunning.hold-lifted': {
    facts: { invoice: null, reason: 'réglé' },
    what: 'VINET',
    fr: 'Relance de VINET reprise : réglé',
  },
  'dunning.was-sent': {
    facts: { ...letter, reason: 'reçu' },
    fr: 'Deuxième rappel, facture FA-2026-000017 : envoi tenu pour fait : reçu',
  },
  'dunning.send-again': {
    facts: { ...letter, reason: 'perdu' },
    fr: 'Deuxième rappel, facture FA-2026-000017 : à renvoyer : perdu',
  },
  'dunning.withdrawn': {
    facts: { ...letter, letter: 'RL-2026-000005' },
    fr: 'Deuxième rappel, facture FA-2026-000017 : courrier RL-2026-000005 retiré, ce qu’il réclamait a changé',
  },
  'dunning.skip': {
    facts: { ...letter, reason: 'par fax' },
    fr: 'Deuxième rappel, facture FA-2026-000017 : envoi abandonné : par fax',
  },
  'stock.received': {
    facts: { lines: [{ product: 'P-001', quantity: '20' }] },
    what: 'BR-7',
    fr: 'Réception BR-7 : 20 P-001',
  },
  'customer.created': { facts: {}, what: 'VINET', fr: 'Client VINET créé' },
  'customer.changed': { facts: {}, what: 'VINET', fr: 'Client VINET modifié' },
  'customer.credit-stopped': {
    facts: { invoice: 'FA-2026-000017' },
    fr: 'Arrêt de crédit posé par la relance de la facture FA-2026-000017',
  },
  'customer.credit-stop-lifted': {
    facts: { invoice: 'FA-2026-000017' },
    fr: 'Arrêt de crédit levé : facture FA-2026-000017 payée',
  },
  'customer.address-added': { facts: { code: 'DEPOT-2' }, fr: 'Adresse DEPOT-2 ajoutée' },
  'customer.address-changed': { facts: { code: 'DEPOT-2' }, fr: 'Adresse DEPOT-2 modifiée' },
  'customer.contact-added': { facts: { code: 'ACHATS' }, fr: 'Contact ACHATS ajouté' },
  'customer.contact-changed': { facts: { code: 'ACHATS' }, fr: 'Contact ACHATS modifié' },
  'customer.item-set': {
    facts: { item: 'A-100', product: 'P-001' },
    fr: 'Leur référence A-100 désigne P-001',
  },
  'product.created': { facts: {}, what: 'P-001', fr: 'Article P-001 créé' },
  'product.changed': { facts: {}, what: 'P-001', fr: 'Article P-001 modifié' },
  'acquisition-spend.entered': {
    facts: { month: '2027-01-01', amount: '1500.00', currency: 'EUR', what: 'salon' },
    fr: 'Dépense pour gagner des clients, 2027-01 : 1_500,00_€ (salon)',
  },
  'acquisition-spend.withdrawn': {
    facts: { month: '2027-01-01', amount: '1500.00', currency: 'EUR', what: 'salon' },
    fr: 'Dépense reprise, 2027-01 : 1_500,00_€ (salon)',
  },
  'capacity.set': {
    facts: { person: 'laura.callahan', work: 'lines-entered', from: '2027-01-01', perDay: 40 },
    fr: 'Capacité de laura.callahan : 40 par jour à partir du 01/01/2027 (lignes de commande saisies)',
  },
  'product.cost-set': {
    facts: { product: 'P-001', from: '2027-01-01', cost: '6.5', currency: 'EUR' },
    what: 'P-001',
    fr: 'Coût de P-001 saisi à partir du 01/01/2027',
  },
  'exchange-rate.set': {
    facts: { currency: 'USD', from: '2026-11-02', rate: '0.9123' },
    fr: 'Taux de change de USD : 0,9123 à partir du 02/11/2026',
  },
  'tax-rate.set': {
    facts: {
      country: 'FR',
      taxClass: 'standard',
      from: '2027-01-01',
      vatCategory: 'S',
      vatRate: '21.00',
      vatExemption: null,
    },
    fr: 'TVA (FR), taux normal : 21_% à partir du 01/01/2027',
  },
  'invoice-series.set': {
    facts: { kind: 'invoice', origin: 'edi', from: '2027-01-01', prefix: 'FE' },
    fr: 'Numéros (facture, commandes par EDI) à partir du 01/01/2027 : FE',
  },
  'document-template.set': {
    facts: { version: 2, from: '2027-01-01', sha256: 'a'.repeat(64), warnings: 0 },
    fr: 'Modèle de documents 2 en vigueur à partir du 01/01/2027',
  },
  'document-logo.kept': {
    facts: { sha256: 'a'.repeat(64), type: 'image/png', width: 400, height: 120 },
    fr: 'Logo déposé (400 × 120)',
  },
  'order.proforma-made': {
    facts: { version: 2, gross: '1305.50', currency: 'EUR' },
    fr: 'Facture proforma 2 établie, de 1_305,50_€ TTC',
  },
  'quote.proforma-made': {
    facts: { version: 1, gross: '120.00', currency: 'CHF' },
    what: 'DE-2026-000007',
    fr: 'Facture proforma 1 du devis DE-2026-000007 établie, de 120,00_CHF TTC',
  },
  'quote.created': { facts: {}, what: 'DE-2026-000007', fr: 'Devis DE-2026-000007 établi' },
  'quote.revised': {
    facts: { revision: 2, reason: 'prix' },
    what: 'DE-2026-000007',
    fr: 'Devis DE-2026-000007 révisé : prix',
  },
  'quote.sent': {
    facts: { revision: 2, version: 1, mail: 'quote:DE-2026-000007:1' },
    what: 'DE-2026-000007',
    fr: 'Devis DE-2026-000007 envoyé (révision 2)',
  },
  'customer.statement-issued': {
    facts: { statement: 'RC-2026-000001', on: '2026-11-30', mail: null },
    fr: 'Relevé de compte RC-2026-000001 établi, au 30/11/2026',
  },
  'quote.changed': {
    facts: { validUntil: '2026-12-31' },
    what: 'DE-2026-000007',
    fr: 'Devis DE-2026-000007 valable jusqu’au 31/12/2026',
  },
  'quote.lost': { facts: { lostReason: 'prix' }, what: 'DE-2026-000007', fr: 'Devis DE-2026-000007 perdu : prix' },
  'quote.accepted': {
    facts: { reference: 'BC 12' },
    what: 'DE-2026-000007',
    fr: 'Devis DE-2026-000007 accepté (BC 12)',
  },
  'worklist.assigned': {
    facts: { role: 'finance', assignee: 'lucie.marchand', name: 'Lucie Marchand' },
    fr: 'Tâche confiée à Lucie Marchand',
  },
  'worklist.put-aside': {
    facts: { role: 'finance', until: '2026-12-01' },
    fr: 'Tâche mise de côté jusqu’au 01/12/2026',
  },
  'worklist.completed': {
    facts: { role: 'finance', reason: 'au contentieux' },
    fr: 'Tâche terminée par nadia : au contentieux',
  },
  'worklist.commented': {
    facts: { role: 'finance', text: 'rappeler lundi' },
    fr: 'nadia, sur une tâche : rappeler lundi',
  },
  'view.saved': {
    facts: { list: 'orders', name: 'À livrer', address: 'stage=acknowledged' },
    fr: 'Vue « À livrer » enregistrée',
  },
  'view.changed': {
    facts: { list: 'orders', name: 'À livrer', address: '', removed: true },
    fr: 'Vue « À livrer » supprimée',
  },
  'view.shared': {
    facts: { list: 'orders', name: 'À livrer', shared: true },
    fr: 'Vue « À livrer » partagée avec tous',
  },
  'view.chosen': { facts: { list: 'orders', view: null }, fr: 'La liste s’ouvre sans vue' },
  'list.exported': {
    facts: { list: 'orders', format: 'csv', filters: { stage: 'settled' }, columns: ['number'], rows: 12, whole: true },
    what: 'orders',
    fr: 'Liste orders emportée en CSV : 12 lignes',
  },
  'process.repaired': {
    facts: { workflowId: 'invoice:FA-2026-000017:collection', how: 'started' },
    fr: 'Processus invoice:FA-2026-000017:collection relancé',
  },
  'principal.changed': {
    facts: { name: 'Paul Roux', role: 'finance', seesAllCustomers: true, active: false },
    what: 'paul',
    fr: 'paul s’appelle Paul Roux ; paul peut agir dans le rôle finance ; paul voit tous les clients ; paul a été mis hors service',
  },
  'principal.linked': {
    facts: { person: 'lucie.marchand' },
    what: 'f3a1@id.example',
    fr: 'f3a1@id.example et lucie.marchand sont une seule personne',
  },
  'principal.unlinked': {
    facts: { person: 'f3a1@id.example' },
    what: 'f3a1@id.example',
    fr: 'f3a1@id.example est de nouveau une personne à part',
  },
  'principal.created': { facts: { role: 'sales' }, what: 'paul', fr: 'paul peut agir dans le rôle sales' },
  'api-key.created': {
    facts: { principalId: 'paul', prefix: 'enc_12345678' },
    fr: 'Clé d’API enc_12345678… créée pour paul',
  },
  'api-key.revoked': { facts: { reason: 'portable perdu' }, fr: 'Clé d’API révoquée : portable perdu' },
  'password.set': { facts: undefined, what: 'paul', fr: 'Nouveau mot de passe donné à paul' },
  'password.changed': { facts: undefined, what: 'paul', fr: 'paul a changé de mot de passe' },
  'totp.begun': {
    facts: undefined,
    what: 'paul',
    fr: 'paul a commencé à associer une application d’authentification',
  },
  'totp.confirmed': { facts: undefined, what: 'paul', fr: 'paul se connecte désormais avec un code' },
  'totp.removed': { facts: undefined, what: 'paul', fr: 'paul se connecte de nouveau sans code' },
  'session.ended': { facts: { principal: 'paul' }, fr: 'Session de paul terminée' },
  'person.erased': {
    facts: { reason: 'demande du 2 novembre', rows: { outgoing: 2, audit_entry: 1 } },
    fr: 'Les données d’une personne ont été effacées (lignes : 3) : demande du 2 novembre',
  },
  'month-end.made': {
    facts: { month: '2026-10', version: 2, reason: 'avoir oublié' },
    fr: 'Arrêté mensuel 2026-10, version 2 : avoir oublié',
  },
  'billing.begun': {
    facts: { upTo: '2026-11-30', customer: null, customers: 12 },
    fr: 'Facturation de ce qui est parti jusqu’au 30/11/2026 lancée : 12 client(s)',
  },
  'idempotency-keys.deleted': {
    facts: { before: '2026-10-23', rows: 2 },
    fr: 'Clés d’idempotence antérieures au 23/10/2026 supprimées : 2',
  },
  'legal-hold.placed': {
    facts: { kind: 'order', subject: 'SO-2026-000042', reason: 'Contentieux' },
    fr: 'Conservation imposée : commande SO-2026-000042, Contentieux',
  },
  'legal-hold.lifted': {
    facts: { kind: 'customer', subject: 'VINET', lifted: true, reason: 'Accord' },
    fr: 'Conservation imposée levée : client VINET, Accord',
  },
  'mails.reduced': {
    facts: { before: '2023-11-30', rows: 3 },
    fr: 'Texte et destinataire effacés des courriels de commandes closes avant le 30/11/2023 : 3',
  },
  'worklist.forgotten': {
    facts: { before: '2025-11-29', lines: 2, comments: 5, preparations: 3 },
    fr: 'Tâches terminées avant le 29/11/2025 supprimées : 2, commentaires : 5, préparations : 3, mots sur des demandes : 0',
  },
  'sessions.forgotten': {
    facts: { before: '2026-10-30', rows: 4 },
    fr: 'Connexions terminées avant le 30/10/2026 supprimées : 4',
  },
  'move-in.signed-off': { facts: { rows: { orders: 2 } }, fr: 'Données d’un autre système reprises' },
  'move-in.undone': { facts: {}, fr: 'Reprise annulée : tout ce qu’elle avait apporté est retiré' },
  'move-in.uploaded': { facts: { files: ['a.csv', 'b.xlsx'] }, fr: 'Fichiers à reprendre : a.csv, b.xlsx' },
  'move-in.confirmed': { facts: {}, fr: 'Totaux de la reprise validés' },
  'move-in.undo-asked': { facts: { reason: 'essai' }, fr: 'Annulation de la reprise demandée : essai' },
  'company.created': { facts: {}, fr: 'Notre société est enregistrée' },
  'company.changed': { facts: {}, fr: 'Notre société est modifiée' },
  'policy.created': { facts: {}, what: 'credit', fr: 'Règle credit enregistrée' },
  'policy.changed': { facts: {}, what: 'credit', fr: 'Règle credit modifiée' },
};

const entryOf = (action: string, after: unknown, entityId: string) => ({
  action,
  after,
  entityId,
  actor: 'nadia',
  currency: 'EUR',
});
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, '_');

describe('the dossier in French', () => {
  it.each(Object.entries(cases))('tells %s', (action, { facts, what = 'SO-2026-000042', fr }: Case<AuditAction>) => {
    expect(plain(tellEntry(entryOf(action, facts, what), 'fr'))).toBe(fr);
  });

  it('knows every action that can be written', () => {
    expect(Object.keys(cases).toSorted()).toEqual(Object.keys(auditFacts).toSorted());
  });

  it('names the bare action for an unknown one, and for a row without its facts', () => {
    for (const action of ['order.danced', 'toString', 'order.received', 'invoice.issued'])
      expect(tellEntry(entryOf(action, null, 'SO-2026-000042'), 'fr')).toBe(action);
    const text = { gross: 'a lot', dueDate: 'tomorrow', delivery: 'BL-2026-000001' };
    expect(tellEntry(entryOf('invoice.issued', text, 'FA-2026-000017'), 'fr')).toBe('invoice.issued');
  });
});

describe('the dossier in English', () => {
  it.each(Object.entries(cases))('tells %s too', (action, { facts, what = 'SO-2026-000042' }: Case<AuditAction>) => {
    const told = tellEntry(entryOf(action, facts, what), 'en');
    expect(told).not.toBe(action);
    expect(told).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('writes amounts and dates the English way', () => {
    const told = (action: AuditAction, what: string): string =>
      plain(tellEntry(entryOf(action, cases[action].facts, what), 'en'));
    expect(told('order.received', 'SO-2026-000042')).toBe(
      'Order SO-2026-000042 received by phone: 2 lines, 1,234.50_EUR tax included',
    );
    expect(told('invoice.issued', 'FA-2026-000017')).toBe(
      'Invoice FA-2026-000017 of 172.80_EUR for delivery BL-2026-000001, due 31_Dec_2026',
    );
  });

  it('gives amounts the decimals of their currency, without passing through a float', () => {
    const facts = { ...account, gross: '9999999999999.99', reason: null };
    expect(plain(tellEntry(entryOf('credit.approved', facts, 'SO-2026-000042'), 'en'))).toContain(
      '9,999,999,999,999.99_EUR',
    );
    const yen = {
      ...entryOf('credit.approved', { ...account, gross: '1200', reason: null }, 'SO-2026-000042'),
      currency: 'JPY',
    };
    expect(plain(tellEntry(yen, 'en'))).toContain('1,200_JPY');
  });

  it('says the 40 euros beside a claim in another currency, and adds them to none', () => {
    const facts = { ...claim, claimed: '1000.50' };
    const inFrancs = { ...entryOf('dunning.level-2', facts, 'FA-2026-000017:1:level-2'), currency: 'CHF' };
    expect(plain(tellEntry(inFrancs, 'fr'))).toContain('1_000,50_CHF et 40,00_€ réclamés');
    expect(plain(tellEntry(inFrancs, 'en'))).toContain('1,000.50_CHF and 40.00_EUR claimed');
    const inYen = { ...inFrancs, after: { ...facts, claimed: '121079' }, currency: 'JPY' };
    expect(plain(tellEntry(inYen, 'en'))).toContain('121,079_JPY and 40.00_EUR claimed');
    const withoutFee = { ...inFrancs, after: { ...facts, recoveryFee: '0.00' } };
    expect(plain(tellEntry(withoutFee, 'en'))).toContain(': 1,000.50_CHF claimed');
  });
});

/** What an order may wait for, and what its readers read. */
const waits: readonly (readonly [ShownWait, string, string])[] = [
  [{ kind: 'none' }, '', ''],
  [{ kind: 'credit-check' }, 'contrôle du crédit', 'credit check'],
  [
    { kind: 'credit-decision', reason: 'credit-limit' },
    'comptabilité : la commande dépasse le plafond de crédit',
    'finance: the order exceeds the credit limit',
  ],
  [
    { kind: 'credit-decision', reason: 'overdue' },
    'comptabilité : le client a des factures échues',
    'finance: the customer has overdue invoices',
  ],
  [
    { kind: 'credit-decision', reason: 'credit-stop' },
    'comptabilité : le client est en arrêt de crédit',
    'finance: the customer has a credit stop',
  ],
  [{ kind: 'credit-decision' }, 'comptabilité : décision sur le crédit', 'finance: decision on the credit'],
  [
    { kind: 'reconciliation' },
    'rapprochement avec le devis ou le tarif',
    'reconciliation with the quote or price list',
  ],
  [{ kind: 'discrepancies', open: 1 }, 'service commercial : 1 écart à trancher', 'sales: 1 discrepancy to decide'],
  [{ kind: 'discrepancies', open: 3 }, 'service commercial : 3 écarts à trancher', 'sales: 3 discrepancies to decide'],
  [
    { kind: 'customer-answer', discrepancy: '1-1' },
    'client : réponse sur un écart',
    'the customer: answer on a discrepancy',
  ],
  [
    { kind: 'requote', discrepancy: '1-1' },
    'service commercial : nouveau devis ou avenant',
    'sales: a new quote or an amendment',
  ],
  [{ kind: 'acceptance' }, 'acceptation', 'acceptance'],
  [{ kind: 'delivery', backorder: false }, 'logistique : livraison', 'logistics: delivery'],
  [
    { kind: 'delivery', backorder: true },
    'logistique : livraison de ce qui est en stock ; le reste attend le stock',
    'logistics: delivery of what is in stock; stock for the rest',
  ],
  [
    { kind: 'credit-stop' },
    'comptabilité : l’arrêt de crédit du client retient ses livraisons',
    'finance: the customer’s credit stop holds its deliveries',
  ],
  [{ kind: 'deposit', invoice: null }, 'acompte', 'the deposit'],
  [{ kind: 'stock' }, 'stock : tout le reste à livrer est en reliquat', 'stock: everything open is backordered'],
  [{ kind: 'invoicing' }, 'facture et règlement', 'invoice and payment'],
  [{ kind: 'payment' }, 'règlement', 'payment'],
];

describe('what an order waits for', () => {
  it.each(waits)('%o is read in both languages', (wait, french, english) => {
    expect(tellWait(wait, 'fr')).toBe(french);
    expect(tellWait(wait, 'en')).toBe(english);
  });

  it('names the deposit that is to be paid, how much of it and by when', () => {
    const invoice = { number: 'AC-2026-000003', open: '391.65', currency: 'EUR', dueDate: '2026-12-08' } as const;
    const wait = { kind: 'deposit', invoice } as const;
    expect(tellWait(wait, 'fr').replaceAll('\u00a0', ' ')).toBe(
      'client : acompte AC-2026-000003, 391,65 € pour le 08/12/2026',
    );
    expect(tellWait(wait, 'en').replaceAll('\u00a0', ' ')).toBe(
      'the customer: deposit AC-2026-000003, 391.65 EUR due 8 Dec 2026',
    );
  });

  it('has words whatever it is', () => {
    const kinds = new Set(waits.map(([{ kind }]) => kind));
    expect([...kinds]).toEqual(Wait.options.map((option) => option.shape.kind.value));
  });
});

const net30 = { kind: 'net', days: 30 } as const;
const cash = { kind: 'net', days: 0 } as const;
const at = { lineNo: 1, together: [] } as const;
const ofOrder = { lineNo: null, together: [] } as const;

/** Each thing that reconciliation compares, and what readers of both languages read. `_` does not break. */
const differences: readonly (readonly [Difference, string, string])[] = [
  [
    { type: 'item', ...at, expected: 'P-011', actual: 'P-042' },
    'article, ligne 1 : P-042 au lieu de P-011',
    'item on line 1: P-042 instead of P-011',
  ],
  [
    { type: 'quantity', lineNo: 2, together: [1, 2], expected: '20', actual: '30' },
    'quantité, ligne 2 : 30 sur les lignes 1, 2 au lieu de 20',
    'quantity on line 2: 30 on lines 1, 2 instead of 20',
  ],
  [
    { type: 'price', ...at, expected: '1034.00', actual: '1034.5025' },
    'prix unitaire HT, ligne 1 : 1_034,5025 au lieu de 1_034,00',
    'unit price excl. VAT on line 1: 1,034.5025 instead of 1,034.00',
  ],
  [
    { type: 'discount', ...at, expected: '5.00', actual: '7.50' },
    'remise, ligne 1 : 7,5_% au lieu de 5_%',
    'discount on line 1: 7.5% instead of 5%',
  ],
  [
    { type: 'date', ...at, expected: '2026-12-02', actual: '2026-12-01' },
    'date de livraison, ligne 1 : 01/12/2026 au lieu de 02/12/2026',
    'delivery date on line 1: 1_Dec_2026 instead of 2_Dec_2026',
  ],
  [
    { type: 'terms', ...ofOrder, expected: net30, actual: cash },
    'conditions de règlement : paiement comptant à la date de facture au lieu de 30 jours nets à compter de la date de facture',
    'payment terms: payable on the invoice date instead of 30 days net from the invoice date',
  ],
  [
    { type: 'freight', ...ofOrder, expected: '1024.00', actual: '0.00' },
    'frais de port HT : 0,00_€ au lieu de 1_024,00_€',
    'freight excl. VAT: 0.00_EUR instead of 1,024.00_EUR',
  ],
  [
    { type: 'reference', ...ofOrder, expected: 'SO-2026-000017', actual: 'PO 4711' },
    'référence du client : PO 4711 est déjà celle de la commande SO-2026-000017',
    'customer reference: PO 4711 is that of order SO-2026-000017 already',
  ],
];

describe('a decision on credit', () => {
  const figures = { amount: '108.00', exposureBefore: '930.00', limit: '1000.00', overdue: '58.40' };
  const by = { decidedBy: 'encours', decidedAt: '2026-11-02T10:00:00Z' };
  const tellDecision = (
    language: Language,
    decided: Pick<CreditDecisionFacts, 'kind' | 'reason'> & Partial<CreditDecisionFacts>,
  ) =>
    plain(wordsOf(language).creditDecision({ ...figures, ...by, ...decided }, 'EUR', wordsOf(language).say)).replaceAll(
      '_',
      ' ',
    );

  it.each(languages)(
    'tells no code in %s, whatever held the order, and each figure that it was decided on',
    (language) => {
      for (const reason of CreditHoldReason.options) {
        const sentence = tellDecision(language, { kind: 'held', reason });
        expect(sentence).not.toContain('credit-');
        const shown = reason === 'credit-limit' ? ['108', '930', '1.?000', '38'] : ['108', '930', '1.?000', '58.4'];
        for (const figure of shown) expect(sentence).toMatch(new RegExp(figure));
      }
    },
  );

  it('says what else held an order that fits under the limit by its figures', () => {
    const fits = { kind: 'held', reason: 'credit-limit', exposureBefore: '800.00' } as const;
    expect(tellDecision('en', fits)).toContain('orders held before it count');
    expect(tellDecision('fr', fits)).toContain('les commandes bloquées avant elle comptent');
  });

  it('says that an order stays within the limit, or close to it', () => {
    const room = { reason: null, exposureBefore: '100.00' };
    expect(tellDecision('en', { kind: 'approved', ...room })).toBe(
      'The order of 108.00 EUR on top of an exposure of 100.00 EUR stays within the limit of 1,000.00 EUR.',
    );
    expect(tellDecision('fr', { kind: 'watch', ...room })).toBe(
      'La commande de 108,00 €, ajoutée à un encours de 100,00 €, reste dans le plafond de 1 000,00 €, mais s’en approche.',
    );
  });
});

describe('a difference between the order and what it answers', () => {
  it.each(differences)('%o is read in both languages', (difference, french, english) => {
    expect(plain(wordsOf('fr').difference(difference, 'EUR'))).toBe(french);
    expect(plain(wordsOf('en').difference(difference, 'EUR'))).toBe(english);
  });

  it('has words whatever is compared', () => {
    expect(differences.map(([{ type }]) => type).toSorted()).toEqual([...discrepancyTypes].toSorted());
  });
});

const dunned = {
  invoices: ['FA-2026-000017'],
  level: 'level-2',
  to: 'compta@lefort.example',
  open: '1000.000',
  claimed: '1040.500',
  recoveryFee: '40.000',
  next: { level: 'level-3', on: '2026-12-24' },
} as const;
const asked = { mail: 'invoice:FA-2026-000017', ...mail, response: '550 no such user' };

const workInFrench: {
  readonly [K in WorkItemKind]: { readonly facts: WorkItemFacts<K>; readonly title: string; readonly sentence: string };
} = {
  complaint: {
    facts: {
      complaint: 'RCL-2026-000003',
      complaintKind: 'reserve',
      delivery: 'BL-2026-000007',
      disputed: '36.000',
      currency: 'EUR',
    },
    title: 'Réclamation RCL-2026-000003 : réserve sur le bon de livraison',
    sentence:
      'Commande SO-2026-000042, livraison BL-2026-000007 : 36,00_€ contestés. Dites ce qu’elle est, puis tranchez.',
  },
  'credit-hold': {
    facts: { ...account, reason: 'credit-limit', overdue: '0.000' },
    title: 'Blocage crédit : commande SO-2026-000042',
    sentence:
      'La commande dépasse le plafond de crédit. Commande 1_234,50_€, encours 500,00_€, plafond 2_000,00_€, échu 0,00_€. Débloquer ou refuser.',
  },
  discrepancy: {
    facts: [{ type: 'price', lineNo: 2, together: [], expected: '34.00', actual: '1034.5' }],
    title: 'Écarts : commande SO-2026-000042',
    sentence: 'prix unitaire HT, ligne 2 : 1_034,50 au lieu de 34,00',
  },
  'dunning-report': {
    facts: dunned,
    title: 'Relance, deuxième rappel : facture FA-2026-000017',
    sentence:
      'Envoyé à compta@lefort.example pour 1_040,50_€ (reste dû 1_000,00_€) ; ensuite troisième rappel le 24/12/2026.',
  },
  collections: {
    facts: { ...dunned, level: 'hand-over', to: null, next: null },
    title: 'À prendre en charge : facture FA-2026-000017',
    sentence: 'Rien n’est parti au client pour 1_040,50_€ (reste dû 1_000,00_€) ; rien ne suit automatiquement.',
  },
  allocation: {
    facts: {
      payment: '7f1d6d3e-0d5c-4f0e-9d63-0f6a4b1c2d3e',
      reference: 'VIR-1',
      amount: '150',
      currency: 'EUR',
      holdsLetters: true,
      openInvoices: [{ invoice: 'FA-2026-000017', instalment: 1, dueDate: '2026-12-01', open: '150' }],
      openCount: 1,
      openTotal: '150',
    },
    title: 'Règlement à affecter : VIR-1',
    sentence:
      'Il en reste 150,00_€, pour 150,00_€ dus sur 1 facture ; il couvre l’échu, aucune relance ne part entre-temps.',
  },
  'write-off': {
    facts: { instalment: 1, amount: '0.01' },
    title: 'Reliquat de règlement : facture FA-2026-000017',
    sentence: '0,01_€ restant dus : trop peu pour une relance. À passer en perte, ou à laisser.',
  },
  'mail-unknown': {
    facts: asked,
    title: 'Ce courriel est-il arrivé ? « Facture FA-2026-000017 » à achats@lefort.example',
    sentence: '550 no such user',
  },
  'mail-failed': {
    facts: asked,
    title: 'Ce courriel a été refusé : « Facture FA-2026-000017 » à achats@lefort.example',
    sentence: '550 no such user',
  },
  'mail-channel': {
    facts: { response: '530 authentication required', at: '2026-11-29T12:00:00.000Z' },
    title: 'Le serveur de messagerie refuse tout ce qui vient de nous',
    sentence:
      'Il répond : 530 authentication required. À corriger : le serveur, ou notre adresse, notre mot de passe ou TLS. Les courriels attendent, puis partent d’eux-mêmes.',
  },
  'platform-channel': {
    facts: {
      response: '401 no such token',
      isAway: false,
      since: '2026-11-29T11:40:00.000Z',
      at: '2026-11-29T12:00:00.000Z',
      waiting: 2,
    },
    title: 'La plateforme refuse tout ce qui vient de nous',
    sentence:
      'Elle répond : 401 no such token. À corriger : la plateforme, ou PLATFORM_URL et ce qui va avec. Depuis le 29/11/2026 à 11:40 UTC, 2 envois en attente, qui partiront d’eux-mêmes.',
  },
  'platform-message': {
    facts: { name: 'F-1.xml', found: 'stranger', why: 'invoice F-1, status 210' },
    title: 'Message de la plateforme sur une facture qui n’est pas de nous : F-1.xml',
    sentence: 'Invoice F-1, status 210. À voir avec la plateforme ; le message est conservé.',
  },
  'invoice-status': {
    facts: {
      code: '213',
      at: '2026-11-29T12:00:00.000Z',
      reasons: [{ code: 'DOUBLON', text: null, action: null }],
      action: 'NIN',
    },
    title: 'Facture FA-2026-000017 rejetée (213)',
    sentence: 'Facture en doublon. À faire : émettre une facture rectificative.',
  },
  'invoice-by-hand': {
    facts: { mail: 'invoice:FA-2026-000017', channel: 'paper', to: 'achats@lefort.example' },
    title: 'À imprimer et poster : FA-2026-000017',
    sentence: 'Pour achats@lefort.example. Dites quand c’est fait.',
  },
  'month-end-unaddressed': {
    facts: { month: '2026-10', version: 1 },
    title: 'Arrêté mensuel 2026-10 sans destinataire',
    sentence:
      'La version 1 est faite et conservée, mais aucun responsable n’a d’adresse de messagerie. Donnez-en une à un responsable dans Personnes ; l’arrêté se lit sous Pilotage.',
  },
  acknowledgement: {
    facts: { stage: 'credit-hold', target: '2026-11-29T13:30:00.000Z', isLate: false, zone: 'Europe/Paris' },
    title: 'Accusé de réception bientôt en retard : commande SO-2026-000042',
    sentence: 'Bloquée, crédit. Le client n’a pas de réponse ; elle est attendue pour le 29/11/2026 à 14:30.',
  },
  'delivery-due': {
    facts: { on: '2026-11-29', lines: 2, backordered: 1, isPrepared: true },
    title: 'À livrer : commande SO-2026-000042',
    sentence: '2 lignes en stock, promises pour le 29/11/2026 ; 1 ligne en reliquat. La commande est prête.',
  },
  'promise-late': {
    facts: { promised: '2026-11-25', next: '2026-12-03', lines: 1, ready: 0 },
    title: 'Promesse non tenue : commande SO-2026-000042',
    sentence:
      '1 ligne promise pour le 25/11/2026 et non livrée, aucune en stock ; nouvelle date : 03/12/2026. Prévenir le client.',
  },
  'proof-missing': {
    facts: { delivery: 'BL-2026-000017', departedOn: '2026-11-20', deliveredOn: '2026-11-21', carrier: 'Geodis' },
    title: 'Pas d’émargement : livraison BL-2026-000017',
    sentence: 'Commande SO-2026-000042 partie le 20/11/2026 par Geodis, arrivée le 21/11/2026 ; personne n’a signé.',
  },
  'not-invoiced': {
    facts: { delivery: 'BL-2026-000017', departedOn: '2026-11-20', billing: 'period', billedBy: '2026-11-30' },
    title: 'Non facturé : livraison BL-2026-000017',
    sentence:
      'Commande SO-2026-000042 partie le 20/11/2026, à facturer par période au plus tard le 30/11/2026 ; aucune facture ne la porte.',
  },
  unallocated: {
    facts: {
      payment: '7f1d6d3e-0d5c-4f0e-9d63-0f6a4b1c2d3e',
      reference: 'VIR-9',
      amount: '150',
      currency: 'EUR',
      date: '2026-11-27',
      isCustomerKnown: false,
    },
    title: 'Règlement sans affectation : VIR-9',
    sentence: '150,00_€ du 27/11/2026, de client inconnu.',
  },
  'credit-approval': {
    facts: {
      request: 'r-1',
      amount: '120',
      currency: 'EUR',
      reason: 'PU_ERR',
      note: null,
      by: 'lea.martin',
      isCorrection: false,
    },
    title: 'Avoir à accorder : facture FA-2026-000017',
    sentence: '120,00_€ demandés par lea.martin : prix unitaire erroné. Un autre accorde ou refuse.',
  },
  'credit-to-give': {
    facts: {
      creditNote: 'AV-2026-000003',
      corrects: 'FA-2026-000017',
      amount: '12',
      currency: 'EUR',
      date: '2026-10-27',
    },
    title: 'Avoir à rendre : AV-2026-000003',
    sentence: '12,00_€ du 27/10/2026, avoir sur FA-2026-000017 : à imputer, ou à rembourser.',
  },
};

const unreachable = {
  response: 'connect ECONNREFUSED',
  isAway: true,
  since: '2026-11-29T11:40:00.000Z',
  at: '2026-11-29T12:00:00.000Z',
};

const worklistItem = (kind: WorkItemKind, facts: WorkItemFacts): WorkItemRecord => ({
  id: `${kind}:1`,
  ...({ kind, facts } as WorkItemAbout),
  role: 'finance',
  status: 'open',
  order: 'SO-2026-000042',
  invoice: 'FA-2026-000017',
  customer: 'VINET',
  customerName: 'Vins et alcools Chevalier',
  mail: null,
  dunningStep: null,
  amount: null,
  dueOn: null,
  escalations: 0,
  link: null,
  createdAt: '2026-11-22T09:00:00Z',
  doneAt: null,
  settled: null,
  assignee: null,
  putAsideUntil: null,
  comments: 0,
  ageDays: 0,
  currency: 'EUR' as const,
});

describe('a mail server that is not to be reached', () => {
  it.each([
    [
      'fr',
      3,
      'Le serveur de messagerie est injoignable',
      'Depuis le 29/11/2026 à 11:40 UTC, 3 courriels en attente, qui partiront d’eux-mêmes.',
    ],
    [
      'fr',
      1,
      'Le serveur de messagerie est injoignable',
      'Depuis le 29/11/2026 à 11:40 UTC, 1 courriel en attente, qui partira de lui-même.',
    ],
    [
      'en',
      3,
      'The mail server is not to be reached',
      'Since 29 Nov 2026, 11:40 UTC 3 mails wait, and go by themselves then.',
    ],
    [
      'en',
      1,
      'The mail server is not to be reached',
      'Since 29 Nov 2026, 11:40 UTC 1 mail waits, and goes by itself then.',
    ],
  ] as const)('is told in %s since when, and that %i wait', (language, waiting, title, waits) => {
    const told = tellWorkItem(worklistItem('mail-channel', { ...unreachable, waiting }), language);
    expect(told.title).toBe(title);
    expect(told.sentence).toContain('connect ECONNREFUSED');
    expect(told.sentence.replaceAll('\u00a0', ' ')).toContain(waits);
  });
});

describe('the worklist in French', () => {
  it.each(workItemKinds)('says what a line of the kind %s asks for', (kind) => {
    const { facts, title, sentence } = workInFrench[kind];
    const told = tellWorkItem(worklistItem(kind, facts), 'fr');
    expect({ title: plain(told.title), sentence: plain(told.sentence) }).toEqual({ title, sentence });
  });

  it('counts the invoices of a letter that lists several', () => {
    const several = { ...dunned, invoices: ['FA-2026-000017', 'FA-2026-000018'] };
    const item = { ...worklistItem('dunning-report', several), invoice: null, order: null };
    expect(plain(tellWorkItem(item, 'fr').title)).toBe('Relance, deuxième rappel : 2 factures');
    expect(plain(tellWorkItem(item, 'en').title)).toBe('Dunning, second reminder: 2 invoices');
  });

  it('says the 40 euros beside a claim in another currency', () => {
    const item = { ...worklistItem('dunning-report', { ...dunned, claimed: '1000.500' }), currency: 'CHF' as const };
    expect(plain(tellWorkItem(item, 'fr').sentence)).toContain('pour 1_000,50_CHF et 40,00_€ (reste dû 1_000,00_CHF)');
  });

  it.each(workItemKinds)('has words for a line of the kind %s in English too, and facts of its shape', (kind) => {
    const { facts } = workInFrench[kind];
    expect(workItemFacts[kind].parse(facts)).toEqual(facts);
    const told = tellWorkItem(worklistItem(kind, facts), 'en');
    for (const said of [told.title, told.sentence]) expect(said).toMatch(/^(?!.*(undefined|null|NaN|\[object)).+/);
  });
});
