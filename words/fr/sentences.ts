import type { AuditFacts } from '../../contracts/audit.js';
import type { Difference } from '../../contracts/discrepancy.js';
import type { ComplaintOrigin, ErrorCause } from '../../contracts/vocabulary.js';
import type { CreditHoldReason, ShownWait } from '../../contracts/wait.js';
import type { WorkItemFacts } from '../../contracts/work-item.js';
import type { StatusReason } from '../../contracts/lifecycle.js';
import { isElectronic } from '../../domain/lifecycle.js';
import { isNegative, isZero, negate } from '../../domain/money.js';
import { creditSentence } from '../credit.js';
import { capital } from '../format.js';
import type { Say } from '../say.js';
import type { Sentences, ToldFrom } from '../sentences.js';
import { claimOf, valuesOf } from '../values.js';
import { complaintKind, complaintOutcome } from './complaints.js';
import { creditReason, creditScope } from './credit-notes.js';
import { lifecycle } from './lifecycle.js';
import { terms } from './terms.js';
import { seriesOrigin } from './series.js';

const holds = {
  'credit-limit': 'la commande dépasse le plafond de crédit',
  overdue: 'le client a des factures échues',
  'credit-stop': 'le client est en arrêt de crédit',
} as const;
const holdOf = (reason: CreditHoldReason | null): string => (reason === null ? 'crédit insuffisant' : holds[reason]);

const repaired = {
  started: 'relancé',
  reset: 'remis à son dernier point sûr',
  told: 'informé de ce qu’il avait manqué',
} as const;

const held = { customer: 'client', order: 'commande', document: 'document' } as const;

const reconciled = { matched: 'conforme', tolerated: 'écarts tolérés', accepted: 'écarts acceptés' } as const;

const takenBack = ({ reason, returnedBy }: Pick<AuditFacts<'payment.reversed'>, 'reason' | 'returnedBy'>): string =>
  returnedBy === null ? because(reason) : ` : l’argent est reparti (${returnedBy})`;
/** De qui venait l’erreur, si c’est dit. */
const blamed = (cause: ErrorCause | null | undefined): string => {
  if (cause === null || cause === undefined) return '';
  return cause === 'none' ? ` (${terms.errorCause.none})` : ` (erreur : ${terms.errorCause[cause]})`;
};
const because = (reason: string | null): string => (reason === null ? '' : ` : ${reason}`);
const goesTo = ({ applied, toGive, currency }: AuditFacts<'invoice.credited'>, say: Say): string =>
  [
    ...(isZero(applied) ? [] : [`${say.amount(applied, currency)} en déduction`]),
    ...(isZero(toGive) ? [] : [`${say.amount(toGive, currency)} à rendre`]),
    ...(isZero(applied) && isZero(toGive) ? ['aucune somme'] : []),
  ].join(', ');
const stillToGive = ({ open, currency }: AuditFacts<'invoice.credit-spent'>, say: Say): string =>
  isZero(open) ? '' : ` ; reste à rendre ${say.amount(negate(open), currency)}`;
const openedBy: Readonly<Record<ComplaintOrigin, string>> = {
  person: '',
  proof: ' par la réserve portée sur la preuve de réception',
  platform: ' par le refus reçu de la plateforme',
};
const disputed = ({ disputed: amount, currency }: AuditFacts<'complaint.qualified'>, say: Say): string =>
  amount === null ? '' : `, ${say.amount(amount, currency)} contestés`;
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n > 1 ? many : one}`;
const linesOf = (lines: readonly { lineNo: number; quantity: string }[], say: Say): string =>
  lines.map((line) => `${say.quantity(line.quantity)} de la ligne ${line.lineNo}`).join(', ');
const nextDelivery = (date: string | null, say: Say): string =>
  date === null ? 'aucune livraison prévue' : `prochaine livraison le ${say.date(date)}`;

const difference = (found: Difference, currency: string): string => {
  const where = found.lineNo === null ? '' : `, ligne ${found.lineNo}`;
  const { expected, actual } = valuesOf(found, currency, 'fr');
  if (found.type === 'reference')
    return `${terms.discrepancy.reference} : ${actual} est déjà celle de la commande ${expected}`;
  return `${terms.discrepancy[found.type]}${where} : ${actual} au lieu de ${expected}`;
};

/** What orders held before ask for, and whether that counts: nothing to say where there are none. */
function heldBefore(
  { heldBefore: held, heldCounts }: Pick<AuditFacts<'credit.held'>, 'heldBefore' | 'heldCounts'>,
  currency: string,
  say: Say,
): string {
  if (held === undefined || !/[1-9]/.test(held)) return '';
  return heldCounts
    ? `, ${say.amount(held, currency)} de commandes bloquées avant elle comptés`
    : `, ${say.amount(held, currency)} de commandes bloquées avant elle non comptés`;
}

const account = ({ facts, currency }: ToldFrom<AuditFacts<'credit.held'>>, say: Say): string =>
  `${say.amount(facts.gross, currency)}, encours ${say.amount(facts.exposure, currency)} sur ${say.amount(facts.limit, currency)}${heldBefore(facts, currency, say)}`;

const mailOf = ({ facts, what }: ToldFrom<{ readonly subject: string }>): string =>
  facts.subject === '' ? what : `« ${facts.subject} »`;

const letterOf = ({ level, invoice }: Pick<AuditFacts<'dunning.skip'>, 'level' | 'invoice'>): string =>
  `${capital(terms.level[level])}, facture ${invoice}`;

const itemOf = ({ of, invoice }: Pick<AuditFacts<'claim.paid'>, 'of' | 'invoice'>): string =>
  `${terms.ledgerItem[of]} ${invoice}`;

const dunned = ({ facts, currency }: ToldFrom<AuditFacts<'dunning.level-1'>>, say: Say): string => {
  if (facts.status === 'SKIPPED') return `${letterOf(facts)} : sans objet, rien n’est plus dû`;
  if (facts.handOver)
    return `Facture ${facts.invoice} transmise à la comptabilité${facts.creditStop ? ', client en arrêt de crédit' : ''}`;
  return `${letterOf(facts)} : ${claimOf(facts, currency, say, 'fr')} réclamés`;
};

const found = (told: ToldFrom<AuditFacts<'reconciliation.held'>>): string =>
  told.facts.map((one) => difference(one, told.currency)).join(' ; ');

const dunning = (facts: WorkItemFacts<'dunning-report'>, currency: string, say: Say): string => {
  const sent = facts.to === null ? 'Rien n’est parti au client' : `Envoyé à ${facts.to}`;
  const next =
    facts.next === null
      ? 'rien ne suit automatiquement'
      : `ensuite ${terms.level[facts.next.level]} le ${say.date(facts.next.on)}`;
  return `${sent} pour ${claimOf(facts, currency, say, 'fr')} (reste dû ${say.amount(facts.open, currency)}) ; ${next}.`;
};

const creditDecision = creditSentence({
  approved: ({ order, exposure, limit }) =>
    `La commande de ${order}, ajoutée à un encours de ${exposure}, reste dans le plafond de ${limit}.`,
  watch: ({ order, exposure, limit }) =>
    `La commande de ${order}, ajoutée à un encours de ${exposure}, reste dans le plafond de ${limit}, mais s’en approche.`,
  decided: ({ order, exposure, limit, overdue }) =>
    `Décidé sur une commande de ${order}, un encours avant elle de ${exposure}, un plafond de ${limit} et ${overdue} d’échu.`,
  'credit-limit': ({ order, exposure, limit, together, excess }) =>
    excess === null
      ? `La commande de ${order} n’avait pas de place sous le plafond de ${limit} pour un encours de ${exposure} : les commandes bloquées avant elle comptent, ou la place accordée par qui la demande ne compte pas. Des règlements ou un plafond relevé la libèrent.`
      : `Avec cette commande de ${order}, l’encours de ${exposure} atteindrait ${together}, soit ${excess} au-dessus du plafond de ${limit}. Au moins ${excess} de place (règlements, ou plafond relevé) la libèrent.`,
  overdue: ({ order, exposure, limit, overdue }) =>
    `Le client a ${overdue} d’échu (commande de ${order}, encours de ${exposure}, plafond de ${limit}). Son règlement libère la commande.`,
  'credit-stop': ({ order, exposure, limit, overdue }) =>
    `Le client est en arrêt de crédit (commande de ${order}, encours de ${exposure}, plafond de ${limit}, ${overdue} d’échu). La levée de l’arrêt (dernier règlement, ou finance) libère la commande.`,
});

const waiting = (wait: ShownWait, say: Say): string => {
  switch (wait.kind) {
    case 'none':
      return '';
    case 'credit-check':
      return 'contrôle du crédit';
    case 'credit-decision':
      return wait.reason === undefined
        ? 'comptabilité : décision sur le crédit'
        : `comptabilité : ${holds[wait.reason]}`;
    case 'reconciliation':
      return 'rapprochement avec le devis ou le tarif';
    case 'discrepancies':
      return `service commercial : ${count(wait.open, 'écart')} à trancher`;
    case 'customer-answer':
      return 'client : réponse sur un écart';
    case 'requote':
      return 'service commercial : nouveau devis ou avenant';
    case 'acceptance':
      return 'acceptation';
    case 'delivery':
      return wait.backorder
        ? 'logistique : livraison de ce qui est en stock ; le reste attend le stock'
        : 'logistique : livraison';
    case 'credit-stop':
      return 'comptabilité : l’arrêt de crédit du client retient ses livraisons';
    case 'deposit':
      return wait.invoice === null
        ? 'acompte'
        : `client : acompte ${wait.invoice.number}, ${say.amount(wait.invoice.open, wait.invoice.currency)} pour le ${say.date(wait.invoice.dueDate)}`;
    case 'stock':
      return 'stock : tout le reste à livrer est en reliquat';
    case 'invoicing':
      return 'facture et règlement';
    case 'payment':
      return 'règlement';
  }
};

/** Every sentence about what happened, what is waited for and what is to be done, in French. */
export const sentences: Sentences = {
  audit: {
    'order.received': ({ facts, currency }, say) =>
      `Commande reçue ${terms.origin[facts.origin]}${facts.quote === null ? '' : ` (${facts.quote.number})`} : ${count(facts.lines, 'ligne')}, ${say.amount(facts.gross, currency)} TTC`,
    'order.moved-in': ({ facts, currency }, say) =>
      `Reprise d’un autre système : ${count(facts.lines, 'ligne')}, ${say.amount(facts.gross, currency)} TTC`,
    'order.amended': ({ facts, currency }, say) =>
      `Avenant (version ${facts.version}, ${say.amount(facts.gross, currency)} TTC)${blamed(facts.cause)}${because(facts.reason)}`,
    'order.proforma-made': ({ facts }, say) =>
      `Facture proforma ${facts.version} établie, de ${say.amount(facts.gross, facts.currency)} TTC`,
    'quote.proforma-made': ({ facts, what }, say) =>
      `Facture proforma ${facts.version} du devis ${what} établie, de ${say.amount(facts.gross, facts.currency)} TTC`,
    'order.contacts-changed': ({ facts }) => `Contacts de la commande modifiés${because(facts.reason)}`,
    'order.cancelled': ({ facts }, say) =>
      facts.lines === undefined
        ? `Commande annulée${because(facts.reason)}`
        : `Annulation de ${linesOf(facts.lines, say)}${because(facts.reason)}`,
    'order.settled': () => 'Soldée : tout est livré, facturé et payé',
    'order.reopened': ({ facts }) =>
      facts.complaint !== undefined
        ? `Rouverte : de la marchandise est livrée de nouveau pour la réclamation ${facts.complaint}`
        : `Rouverte : règlement repris sur ${facts.invoices.join(', ')}, la commande attend son paiement`,
    'order.refused': ({ facts }) => `Commande refusée${because(facts.reason)}`,
    'order.rejected': ({ facts }) => `Commande rejetée${because(facts.reason)}`,
    'order.accepted': ({ facts }, say) =>
      `Acceptée (${reconciled[facts.reconciled]}), ${nextDelivery(facts.nextDate, say)}${facts.backorder ? ', une partie est en reliquat' : ''}`,
    'order.promised': ({ facts }, say) => `Stock réexaminé : ${nextDelivery(facts.nextDate, say)}`,
    'order.escalated': ({ facts }) =>
      `Toujours en attente ${facts.kind === 'credit-hold' ? 'de la comptabilité' : 'du service commercial'} (relance ${facts.escalation})`,
    'order.backorder-served': ({ facts }, say) =>
      `${say.quantity(facts.quantity)} ${facts.product} réservés pour la ligne ${facts.line}${facts.receipt === null ? ', l’arrêt de crédit ne les retenant plus' : ` sur la réception ${facts.receipt}`}${facts.waiting ? ' ; le reste attend encore' : ''}`,
    'order.delivered': ({ facts, what }, say) =>
      `Livraison ${what} : ${linesOf(facts.lines, say)} ; ${facts.open ? 'le reste est à livrer' : 'tout est livré'}`,
    'order.prepared': ({ facts }) =>
      `Préparation : ${count(facts.lines.length, 'ligne')} ${facts.lines.length > 1 ? 'prêtes' : 'prête'}`,
    'information.requested': ({ facts }) =>
      `Demande d’information : ${terms.asker[facts.asker]}${facts.note === null ? '' : ` (${facts.note})`}`,
    'information.withdrawn': ({ facts }) => `Demande d’information annulée : ${terms.asker[facts.asker]}`,
    'delivery.arrived': ({ facts, what }, say) => `${what} arrivée le ${say.date(facts.deliveredOn)}`,
    'delivery.released': ({ facts, by }) =>
      `Livraisons débloquées malgré l’arrêt de crédit par ${by}${because(facts.reason)}`,
    'delivery.proved': ({ facts, what }) =>
      `Livraison ${what} reçue par ${facts.receivedBy}${facts.reserves === null ? '' : `, avec réserves : ${facts.reserves}`}`,
    'delivery.proof-corrected': ({ facts, what }) =>
      `Preuve de ${what} corrigée : reçue par ${facts.receivedBy}${facts.reserves === null ? '' : `, avec réserves : ${facts.reserves}`}${because(facts.reason)}`,
    'credit.approved': (told, say) => `Crédit accordé : ${account(told, say)}`,
    'credit.watch': (told, say) => `Crédit accordé, plafond presque atteint : ${account(told, say)}`,
    'credit.held': (told, say) =>
      `Blocage crédit, ${holdOf(told.facts.reason)} : ${account(told, say)}${told.facts.ownRoom === undefined ? '' : ' ; la marge que l’auteur de la commande a donnée au client ne compte pas'}`,
    'credit.released': ({ facts, by }) => `Crédit débloqué par ${by}${because(facts.reason)}`,
    'credit.refused': ({ facts, by }) => `Crédit refusé par ${by}${because(facts.reason)}`,
    'reconciliation.held': (told) =>
      `${count(told.facts.length, 'écart')}, dont ${told.facts.filter((one) => !one.withinTolerance).length} hors tolérance : ${found(told)}`,
    'reconciliation.tolerated': (told) =>
      `${count(told.facts.length, 'écart toléré', 'écarts tolérés')} : ${found(told)}`,
    'discrepancy.accept': ({ facts, by }) => `Écart accepté par ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'discrepancy.requote': ({ facts, by }) =>
      `Nouveau devis demandé par ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'discrepancy.ask': ({ facts, by }) =>
      `Question posée au client par ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'discrepancy.reject': ({ facts, by }) => `Écart rejeté par ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'invoice.issued': ({ facts, what, currency }, say) =>
      facts.delivery === null
        ? `Facture d’acompte ${what} de ${say.amount(facts.gross, currency)}, échéance le ${say.date(facts.dueDate)}`
        : `Facture ${what} de ${say.amount(facts.gross, currency)} ${facts.replaces ? `à la place de ${facts.replaces.invoice} (${say.amount(facts.replaces.was, currency)})` : `pour la livraison ${facts.delivery}`}, échéance le ${say.date(facts.dueDate)}`,
    'payment.received': ({ facts }, say) =>
      `Règlement de ${say.amount(facts.amount, facts.currency)} reçu (${facts.reference})`,
    'payment.assigned': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} du règlement ${facts.reference} attribués à ${facts.customer}${because(facts.reason)}`,
    'payment.allocated': ({ facts, what, currency }, say) =>
      `${say.amount(facts.amount, currency)} du règlement ${facts.reference} sur la facture ${what} ; ${isZero(facts.open) ? 'soldée' : `reste dû ${say.amount(facts.open, currency)}`}`,
    'payment.reversed': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} du règlement ${facts.reference} repris : ${itemOf(facts)} ; reste dû ${say.amount(facts.open, facts.currency)}${takenBack(facts)}`,
    'payment.returned': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} du règlement ${facts.reference} retournés (${facts.returnedBy})`,
    'claim.paid': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} du règlement ${facts.reference} : ${itemOf(facts)} ; ${isZero(facts.open) ? 'soldé' : `reste dû ${say.amount(facts.open, facts.currency)}`}`,
    'claim.credited': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} tombés avec l’avoir ${facts.creditNote} : ${itemOf(facts)}`,
    'claim.waived': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} abandonnés : ${itemOf(facts)}${because(facts.reason)}`,
    'invoice.credited': ({ facts }, say) =>
      `Avoir ${facts.creditNote} de ${say.amount(facts.amount, facts.currency)} sur la facture ${facts.invoice} : ${creditScope[facts.scope]}, ${creditReason[facts.reason]}${because(facts.note)} ; ${goesTo(facts, say)}`,
    'invoice.credit-asked': ({ facts, by }, say) =>
      `Avoir de ${say.amount(facts.amount, facts.currency)} demandé par ${by} : ${creditReason[facts.reason]} ; une deuxième personne en décide`,
    'invoice.credit-granted': ({ facts, by }, say) =>
      `Avoir de ${say.amount(facts.amount, facts.currency)} accordé par ${by}${because(facts.reason)}`,
    'invoice.credit-refused': ({ facts, by }, say) =>
      `Avoir de ${say.amount(facts.amount, facts.currency)} refusé par ${by}${because(facts.reason)}`,
    'invoice.credit-applied': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} de l’avoir ${facts.creditNote} en déduction : ${itemOf(facts)} ; ${isZero(facts.open) ? 'soldée' : `reste dû ${say.amount(facts.open, facts.currency)}`}`,
    'invoice.loss-taken-back': ({ facts }, say) =>
      `L’avoir ${facts.creditNote} remplace une perte de ${say.amount(facts.amount, facts.currency)} sur la facture ${facts.invoice}`,
    'invoice.credit-reversed': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} de l’avoir ${facts.creditNote} repris : ${itemOf(facts)} ; reste dû ${say.amount(facts.open, facts.currency)}${because(facts.reason)}`,
    'invoice.credit-regained': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} revenus à l’avoir ${what}${stillToGive(facts, say)}`,
    'invoice.credit-spent': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} de l’avoir ${what} imputés${stillToGive(facts, say)}`,
    'invoice.refunded': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} de l’avoir ${what} remboursés (${facts.reference})${stillToGive(facts, say)}`,
    'invoice.written-off': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} passés en pertes, ${itemOf(facts)}${because(facts.reason)}`,
    'invoice.status-received': ({ facts, what }) =>
      `Facture ${what} ${lifecycle.code[facts.code]} (${facts.code})${facts.reasons.length === 0 ? '' : ` : ${whyOf(facts.reasons)}`}`,
    'invoice.status-told': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} ${isNegative(facts.amount) ? 'repris' : 'encaissés'} sur la facture ${what} : la plateforme en est informée`,
    'complaint.opened': ({ facts }, say) =>
      `Réclamation ${facts.complaint} ouverte${openedBy[facts.origin]} : ${complaintKind[facts.kind]}${disputed(facts, say)} : ${facts.description}`,
    'complaint.assigned': ({ facts, by }, say) =>
      `Réclamation ${facts.complaint} confiée ${facts.name === null ? 'à personne en particulier' : `à ${facts.name}`} par ${by}, à trancher avant le ${say.moment(facts.dueAt, 'UTC')} UTC`,
    'complaint.qualified': ({ facts }, say) =>
      `Réclamation ${facts.complaint} : ${complaintKind[facts.kind]}${facts.lines.length === 0 ? '' : `, ${linesOf(facts.lines, say)}`}${disputed(facts, say)}`,
    'complaint.noted': ({ facts, by }) => `Sur la réclamation ${facts.complaint}, ${by} : ${facts.text}`,
    'complaint.file-added': ({ facts }) => `${facts.name} joint à la réclamation ${facts.complaint}`,
    'complaint.decided': ({ facts, by }) =>
      `Réclamation ${facts.complaint} tranchée par ${by} : ${complaintOutcome[facts.outcome]}${facts.creditNote === null ? '' : ` ${facts.creditNote}`}${facts.goodsExpected ? ', retour attendu' : ''}${because(facts.reason)}`,
    'complaint.replaced': ({ facts }, say) =>
      `Nouvelle livraison gratuite pour la réclamation ${facts.complaint} : ${linesOf(facts.lines, say)} ; ${nextDelivery(facts.nextDate, say)}`,
    'complaint.goods-received': ({ facts }, say) =>
      `Retour de marchandise pour la réclamation ${facts.complaint} : ${facts.goods.map(({ lineNo, restocked, scrapped }) => `ligne ${lineNo}, ${say.quantity(restocked)} en stock, ${say.quantity(scrapped)} au rebut`).join(' ; ')}`,
    'complaint.withdrawn': ({ facts }) => `Réclamation ${facts.complaint} retirée${because(facts.reason)}`,
    'complaint.escalated': ({ facts }) =>
      `La réclamation ${facts.complaint} attend trop longtemps : ${facts.told === 'owner' ? 'la personne en charge' : 'un responsable'} est prévenu (relance ${facts.escalation})`,
    'mail.sent': (told) => `Courriel envoyé${told.facts.to === '' ? '' : ` à ${told.facts.to}`} : ${mailOf(told)}`,
    'mail.failed': (told) => `Courriel refusé par le serveur, ${mailOf(told)} : ${told.facts.response}`,
    'mail.was-sent': (told) => `Courriel tenu pour envoyé, ${mailOf(told)}${because(told.facts.reason)}`,
    'mail.send-again': (told) => `Courriel à renvoyer, ${mailOf(told)}${because(told.facts.reason)}`,
    'mail.skip': (told) => `Courriel abandonné, ${mailOf(told)}${because(told.facts.reason)}`,
    'dunning.courtesy': dunned,
    'dunning.level-1': dunned,
    'dunning.level-2': dunned,
    'dunning.level-3': dunned,
    'dunning.final-notice': dunned,
    'dunning.hand-over': dunned,
    'dunning.asked': ({ facts }, say) =>
      [
        ...(facts.toAllocate === null
          ? []
          : [`Comptabilité priée d’affecter ${say.amount(facts.toAllocate, facts.currency)}`]),
        ...(facts.toWriteOff.length === 0 ? [] : [`Comptabilité priée de solder ${facts.toWriteOff.join(', ')}`]),
      ].join(' ; '),
    'dunning.withdrawn': ({ facts }) =>
      `${letterOf(facts)} : courrier ${facts.letter} retiré, ce qu’il réclamait a changé`,
    'dunning.held': ({ facts, what }, say) =>
      `Relance de ${facts.invoice ?? what} suspendue${facts.until === null ? '' : ` jusqu’au ${say.date(facts.until)}`}${because(facts.reason)}`,
    'dunning.hold-lifted': ({ facts, what }) => `Relance de ${facts.invoice ?? what} reprise${because(facts.reason)}`,
    'dunning.was-sent': ({ facts }) => `${letterOf(facts)} : envoi tenu pour fait${because(facts.reason)}`,
    'dunning.send-again': ({ facts }) => `${letterOf(facts)} : à renvoyer${because(facts.reason)}`,
    'dunning.skip': ({ facts }) => `${letterOf(facts)} : envoi abandonné${because(facts.reason)}`,
    'stock.received': ({ facts, what }, say) =>
      `Réception ${what} : ${facts.lines.map((line) => `${say.quantity(line.quantity)} ${line.product}`).join(', ')}`,
    'customer.created': ({ what }) => `Client ${what} créé`,
    'customer.changed': ({ what }) => `Client ${what} modifié`,
    'customer.credit-stopped': ({ facts }) => `Arrêt de crédit posé par la relance de la facture ${facts.invoice}`,
    'customer.credit-stop-lifted': ({ facts }) => `Arrêt de crédit levé : facture ${facts.invoice} payée`,
    'customer.statement-issued': ({ facts }, say) =>
      `Relevé de compte ${facts.statement} établi, au ${say.date(facts.on)}`,
    'customer.address-added': ({ facts }) => `Adresse ${facts.code} ajoutée`,
    'customer.address-changed': ({ facts }) => `Adresse ${facts.code} modifiée`,
    'customer.contact-added': ({ facts }) => `Contact ${facts.code} ajouté`,
    'customer.contact-changed': ({ facts }) => `Contact ${facts.code} modifié`,
    'customer.item-set': ({ facts }) =>
      facts.product === null
        ? `Leur référence ${facts.item} ne désigne plus rien`
        : `Leur référence ${facts.item} désigne ${facts.product}`,
    'product.created': ({ what }) => `Article ${what} créé`,
    'product.changed': ({ what }) => `Article ${what} modifié`,
    'acquisition-spend.entered': ({ facts }, say) =>
      `Dépense pour gagner des clients, ${facts.month.slice(0, 7)} : ${say.amount(facts.amount, facts.currency)} (${facts.what})`,
    'acquisition-spend.withdrawn': ({ facts }, say) =>
      `Dépense reprise, ${facts.month.slice(0, 7)} : ${say.amount(facts.amount, facts.currency)} (${facts.what})`,
    'capacity.set': ({ facts }, say) =>
      `Capacité de ${facts.person} : ${facts.perDay} par jour à partir du ${say.date(facts.from)} (${terms.work[facts.work]})`,
    'product.cost-set': ({ facts, what }, say) => `Coût de ${what} saisi à partir du ${say.date(facts.from)}`,
    'exchange-rate.set': ({ facts }, say) =>
      `Taux de change de ${facts.currency} : ${facts.rate.replace('.', ',')} à partir du ${say.date(facts.from)}`,
    'tax-rate.set': ({ facts }, say) =>
      `TVA (${facts.country}), ${terms.taxClass[facts.taxClass]} : ${say.percent(facts.vatRate)} à partir du ${say.date(facts.from)}`,
    'invoice-series.set': ({ facts }, say) =>
      `Numéros (${terms.invoiceKind[facts.kind]}, ${seriesOrigin[facts.origin]}) à partir du ${say.date(facts.from)} : ${facts.prefix ?? 'avec toutes les autres'}`,
    'document-template.set': ({ facts }, say) =>
      `Modèle de documents ${facts.version} en vigueur à partir du ${say.date(facts.from)}`,
    'document-logo.kept': ({ facts }) => `Logo déposé (${facts.width} × ${facts.height})`,
    'quote.created': ({ what }) => `Devis ${what} établi`,
    'quote.revised': ({ facts, what }) => `Devis ${what} révisé${because(facts.reason)}`,
    'quote.sent': ({ facts, what }) => `Devis ${what} envoyé (révision ${facts.revision})`,
    'quote.changed': ({ facts, what }, say) => `Devis ${what} valable jusqu’au ${say.date(facts.validUntil)}`,
    'quote.lost': ({ facts, what }) => `Devis ${what} perdu${because(facts.lostReason)}`,
    'quote.accepted': ({ facts, what }) =>
      `Devis ${what} accepté${facts.reference === null ? '' : ` (${facts.reference})`}`,
    'worklist.assigned': ({ facts }) =>
      facts.assignee === null ? 'Tâche rendue à tous' : `Tâche confiée à ${facts.name ?? facts.assignee}`,
    'worklist.put-aside': ({ facts }, say) =>
      facts.until === null ? 'Tâche reprise' : `Tâche mise de côté jusqu’au ${say.date(facts.until)}`,
    'worklist.completed': ({ facts, by }) => `Tâche terminée par ${by} : ${facts.reason}`,
    'worklist.commented': ({ facts, by }) => `${by}, sur une tâche : ${facts.text}`,
    'view.saved': ({ facts }) => `Vue « ${facts.name} » enregistrée`,
    'view.changed': ({ facts }) => `Vue « ${facts.name} » ${facts.removed ? 'supprimée' : 'modifiée'}`,
    'view.shared': ({ facts }) => `Vue « ${facts.name} » ${facts.shared ? 'partagée avec tous' : 'plus partagée'}`,
    'view.chosen': ({ facts }) => (facts.view === null ? 'La liste s’ouvre sans vue' : 'La liste s’ouvre sur une vue'),
    'list.exported': ({ facts, what }) =>
      `Liste ${what} emportée en ${facts.format.toUpperCase()} : ${facts.rows} ${facts.rows > 1 ? 'lignes' : 'ligne'}${facts.whole ? '' : ', interrompue'}`,
    'process.repaired': ({ facts }) => `Processus ${facts.workflowId} ${repaired[facts.how]}`,
    'principal.created': ({ facts, what }) => `${what} peut agir dans le rôle ${facts.role}`,
    'principal.changed': ({ facts, what }) =>
      [
        ...(facts.name === undefined ? [] : [`${what} s’appelle ${facts.name}`]),
        ...(facts.role === undefined ? [] : [`${what} peut agir dans le rôle ${facts.role}`]),
        ...(facts.seesAllCustomers === undefined
          ? []
          : [`${what} voit ${facts.seesAllCustomers ? 'tous les clients' : 'ses seuls clients'}`]),
        ...(facts.active === undefined
          ? []
          : [`${what} a été ${facts.active ? 'remis en service' : 'mis hors service'}`]),
      ].join(' ; '),
    'principal.linked': ({ facts, what }) => `${what} et ${facts.person} sont une seule personne`,
    'principal.unlinked': ({ what }) => `${what} est de nouveau une personne à part`,
    'api-key.created': ({ facts }) => `Clé d’API ${facts.prefix}… créée pour ${facts.principalId}`,
    'api-key.revoked': ({ facts }) => `Clé d’API révoquée${facts.reason === undefined ? '' : ` : ${facts.reason}`}`,
    'password.set': ({ what }) => `Nouveau mot de passe donné à ${what}`,
    'password.changed': ({ what }) => `${what} a changé de mot de passe`,
    'totp.begun': ({ what }) => `${what} a commencé à associer une application d’authentification`,
    'totp.confirmed': ({ what }) => `${what} se connecte désormais avec un code`,
    'totp.removed': ({ what }) => `${what} se connecte de nouveau sans code`,
    'session.ended': ({ facts }) => `Session de ${facts.principal} terminée`,
    'person.erased': ({ facts }) =>
      `Les données d’une personne ont été effacées (lignes : ${Object.values(facts.rows).reduce((sum, rows) => sum + rows, 0)}) : ${facts.reason}`,
    'month-end.made': ({ facts }) =>
      `Arrêté mensuel ${facts.month}, version ${facts.version}${facts.reason === null ? '' : ` : ${facts.reason}`}`,
    'billing.begun': ({ facts }, say) =>
      `Facturation de ce qui est parti jusqu’au ${say.date(facts.upTo)} lancée : ${facts.customer ?? `${facts.customers} client(s)`}`,
    'idempotency-keys.deleted': ({ facts }, say) =>
      `Clés d’idempotence antérieures au ${say.date(facts.before)} supprimées : ${facts.rows}`,
    'legal-hold.placed': ({ facts }) => `Conservation imposée : ${held[facts.kind]} ${facts.subject}, ${facts.reason}`,
    'legal-hold.lifted': ({ facts }) =>
      `Conservation imposée levée : ${held[facts.kind]} ${facts.subject}${facts.reason === undefined ? '' : `, ${facts.reason}`}`,
    'mails.reduced': ({ facts }, say) =>
      `Texte et destinataire effacés des courriels de commandes closes avant le ${say.date(facts.before)} : ${facts.rows}`,
    'worklist.forgotten': ({ facts }, say) =>
      `Tâches terminées avant le ${say.date(facts.before)} supprimées : ${facts.lines}, commentaires : ${facts.comments}, préparations : ${facts.preparations ?? 0}, mots sur des demandes : ${facts.notes ?? 0}`,
    'sessions.forgotten': ({ facts }, say) =>
      `Connexions terminées avant le ${say.date(facts.before)} supprimées : ${facts.rows}`,
    'move-in.signed-off': () => 'Données d’un autre système reprises',
    'move-in.uploaded': ({ facts }) => `Fichiers à reprendre : ${facts.files.join(', ')}`,
    'move-in.confirmed': () => 'Totaux de la reprise validés',
    'move-in.undo-asked': ({ facts }) => `Annulation de la reprise demandée : ${facts.reason}`,
    'move-in.undone': () => 'Reprise annulée : tout ce qu’elle avait apporté est retiré',
    'company.created': () => 'Notre société est enregistrée',
    'company.changed': () => 'Notre société est modifiée',
    'policy.created': ({ what }) => `Règle ${what} enregistrée`,
    'policy.changed': ({ what }) => `Règle ${what} modifiée`,
  },
  wait: waiting,
  difference,
  creditDecision,
  notNow: {
    'order-closed': (stage) => `La commande est close : ${stage}.`,
    'order-delivered': () => 'Des marchandises sont parties : une commande livrée en partie ne se modifie plus.',
    'order-not-ready': (stage) => `Pas à cette étape : ${stage}.`,
    'credit-stopped': () => 'Un arrêt de crédit du client retient ses livraisons.',
    'deposit-unpaid': () => 'Son acompte n’est pas réglé.',
    'waits-for-finance': () => 'Ses livraisons attendent la comptabilité.',
    'not-stopped': () => 'Aucun arrêt de crédit ne retient ses livraisons.',
    'over-delivery': () => 'Il ne reste rien à livrer.',
    'not-allocated': () => 'Aucun stock n’est affecté : tout ce qui reste est en reliquat.',
    'over-cancellation': () => 'Il ne reste rien à annuler.',
    'asked-for-it': () => 'Vous avez saisi ou modifié cette commande : un autre décide.',
    'gave-room': () =>
      'Vous avez donné de la marge à son client (plafond, fin d’un arrêt, règlement) : un autre décide.',
  },
  workItems: {
    'credit-hold': ({ facts, order, currency }, say) => ({
      title: `Blocage crédit : commande ${order}`,
      sentence: `${capital(holdOf(facts.reason))}. Commande ${say.amount(facts.gross, currency)}, encours ${say.amount(facts.exposure, currency)}, plafond ${say.amount(facts.limit, currency)}, échu ${say.amount(facts.overdue, currency)}${heldBefore(facts, currency, say)}. Débloquer ou refuser.`,
    }),
    discrepancy: ({ facts, order, currency }) => ({
      title: `Écarts : commande ${order}`,
      sentence: facts.map((one) => difference(one, currency)).join(' ; '),
    }),
    'dunning-report': ({ facts, invoice, currency }, say) => ({
      title: `Relance, ${terms.level[facts.level]} : ${facts.invoices.length === 1 ? `facture ${invoice}` : `${facts.invoices.length} factures`}`,
      sentence: dunning(facts, currency, say),
    }),
    collections: ({ facts, invoice, currency }, say) => ({
      title: `À prendre en charge : facture ${invoice}`,
      sentence: dunning(facts, currency, say),
    }),
    'mail-unknown': ({ facts }) => ({
      title: `${isElectronic(facts.channel ?? 'mail') ? 'La plateforme a-t-elle reçu ceci ?' : 'Ce courriel est-il arrivé ?'} ${mailNamed(facts)}`,
      sentence: facts.response,
    }),
    'mail-failed': ({ facts }) => ({
      title: `${isElectronic(facts.channel ?? 'mail') ? 'La plateforme a refusé ceci' : 'Ce courriel a été refusé'} : ${mailNamed(facts)}`,
      sentence: facts.response,
    }),
    'month-end-unaddressed': ({ facts }) => ({
      title: `Arrêté mensuel ${facts.month} sans destinataire`,
      sentence: `La version ${facts.version} est faite et conservée, mais aucun responsable n’a d’adresse de messagerie. Donnez-en une à un responsable dans Personnes ; l’arrêté se lit sous Pilotage.`,
    }),
    'platform-channel': ({ facts }, say) => ({
      title: facts.isAway ? 'La plateforme est injoignable' : 'La plateforme refuse tout ce qui vient de nous',
      sentence: `${facts.isAway ? 'Les essais échouent' : 'Elle répond'} : ${facts.response}. À corriger : la plateforme, ou PLATFORM_URL et ce qui va avec. Depuis le ${say.moment(facts.since, 'UTC')} UTC, ${count(facts.waiting, 'envoi')} en attente, qui ${facts.waiting > 1 ? 'partiront d’eux-mêmes' : 'partira de lui-même'}.`,
    }),
    'platform-message': ({ facts }) => ({
      title: `${facts.found === 'unread' ? 'Message de la plateforme illisible' : 'Message de la plateforme sur une facture qui n’est pas de nous'} : ${facts.name}`,
      sentence: `${capital(facts.why)}. À voir avec la plateforme ; le message est conservé.`,
    }),
    'invoice-status': ({ facts, invoice }) => ({
      title: `Facture ${invoice} ${lifecycle.code[facts.code]} (${facts.code})`,
      sentence: `${capital(whyOf(facts.reasons))}. À faire : ${lifecycle.action[facts.action]}.`,
    }),
    'invoice-by-hand': ({ facts, invoice }) => ({
      title:
        facts.channel === 'paper'
          ? `À imprimer et poster : ${invoice}`
          : `À déposer sur le portail du client : ${invoice}`,
      sentence: `Pour ${facts.to}. Dites quand c’est fait.`,
    }),
    complaint: ({ facts, order }, say) => ({
      title: `Réclamation ${facts.complaint} : ${complaintKind[facts.complaintKind]}`,
      sentence: `Commande ${order}${facts.delivery === null ? '' : `, livraison ${facts.delivery}`}${facts.disputed === null ? '' : ` : ${say.amount(facts.disputed, facts.currency)} contestés`}. ${facts.complaintKind === 'reserve' ? 'Dites ce qu’elle est, puis tranchez.' : 'À trancher.'}`,
    }),
    'mail-channel': ({ facts }, say) => ({
      title:
        facts.isAway === true
          ? 'Le serveur de messagerie est injoignable'
          : 'Le serveur de messagerie refuse tout ce qui vient de nous',
      sentence:
        (facts.isAway === true
          ? `Les essais échouent : ${facts.response}. À corriger : le serveur, le réseau jusqu’à lui, ou son adresse dans SMTP_URL.`
          : `Il répond : ${facts.response}. À corriger : le serveur, ou notre adresse, notre mot de passe ou TLS.`) +
        (facts.since === undefined || facts.waiting === undefined
          ? ' Les courriels attendent, puis partent d’eux-mêmes.'
          : ` Depuis le ${say.moment(facts.since, 'UTC')} UTC, ${count(facts.waiting, 'courriel')} en attente, qui ${facts.waiting > 1 ? 'partiront d’eux-mêmes' : 'partira de lui-même'}.`),
    }),
    acknowledgement: ({ facts, order }, say) => ({
      title: `${facts.isLate ? 'Accusé de réception en retard' : 'Accusé de réception bientôt en retard'} : commande ${order}`,
      sentence: `${capital(terms.stage[facts.stage])}. Le client n’a pas de réponse ; elle ${facts.isLate ? 'était' : 'est'} attendue pour le ${say.moment(facts.target, facts.zone)}.`,
    }),
    'delivery-due': ({ facts, order }, say) => ({
      title: `À livrer : commande ${order}`,
      sentence: `${count(facts.lines, 'ligne')} en stock, ${facts.lines > 1 ? 'promises' : 'promise'} pour le ${say.date(facts.on)}${facts.backordered === 0 ? '' : ` ; ${count(facts.backordered, 'ligne')} en reliquat`}.${facts.isPrepared ? ' La commande est prête.' : ''}`,
    }),
    'promise-late': ({ facts, order }, say) => ({
      title: `Promesse non tenue : commande ${order}`,
      sentence: `${count(facts.lines, 'ligne')} ${facts.lines > 1 ? 'promises' : 'promise'} pour le ${say.date(facts.promised)} et non ${facts.lines > 1 ? 'livrées' : 'livrée'}, ${facts.ready === 0 ? 'aucune en stock' : `${facts.ready} en stock`}${facts.next === null ? ' ; pas encore de nouvelle date' : ` ; nouvelle date : ${say.date(facts.next)}`}. Prévenir le client.`,
    }),
    'proof-missing': ({ facts, order }, say) => ({
      title: `Pas d’émargement : livraison ${facts.delivery}`,
      sentence: `Commande ${order} partie le ${say.date(facts.departedOn)}${facts.carrier === null ? '' : ` par ${facts.carrier}`}${facts.deliveredOn === null ? '' : `, arrivée le ${say.date(facts.deliveredOn)}`} ; personne n’a signé.`,
    }),
    'not-invoiced': ({ facts, order }, say) => ({
      title: `Non facturé : livraison ${facts.delivery}`,
      sentence: `Commande ${order} partie le ${say.date(facts.departedOn)}${facts.billing === 'delivery' ? '' : `, à facturer ${facts.billing === 'order' ? 'à la commande' : 'par période'} au plus tard le ${say.date(facts.billedBy)}`} ; aucune facture ne la porte.`,
    }),
    unallocated: ({ facts }, say) => ({
      title: `Règlement sans affectation : ${facts.reference}`,
      sentence: `${say.amount(facts.amount, facts.currency)} du ${say.date(facts.date)}${facts.isCustomerKnown ? ' ; rien d’ouvert chez le client pour ce règlement' : ', de client inconnu'}.`,
    }),
    'credit-approval': ({ facts, invoice }, say) => ({
      title: `${facts.isCorrection ? 'Rectification' : 'Avoir'} à accorder : facture ${invoice}`,
      sentence: `${say.amount(facts.amount, facts.currency)} demandés par ${facts.by} : ${creditReason[facts.reason]}${because(facts.note)}. Un autre accorde ou refuse.`,
    }),
    'credit-to-give': ({ facts }, say) => ({
      title: `Avoir à rendre : ${facts.creditNote}`,
      sentence: `${say.amount(facts.amount, facts.currency)} du ${say.date(facts.date)}, avoir sur ${facts.corrects} : à imputer, ou à rembourser.`,
    }),
    allocation: ({ facts }, say) => ({
      title: `Règlement à affecter : ${facts.reference}`,
      sentence: `Il en reste ${say.amount(facts.amount, facts.currency)}, pour ${say.amount(facts.openTotal, facts.currency)} dus sur ${count(facts.openCount, 'facture')}${facts.holdsLetters ? ' ; il couvre l’échu, aucune relance ne part entre-temps' : ''}.`,
    }),
    'write-off': ({ facts, invoice, currency }, say) => ({
      title: `Reliquat de règlement : facture ${invoice}`,
      sentence: `${say.amount(facts.amount, currency)} restant dus : trop peu pour une relance. À passer en perte, ou à laisser.`,
    }),
  },
};

const whyOf = (reasons: readonly StatusReason[]): string =>
  reasons.map(({ code, text }) => `${lifecycle.reason[code]}${because(text)}`).join(' ; ') || 'aucun motif indiqué';

const mailNamed = ({ mail, to, subject }: WorkItemFacts<'mail-failed'>): string =>
  subject === '' ? mail : `« ${subject} » à ${to}`;
