import type { Disposition, DunningLevel } from '../../contracts/vocabulary.js';
import { terms } from './terms.js';

type OfOrder = { readonly orderNumber: string };
type Disposed = {
  readonly discrepancyId: string;
  readonly others?: readonly string[];
  readonly disposition: Disposition;
};
type OfDelivery = { readonly deliveryNumber: string };

/** Everything the Temporal UI shows ops in French. The English dictionary has the same keys. */
export const ops = {
  /** What a move-in of the desk waits for. */
  books: (id: string) => `Reprise ${id}`,
  /** One line for each step, made of what the step is given. */
  steps: {
    recordOrder: ({ orderNumber }: OfOrder) => `Commande ${orderNumber} enregistrée`,
    readOrder: (orderNumber: string) => `Où en est ${orderNumber}`,
    clearOrder: ({ from }: { readonly from: string }) => `Vérification à partir de : ${from}`,
    escalateHold: ({ escalation }: { readonly escalation: number }) => `Relance interne n° ${escalation}`,
    recordCreditDecision: ({ decision }: { readonly decision: 'release' | 'refuse' }) =>
      `Crédit ${decision === 'release' ? 'débloqué' : 'refusé'}`,
    recordDeliveryRelease: ({ orderNumber }: OfOrder) => `Livraisons de ${orderNumber} débloquées`,
    recordDisposition: ({ discrepancyId, others = [], disposition }: Disposed) =>
      `${others.length === 0 ? `Écart ${discrepancyId}` : `Écarts ${discrepancyId} et ${others.length} de plus`} : ${disposition}`,
    recordAmendment: ({ orderNumber }: OfOrder) => `Avenant à ${orderNumber}`,
    recordCancellation: ({ orderNumber }: OfOrder) => `Annulation sur ${orderNumber}`,
    recordDelivery: ({ orderNumber }: OfOrder) => `Livraison de ${orderNumber}`,
    promiseAgain: () => 'Stock réexaminé',
    beginBilling: ({ run }: { readonly run: string }) => `Facturation ${run}`,
    readBillingPage: ({ after }: { readonly after: string | null }) =>
      `Clients à facturer${after === null ? '' : ` après ${after}`}`,
    billCustomer: ({ customer, part }: { readonly customer: string; readonly part: number }) =>
      `Facture ${part} de ${customer}`,
    recordInvoice: ({ deliveryNumber }: OfDelivery) => `Facture de la livraison ${deliveryNumber}`,
    recordDeposit: ({ orderNumber }: OfOrder) => `Facture d’acompte de ${orderNumber}`,
    recordDepositOver: ({ deposit }: { readonly deposit: string }) => `Avoir du reste de ${deposit}`,
    settleOrder: ({ orderNumber }: OfOrder) => `Solde de ${orderNumber}`,
    renderDocuments: (documentIds: readonly string[]) => `Mise en PDF de ${documentIds.join(', ')}`,
    recordProof: ({ deliveryNumber }: OfDelivery) => `Preuve de réception de ${deliveryNumber}`,
    takeUpComplaint: (number: string) => `Où en est ${number}`,
    recordComplaintAct: ({ number, act }: { readonly number: string; readonly act: { readonly kind: string } }) =>
      `${number} : ${act.kind}`,
    creditComplaint: ({ number }: { readonly number: string }) => `Avoir pour ${number}`,
    escalateComplaint: ({ number, escalation }: { readonly number: string; readonly escalation: number }) =>
      `${number} : relance interne n° ${escalation}`,
    recordMailResolution: ({ mailId }: { readonly mailId: string }) => `Décision sur ${mailId}`,
    readAccountAgenda: ({ customer }: { readonly customer: string }) => `Ce qu’attend le compte ${customer}`,
    recordDunningRun: ({ customer }: { readonly customer: string }) => `Relance de ${customer}`,
    recordAllocations: () => 'Règlement affecté',
    recordReversal: () => 'Affectation annulée',
    recordReturn: () => 'Règlement retourné',
    recordWriteOff: ({ invoice }: { readonly invoice: string }) => `Passage en perte sur ${invoice}`,
    recordCreditNote: ({ invoice }: { readonly invoice: string }) => `Avoir sur ${invoice}`,
    recordCorrection: ({ invoice }: { readonly invoice: string }) => `Rectification de ${invoice}`,
    recordCreditRequestDecision: ({ decision }: { readonly decision: string }) =>
      `Décision sur un avoir demandé : ${decision}`,
    recordApplication: ({ creditNote }: { readonly creditNote: string }) => `Imputation de ${creditNote}`,
    recordApplicationReversal: ({ creditNote }: { readonly creditNote: string }) =>
      `Imputation de ${creditNote} annulée`,
    recordRefund: () => 'Avoir remboursé',
    recordClaimWaiver: ({ claim }: { readonly claim: string }) => `Abandon de ${claim}`,
    recordHold: ({ customer }: { readonly customer: string }) => `Relances de ${customer} suspendues`,
    recordHoldLift: ({ customer }: { readonly customer: string }) => `Relances de ${customer} reprises`,
    recordDunningResolution: ({ resolution }: { readonly resolution: string }) =>
      `Décision sur un courrier : ${resolution}`,
    deleteOldKeys: ({ before, batch }: { readonly before: string; readonly batch: number }) =>
      `Clés d’idempotence antérieures au ${before}, lot ${batch}`,
    reduceMails: ({ before, batch }: { readonly before: string; readonly batch: number }) =>
      `Courriels des commandes closes avant le ${before}, lot ${batch}`,
    forgetWork: ({ before, batch }: { readonly before: string; readonly batch: number }) =>
      `Tâches terminées avant le ${before}, lot ${batch}`,
    forgetSessions: ({ before, batch }: { readonly before: string; readonly batch: number }) =>
      `Connexions terminées avant le ${before}, lot ${batch}`,
    readMonthsDue: () => 'Quels mois sont finis et pas encore arrêtés',
    recordMonthEnd: ({ month, actor }: { readonly month: string; readonly actor: object | null }) =>
      `Chiffres de ${month} arrêtés${actor === null ? ' à l’échéance' : ', sur demande'}`,
    sealAudit: () => 'Un scellé sur le journal',
  },
  /** What a timer waits for. */
  timers: {
    finance: 'Relance interne si la comptabilité ne répond pas',
    sales: 'Relance interne si le service commercial ne tranche pas',
    stock: 'Nouvelle promesse si le reliquat n’est pas arrivé',
    deposit: 'Voir si l’acompte est réglé, ou en retard',
    dunning: (level: DunningLevel | null, receivables: number, customer: string, on: string) =>
      `${level === null ? 'question à la comptabilité' : terms.level[level]}, ${receivables} ${receivables > 1 ? 'échéances' : 'échéance'} de ${customer}, le ${on}`,
    windowOpens: (level: DunningLevel) => `Le courrier (${terms.level[level]}) attend l’heure d’envoi`,
    nextWindow: (level: DunningLevel) => `Le courrier (${terms.level[level]}) repart à la prochaine heure d’envoi`,
    complaint: (number: string, told: 'owner' | 'manager') =>
      `${number} attend trop longtemps : ${told === 'owner' ? 'la personne en charge' : 'un responsable'} est prévenu`,
    mailAgain: (mailId: string) => `Nouvel essai de ${mailId}`,
  },
  mails: {
    letter: (level: DunningLevel, customer: string) => `Courrier à ${customer} : ${terms.level[level]}`,
    creditNote: (customer: string) => `Avoir à ${customer}`,
    invoiceStatus: (customer: string) => `La plateforme apprend ce que ${customer} a payé`,
    invoice: (customer: string) => `Facture à ${customer}`,
    report: (level: DunningLevel) => `La comptabilité est informée : ${terms.level[level]}`,
    complaint: (number: string) => `Rappel : ${number} attend`,
    monthEnd: (month: string, version: number) => `Arrêté mensuel ${month}, version ${version}, à un responsable`,
  },
  /** Why a person has to look. */
  attention: {
    cancellation: 'annulation demandée dans Temporal : annuler la commande par l’API',
    step: (name: string) => `nouvel essai de ${name}`,
    mail: (mailId: string, status: 'failed' | 'unknown') =>
      `courriel ${mailId} : ${status === 'failed' ? 'en échec' : 'sort inconnu'}`,
    letter: (letter: string, status: string) => `le courrier ${letter} est ${status}`,
    deposit: (invoice: string) => `acompte ${invoice} en retard`,
    broken: (what: string, error: string) => `${what} : ${error}`,
  },
  /** Names on the page that shows where a process is. */
  /** What was taken, by class. */
  platform: 'Messages de la plateforme',
  retained: { mails: 'Courriels réduits', worklist: 'Tâches supprimées', sessions: 'Connexions supprimées' },
  facts: {
    waitsFor: 'En attente de',
    nextDate: 'Prochaine date',
    late: 'en retard',
    backorder: 'Reliquat',
    prepared: 'Prête',
    customer: 'Client',
    order: 'Commande',
    version: 'Version',
    invoice: 'Facture',
    owner: 'En charge',
    nobody: 'personne encore',
    somebody: 'une personne',
    outcome: 'Issue',
    escalations: 'Relances internes',
    unpaid: 'Factures non réglées',
    mails: 'Courriels en route',
    person: 'Attend une personne',
    dueDate: 'Première échéance',
    level: 'Niveau de relance',
    next: 'Ensuite',
    letters: 'Courriers en route',
    proof: 'Preuve de réception',
    mailServer: 'le serveur de messagerie',
    monthEnd: 'Arrêté mensuel',
    monthEnds: 'Arrêtés mensuels dus',
    billing: 'Facturation',
    customersDone: 'Clients examinés',
    invoices: 'Factures',
    months: 'Mois',
    documents: 'PDF et classeur conservés',
    housekeeping: 'Ménage de la nuit',
    keysDeleted: 'Clés d’idempotence supprimées',
    retention: 'Conservation de la nuit',
    sealing: 'Scellement du journal',
    rowsSealed: 'Lignes du journal scellées',
    yes: 'oui',
    no: 'non',
    none: 'rien',
  },
};
export type OpsWords = typeof ops;
