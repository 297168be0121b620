import type { SessionEnd } from '../../../contracts/session.js';
import type { SignInMethod } from '../../../contracts/vocabulary.js';

const method: Readonly<Record<SignInMethod, string>> = {
  password: 'mot de passe',
  oidc: 'connexion de l’entreprise',
  demo: 'démonstration',
};

const ended: Readonly<Record<SessionEnd, string>> = {
  'signed-out': 'Cette session a été terminée. Reconnectez-vous pour retrouver la même page.',
  'by-somebody': 'Un administrateur a mis fin à votre session. Reconnectez-vous pour retrouver la même page.',
  over: 'Votre session a atteint sa durée maximale. Reconnectez-vous pour retrouver la même page.',
  idle: 'Votre session s’est terminée faute d’activité. Reconnectez-vous pour retrouver la même page.',
  inactive: 'Votre compte a été mis hors service. Adressez-vous à un administrateur.',
};

/** What stands in `/sign-in?problem=…`. */
const oidcProblems: Readonly<Record<string, string>> = {
  'oidc-refused':
    'La connexion de l’entreprise vous a refusé, ou sa réponse n’est pas valable. Essayez encore une fois.',
  'oidc-no-role':
    'La connexion de l’entreprise vous connaît, mais ne vous donne pas de rôle ici (il en faut un seul). Adressez-vous à qui gère ces comptes.',
  'oidc-unavailable': 'La connexion de l’entreprise ne répond pas. Réessayez dans un instant.',
  'oidc-expired':
    'La connexion a pris plus de dix minutes, ou a été commencée dans un autre navigateur. Recommencez ici.',
  'oidc-inactive': 'Votre compte a été mis hors service ici. Adressez-vous à un administrateur.',
};

/** The way in, and one's own account: password, second factor, sessions. */
export const account = {
  method,
  sessionEnded: ended,
  oidcProblems,
  oidcUnknown: 'La connexion de l’entreprise n’a pas abouti. Recommencez.',
  code: 'Code de votre application',
  codeHint: 'Six chiffres, nouveaux toutes les 30 secondes.',
  codeAsked: 'Le mot de passe est bon. Il manque le code.',
  codeWrong: 'Ce code est faux ou a déjà servi.',
  recovery: 'Code de secours',
  recoveryHint: 'Un des dix codes reçus à la mise en place, comme ABCD-EFGH-2345-WXYZ. Il ne sert qu’une fois.',
  useRecovery: 'Je n’ai pas mon application',
  useCode: 'J’ai mon application',
  another: 'Autre compte',
  title: 'Mon compte',
  person: 'Personne',
  role: 'Rôle',
  signedInBy: 'Connexion par',
  sessionUntil: 'Session jusqu’à',
  atCompany: 'Mot de passe et deuxième facteur se gèrent à la connexion de l’entreprise.',
  atDemo: 'Les comptes de démonstration n’ont ni mot de passe ni deuxième facteur.',
  changePassword: 'Changer de mot de passe',
  choosePassword: 'Choisissez votre mot de passe',
  mustChange: 'Ce mot de passe vous a été donné par quelqu’un d’autre : choisissez le vôtre pour continuer.',
  current: 'Mot de passe actuel',
  next: 'Nouveau mot de passe',
  nextHint: 'Au moins 12 caractères. Vos autres sessions se terminent.',
  changed: 'Le mot de passe est changé.',
  factor: 'Deuxième facteur',
  factorOff: 'Un code de votre téléphone, demandé en plus du mot de passe, protège votre compte si celui-ci est connu.',
  factorOn: 'Un code est demandé à chaque connexion, en plus du mot de passe.',
  on: 'en place',
  setUp: 'Mettre en place',
  scan: 'Lisez ce code QR avec votre application d’authentification, puis donnez le premier code qu’elle montre.',
  qr: 'Code QR pour l’application d’authentification',
  secret: 'Sans appareil photo, tapez cette clé dans l’application',
  confirm: 'Confirmer',
  confirmed: 'Le deuxième facteur est en place.',
  codesTitle: 'Vos dix codes de secours',
  codesHint:
    'Chacun remplace une fois le code de l’application, si vous perdez votre téléphone. Ils ne seront plus jamais montrés : gardez-les en lieu sûr.',
  codesFile: 'encours-codes-de-secours.txt',
  codesKept: 'Je les ai gardés',
  copy: 'Copier',
  copied: 'Copié',
  download: 'Télécharger',
  remove: 'Retirer',
  removeTitle: 'Retirer le deuxième facteur',
  removeHint: 'Un code de l’application, ou un code de secours, dit que c’est bien vous.',
  removed: 'Le deuxième facteur est retiré.',
  eitherCode: 'Code',
  sessions: 'Où vous êtes connecté',
  since: 'Depuis',
  lastSeen: 'Vu pour la dernière fois',
  from: 'Adresse',
  with: 'Moyen',
  browser: 'Navigateur',
  thisOne: 'cette session',
  end: 'Terminer',
  ended: 'La session est terminée.',
};

export type AccountWords = typeof account;
