import type { WorkItemKind } from '../../../contracts/vocabulary.js';
import type { CreditHoldReason } from '../../../contracts/wait.js';

const kinds: Readonly<Record<WorkItemKind, string>> = {
  'credit-hold': 'Blocage crédit',
  discrepancy: 'Écart à traiter',
  'dunning-report': 'Relance envoyée',
  collections: 'Remise au contentieux',
  allocation: 'Règlement à affecter',
  'write-off': 'Solde à passer en perte',
  'mail-unknown': 'Courriel au sort inconnu',
  'mail-failed': 'Courriel en échec',
  'mail-channel': 'Serveur de messagerie',
  'month-end-unaddressed': 'Arrêté sans destinataire',
  acknowledgement: 'Accusé en retard',
  'delivery-due': 'À livrer',
  'promise-late': 'Promesse non tenue',
  'proof-missing': 'Émargement manquant',
  unallocated: 'Règlement sans affectation',
};

/** What waits for a person. */
export const work = {
  kinds,
  kind: 'Nature',
  what: 'Ce qui est à faire',
  amount: 'Montant',
  due: 'Échéance',
  age: 'Depuis',
  ageDays: (days: number) => (days === 0 ? 'aujourd’hui' : days === 1 ? '1 jour' : `${days} jours`),
  escalations: (count: number) => (count === 1 ? 'relancé 1 fois' : `relancé ${count} fois`),
  owner: 'Suivi par',
  nobody: 'sans responsable',
  mine: 'À moi',
  everybody: 'Tout le monde',
  takeIt: 'Je m’en occupe',
  giveBack: 'Rendre',
  assign: 'Confier à',
  assigned: (name: string) => `Confié à ${name}.`,
  givenBack: 'Rendu à l’équipe.',
  putAside: 'Mettre de côté',
  putAsideUntil: 'Jusqu’au',
  putAsideDone: (date: string) => `Mis de côté jusqu’au ${date}.`,
  bringBack: 'Reprendre',
  broughtBack: 'Repris.',
  aside: 'Mis de côté',
  comments: 'Commentaires',
  comment: 'Commentaire',
  addComment: 'Ajouter',
  noComments: 'Pas encore de commentaire.',
  exposure: 'Encours',
  limit: 'Plafond',
  available: 'Disponible',
  source: { order: 'Commande', invoice: 'Facture', payment: 'Règlement à affecter' } as Readonly<
    Record<string, string>
  >,
  /** What lets a held order go on beside a release. */
  frees: {
    'credit-limit': (amount: string) =>
      `Se libère de lui-même : ${amount} de place à faire (règlements, ou plafond relevé).`,
    overdue: (amount: string) => `Se libère de lui-même : l’échu de ${amount} réglé.`,
    'credit-stop': () => 'Se libère de lui-même : arrêt de livraison levé (dernier règlement, ou finance).',
  } satisfies Readonly<Record<CreditHoldReason, (amount: string) => string>>,
  complete: { 'dunning-report': 'Lu', collections: 'Pris en charge', 'month-end-unaddressed': 'Réglé' },
  completed: 'C’est noté ; la ligne est terminée.',
  seeStep: 'Voir la relance',
  waitingMails: 'Courriels en attente',
  decideHere: 'Décider ici',
  left: 'Cette ligne n’est plus dans la liste : elle a été réglée ou mise de côté.',
  nothingToDo: 'Tout est fait. Rien ne vous attend.',
  nothingMatches: 'Rien de tel à faire.',
  team: 'Équipe',
};

export type WorkWords = typeof work;
