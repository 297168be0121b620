import type { SignInMethod } from '../../../contracts/session.js';

const method: Readonly<Record<SignInMethod, string>> = {
  password: 'mot de passe',
  oidc: 'connexion de l’entreprise',
  demo: 'démonstration',
};

/** One's own account: password, sessions. */
export const account = {
  method,
  title: 'Mon compte',
  changePassword: 'Changer de mot de passe',
  mustChange: 'Ce mot de passe vous a été donné par quelqu’un d’autre : choisissez le vôtre pour continuer.',
  current: 'Mot de passe actuel',
  next: 'Nouveau mot de passe',
  nextHint: 'Au moins 12 caractères. Vos autres sessions se terminent.',
  changed: 'Le mot de passe est changé.',
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
