import type { ProblemWords } from '../problems.js';

/** Les refus du catalogue, et que faire. */
export const problems: ProblemWords = {
  'invalid-request': {
    title: 'La demande n’est pas valable',
    remedy: 'Corrigez les champs cités ; chacun dit ce qu’il peut contenir.',
  },
  'malformed-json': { title: 'Le corps n’est pas du JSON', remedy: 'Envoyez un objet JSON en UTF-8.' },
  'malformed-xml': {
    title: 'Le corps n’est pas du XML lisible ici',
    remedy: 'Envoyez un document bien formé en UTF-8.',
  },
  'unsupported-media-type': {
    title: 'Le corps doit être en application/json',
    remedy: 'Envoyez Content-Type: application/json.',
  },
  'body-too-large': {
    title: 'Le corps est trop grand',
    remedy: 'Envoyez au plus 1 Mo ; divisez ce qui est plus grand.',
  },
  'idempotency-key-missing': {
    title: 'L’en-tête Idempotency-Key manque',
    remedy: 'Envoyez une valeur à vous, un UUID par exemple, et la même quand vous réessayez.',
  },
  'idempotency-key-reused': {
    title: 'Cette Idempotency-Key a servi pour un autre corps',
    remedy: 'Prenez une nouvelle clé pour une nouvelle demande ; répétez une demande avec son propre corps.',
  },
  unauthenticated: {
    title: 'Identifiez-vous d’abord',
    remedy: 'Envoyez « Authorization: Bearer » avec une clé d’API ou un jeton d’accès.',
  },
  'sign-in-refused': {
    title: 'Nom ou mot de passe faux',
    remedy: 'Saisissez à nouveau le nom et le mot de passe, ou demandez-en un nouveau à un administrateur.',
  },
  'code-needed': {
    title: 'Le code de l’application est demandé',
    remedy: 'Donnez le code que l’application affiche maintenant, ou un code de secours.',
  },
  forbidden: { title: 'Votre rôle ne le permet pas', remedy: 'Demandez à quelqu’un dont le rôle le permet.' },
  'password-change-needed': {
    title: 'Changez d’abord le mot de passe',
    remedy: 'Changez votre mot de passe ; le reste vient ensuite.',
  },
  'own-rights': {
    title: 'Nul ne se retire ses propres droits d’administrateur',
    remedy: 'Demandez à un autre administrateur.',
  },
  'last-admin': { title: 'Le dernier administrateur le reste', remedy: 'Nommez d’abord un autre administrateur.' },
  'session-needed': {
    title: 'C’est réservé à qui est connecté',
    remedy: 'Connectez-vous à la console : une clé n’a ni session ni mot de passe.',
  },
  'four-eyes': { title: 'Un autre doit en décider', remedy: 'Demandez à un collègue du même rôle.' },
  'not-found': { title: 'Il n’y a rien ici', remedy: 'Vérifiez le numéro ; la liste montre ce que vous pouvez voir.' },
  'method-not-allowed': { title: 'Cette méthode n’est pas admise ici', remedy: 'Prenez une méthode que cite Allow.' },
  'too-many-requests': { title: 'Trop de demandes', remedy: 'Attendez le temps que dit Retry-After.' },
  'already-exists': { title: 'Cela existe déjà', remedy: 'Lisez celui qui existe, ou prenez un autre numéro.' },
  'customer-unknown': { title: 'Le client n’est pas connu', remedy: 'Prenez un client de la liste.' },
  'product-unknown': {
    title: 'L’article n’est pas connu ou n’est pas en vente',
    remedy: 'Prenez un article qui est en vente.',
  },
  'quote-unusable': {
    title: 'Le devis ne peut pas être commandé',
    remedy: 'Lisez le devis ; révisez-le, ou commandez sans lui.',
  },
  'currency-mismatch': {
    title: 'La devise n’est pas celle du compte client',
    remedy: 'Prenez la devise du compte du client.',
  },
  'order-closed': {
    title: 'La commande est close',
    remedy: 'Lisez la commande pour savoir comment elle a fini ; saisissez-en une nouvelle.',
  },
  'order-not-ready': {
    title: 'La commande n’est pas à cette étape',
    remedy: 'Lisez la commande pour savoir ce qu’elle attend.',
  },
  'credit-stopped': {
    title: 'Un arrêt de crédit retient les livraisons',
    remedy: 'La comptabilité lève l’arrêt du client, ou débloque les livraisons de la commande.',
  },
  'deposit-unpaid': {
    title: 'L’acompte n’est pas réglé',
    remedy: 'Attendez le règlement de l’acompte, ou faites un avoir de la facture d’acompte.',
  },
  'order-delivered': {
    title: 'La commande a des livraisons',
    remedy: 'Annulez le reste et saisissez une nouvelle commande.',
  },
  'over-delivery': {
    title: 'Plus qu’il ne reste à livrer',
    remedy: 'Regardez les quantités restantes de la commande.',
  },
  'not-allocated': {
    title: 'Pas assez de stock affecté',
    remedy: 'Attendez la prochaine entrée en stock, ou livrez moins.',
  },
  'over-cancellation': {
    title: 'Plus qu’il ne reste à annuler',
    remedy: 'Regardez les quantités restantes de la commande.',
  },
  'line-unknown': { title: 'La commande n’a pas cette ligne', remedy: 'Lisez les lignes de la commande.' },
  'discrepancy-unknown': { title: 'La commande n’a pas cet écart', remedy: 'Lisez la commande pour ses écarts.' },
  'discrepancy-decided': { title: 'L’écart est déjà décidé', remedy: 'Lisez dans la commande ce qui a été décidé.' },
  'delivery-not-ready': {
    title: 'La livraison n’en est pas là',
    remedy: 'Lisez la livraison pour savoir où elle en est.',
  },
  'delivery-proved': { title: 'La livraison a déjà sa preuve', remedy: 'Lisez la livraison.' },
  'complaint-settled': { title: 'La réclamation est réglée', remedy: 'Lisez la réclamation.' },
  'complaint-not-ready': {
    title: 'La réclamation n’en est pas là',
    remedy: 'Lisez la réclamation pour voir où elle en est.',
  },
  'quote-closed': { title: 'Le devis est clos', remedy: 'Faites un nouveau devis.' },
  'over-allocation': {
    title: 'Les affectations dépassent le règlement',
    remedy: 'N’affectez pas plus que ce qui reste du règlement.',
  },
  'payment-assigned': {
    title: 'On sait déjà à qui est cet argent',
    remedy: 'Lisez dans le règlement à quel client il est.',
  },
  'payment-unassigned': {
    title: 'On ne sait pas encore à qui est cet argent',
    remedy: 'Attribuez d’abord le règlement à un client.',
  },
  'over-return': {
    title: 'Il est reparti plus que le règlement n’avait apporté',
    remedy: 'Citez le règlement dont l’argent est reparti ; il ne peut repartir plus qu’il n’a apporté.',
  },
  'allocation-reversed': {
    title: 'Aucune affectation de ce genre ne tient',
    remedy: 'Lisez les affectations du règlement.',
  },
  'nothing-open': { title: 'Il n’y a pas tant d’ouvert', remedy: 'Lisez dans le compte ce qui est ouvert.' },
  'over-refund': { title: 'Plus que ce qui est à rendre', remedy: 'Regardez ce qui reste de l’avoir.' },
  'over-credit': {
    title: 'Plus qu’il ne reste à créditer',
    remedy: 'Regardez ce qui a déjà été crédité de la facture.',
  },
  'step-resolved': {
    title: 'Plus rien n’attend cette décision',
    remedy: 'Relisez : seul ce qui est INCERTAIN ou en ÉCHEC se décide à la main.',
  },
  'too-late-to-undo': { title: 'Il est trop tard pour revenir en arrière', remedy: 'Cela reste comme c’est.' },
  'line-closed': { title: 'La ligne de la liste est faite', remedy: 'Lisez dans la liste ce qui est à faire.' },
  'changed-meanwhile': {
    title: 'Cela a changé depuis la lecture',
    remedy: 'Relisez, regardez ce qui a changé, et décidez à nouveau.',
  },
  'document-not-ready': { title: 'Le document n’est pas encore écrit', remedy: 'Redemandez dans un instant.' },
  unavailable: {
    title: 'Le système n’est pas disponible',
    remedy: 'Réessayez avec la même Idempotency-Key : rien n’est fait deux fois.',
  },
  internal: {
    title: 'Quelque chose n’a pas marché',
    remedy: 'Réessayez ; si cela dure, donnez le numéro de la demande à l’exploitation.',
  },
};
