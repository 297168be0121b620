import type { DocumentKind, mailResolutions, OutgoingKind } from '../../../contracts/vocabulary.js';

type Resolution = (typeof mailResolutions)[number];

const kinds: Readonly<Record<OutgoingKind, string>> = {
  acknowledgement: 'accusé de réception',
  invoice: 'facture',
  'credit-note': 'avoir',
  'dunning-letter': 'relance',
  'dunning-report': 'compte rendu de relance',
  question: 'question',
  refusal: 'refus',
  'month-end': 'arrêté mensuel',
  'invoice-status': 'statut de facture',
  quote: 'devis',
  statement: 'relevé de compte',
  'complaint-reminder': 'rappel de réclamation',
};
const documents: Readonly<Record<DocumentKind, string>> = {
  acknowledgement: 'accusé de réception',
  'order-response': 'réponse à la commande',
  'delivery-note': 'bon de livraison',
  'signed-delivery-note': 'bon de livraison signé',
  invoice: 'facture',
  'credit-note': 'avoir',
  proforma: 'facture proforma',
  'dunning-letter': 'courrier',
  'month-end': 'arrêté mensuel',
  'month-end-workbook': 'arrêté mensuel, classeur',
  quote: 'devis',
  statement: 'relevé de compte',
};
const resolve: Readonly<Record<Resolution, string>> = {
  'was-sent': 'Il est arrivé',
  'send-again': 'Renvoyer',
  skip: 'Ne pas envoyer',
};
const hint: Readonly<Record<Resolution, string>> = {
  'was-sent': 'Le destinataire l’a : rien ne part.',
  'send-again': 'Le même texte repart, à l’adresse d’aujourd’hui.',
  skip: 'Rien ne part.',
};

/** Mails: whether they left, and what becomes of those that may not have. */
export const mails = {
  kinds,
  resolve,
  hint,
  none: 'Aucun courriel pour le moment.',
  created: 'Préparé',
  attempts: 'Essais',
  answer: 'Réponse du serveur',
  lastError: 'Dernière erreur',
  decidedMeanwhile: 'Il en a été décidé entre-temps.',
  sender: 'Expéditeur',
  asSent: 'Tel qu’il a été envoyé',
  form: 'Affiché',
  forms: { page: 'Comme le destinataire le voit', text: 'En texte' },
  reduced:
    'Son texte, son objet et son destinataire sont partis avec leur délai de conservation. Ses pièces jointes restent.',
  reducedAt: 'Réduit',
  notWritten: 'Il n’est pas encore rédigé : il l’est au premier envoi.',
  documents,
  textNotForYou: 'Votre rôle ne lit pas ce qu’il dit.',
  notForYou: 'Votre rôle ne lit pas les documents de cette sorte.',
  takeHome: 'Télécharger',
  show: (subject: string) => `Afficher ici le courriel « ${subject} »`,
  hide: (subject: string) => `Masquer le courriel « ${subject} »`,
  resolved: (refused: number) =>
    refused === 0
      ? 'La décision est enregistrée.'
      : `La décision est enregistrée, sauf pour ${refused} : ils restent dans la liste.`,
  several: 'Décider de plusieurs à la fois',
  chosen: (count: number) => (count === 1 ? '1 courriel choisi' : `${count} courriels choisis`),
};

/** What a step of the dunning says beside what its invoice says. */
export const dunning = {
  next: 'Ensuite',
  why: 'Pourquoi ce courrier ?',
  interest: 'Intérêts de retard',
  fee: 'Indemnité de recouvrement',
  recipient: 'Destinataire',
  mail: 'Courriel',
  openMail: 'Voir le courriel',
  from: 'Du',
  to: 'Au',
  days: 'Jours',
  paidOn: 'Réglé le',
  stillOpen: 'reste dû',
};

export type MailWords = typeof mails;
export type DunningWords = typeof dunning;
