import type { MoveInTold, MoveInWords } from '../move-in.js';
import { tellIn } from '../said.js';

const none = '—';

/** Why a row of another system is not taken, and what to do, in French. */
export const moveIn: MoveInWords = {
  'file-unknown': () => ['n’est pas un fichier CSV, JSON ou XLSX', 'L’enregistrer dans l’un de ces formats.'],
  'file-broken': () => ['ne se lit pas comme un classeur', 'L’enregistrer de nouveau en XLSX, sans mot de passe.'],
  'file-too-large': () => [
    'fait plus de 200 Mo, ou de 4 millions de cellules, une fois décompressé',
    'Diviser le classeur, ou enregistrer ses feuilles en CSV UTF-8.',
  ],
  'file-empty': () => ['est vide', 'La première ligne doit nommer les colonnes : partir du modèle.'],
  'not-utf8': () => ['n’est pas en UTF-8', 'L’enregistrer en « CSV UTF-8 », JSON ou XLSX.'],
  'not-json': ({ value }) => [
    value === null ? 'ne contient pas de lignes' : `ne se lit pas : ${value}`,
    'Il faut un tableau d’objets, ou un objet avec un tableau pour chaque sorte.',
  ],
  'kind-unclear': ({ value }) => [
    value === null ? 'ne dit pas ce que sont ses lignes' : `${value} n’est pas une sorte de lignes`,
    'Nommer le fichier ou la feuille d’après sa sorte : orders, order-lines, Commandes…',
  ],
  'row-broken': () => [
    'a des guillemets qui ne se ferment pas',
    'Mettre entre guillemets les cellules qui contiennent le séparateur ou un guillemet.',
  ],
  'column-twice': ({ value }) => [`a deux colonnes ${value ?? none}`, 'En retirer une.'],
  formula: () => ['est une formule, dont la valeur n’est que la dernière calculée', 'La coller en tant que valeur.'],
  'cell-error': ({ value }) => [`contient l’erreur ${value ?? none}`, 'Écrire la valeur.'],
  'not-exact': ({ value }) => [
    `${value ?? none} a plus de 15 chiffres : en nombre, il en a perdu`,
    'Mettre la cellule au format texte et la saisir de nouveau.',
  ],
  'corrects-nothing': ({ value }) => [
    `il n’y a pas de ligne ${value ?? none} à corriger`,
    'Laisser « # file » et « # row » comme ils ont été rendus.',
  ],
  'not-valid': ({ expected, said }) => [
    said ? tellIn('fr', said) : (expected ?? 'n’est pas valable'),
    'Écrire la valeur comme la colonne la veut.',
  ],
  'unknown-column': () => [
    'n’est pas une colonne de ce fichier',
    'Retirer la colonne, ou la nommer comme dans docs/MOVING-IN.md.',
  ],
  twice: ({ value }) => [`${value ?? none} figure deux fois`, 'Garder une seule des deux lignes.'],
  'already-there': ({ value }) => [
    `${value ?? none} est déjà là`,
    'Retirer la ligne, ou annuler la reprise qui l’a apporté.',
  ],
  'number-of-ours': ({ value }) => [
    `${value ?? none} ressemble à un numéro qu’Encours attribue lui-même`,
    'Le préfixer dans le fichier, par le nom du système d’origine par exemple.',
  ],
  'unknown-customer': ({ value }) => [
    `le client ${value ?? none} n’existe pas`,
    'L’ajouter à customers, ou corriger le numéro.',
  ],
  'unknown-product': ({ value }) => [
    `l’article ${value ?? none} n’existe pas`,
    'L’ajouter à products, ou corriger le code.',
  ],
  'unknown-quote': ({ value }) => [
    `le devis ${value ?? none} n’existe pas`,
    'L’ajouter à quotes, ou vider la cellule.',
  ],
  'unknown-order': ({ value }) => [
    `la commande ${value ?? none} n’est pas dans ces fichiers`,
    'L’ajouter à orders ; une facture peut laisser sa commande vide.',
  ],
  'unknown-line': ({ value }) => [`la commande n’a pas de ligne ${value ?? none}`, 'Nommer une ligne de la commande.'],
  'unknown-delivery': ({ value }) => [
    `la livraison ${value ?? none} n’existe pas`,
    'L’ajouter à deliveries, ou corriger le numéro.',
  ],
  'unknown-invoice': ({ value }) => [
    `la facture ${value ?? none} n’existe pas`,
    'L’ajouter à invoices, ou corriger le numéro.',
  ],
  'unknown-instalment': ({ value }) => [`la facture n’a pas d’échéance ${value ?? none}`, 'L’ajouter à instalments.'],
  'unknown-payment': ({ value }) => [`le client n’a pas de règlement ${value ?? none}`, 'L’ajouter à payments.'],
  'unknown-salesperson': ({ value }) => [
    `personne ne s’appelle ${value ?? none} ici`,
    'Créer d’abord la personne, ou vider la cellule.',
  ],
  'no-contact': ({ value }) => [
    `le client ${value ?? none} n’a personne à qui écrire`,
    'Ajouter un contact commandes ou factures avec une adresse électronique.',
  ],
  'no-lines': ({ value }) => [
    `${value ?? none} n’a pas de lignes`,
    'Ajouter ses lignes ; une facture sans lignes laisse sa commande vide.',
  ],
  'no-price': ({ value }) => [
    `l’article ${value ?? none} n’a pas de prix`,
    'Remplir listPrice, ou ajouter une ligne à prices.',
  ],
  'no-due-date': () => ['n’a pas d’échéance', 'Remplir dueDate, ou ajouter des lignes à instalments.'],
  'no-terms-day': ({ value }) => [
    `conditions ${value ?? none} : termsDay va avec day-of-month, et avec lui seul`,
    'Remplir termsDay (1 à 31), ou le vider.',
  ],
  'no-such-reading': ({ value, expected }) => [
    `${value ?? none} ne se lit pas avec ${expected ?? none}`,
    'Choisir days-then-month-end ou month-end-then-days.',
  ],
  'no-vat-rate': ({ value }) => [
    `aucun taux de TVA connu à cette date pour ${value ?? none}`,
    'Ajouter d’abord le taux, ou corriger la classe de TVA.',
  ],
  'other-customer': ({ value, expected }) => [
    `est du client ${value ?? none}, et non ${expected ?? none}`,
    'Corriger le client, ou ce que la ligne nomme.',
  ],
  'other-currency': ({ value, expected }) => [
    `est en ${value ?? none}, le compte du client en ${expected ?? none}`,
    'Donner les deux dans la même devise.',
  ],
  'day-to-come': ({ value, expected }) => [
    `${value ?? none} est après le ${expected ?? none}, jour des comptes`,
    'Corriger la date.',
  ],
  'day-before': ({ value, expected }) => [
    `${value ?? none} est avant ${expected ?? none}`,
    'Corriger l’une des deux dates.',
  ],
  'above-ordered': ({ value, expected }) => [
    `${value ?? none} livrés pour ${expected ?? none} commandés`,
    'Corriger la commande ou ses bons de livraison.',
  ],
  'above-delivered': ({ value, expected }) => [
    `${value ?? none} facturés pour ${expected ?? none} livrés`,
    'Ajouter le bon de livraison manquant, ou corriger la facture.',
  ],
  'partly-invoiced': ({ value, expected }) => [
    `${value ?? none} sur ${expected ?? none} sont facturés`,
    'Donner ce qui est facturé et ce qui ne l’est pas en deux bons de livraison.',
  ],
  'delivered-differs': ({ value, expected }) => [
    `dit ${value ?? none} livrés, les bons de livraison disent ${expected ?? none}`,
    'Ajouter le bon manquant, ou corriger la quantité.',
  ],
  'invoiced-differs': ({ value, expected }) => [
    `dit ${value ?? none} facturés, les factures disent ${expected ?? none}`,
    'Ajouter la facture manquante, ou corriger la quantité.',
  ],
  'net-differs': ({ value, expected }) => [
    `${value ?? none}, mais les lignes et le port font ${expected ?? none}`,
    'Corriger les lignes, le port ou le HT.',
  ],
  'gross-differs': ({ value, expected }) => [
    `${value ?? none}, mais le calcul donne ${expected ?? none}`,
    'Corriger les montants.',
  ],
  'instalments-differ': ({ value, expected }) => [
    `${value ?? none}, mais les échéances font ${expected ?? none}`,
    'Corriger les échéances.',
  ],
  'open-differs': ({ value, expected }) => [
    `${value ?? none} dus, mais les règlements laissent ${expected ?? none}`,
    'Ajouter ce qui a été réglé à payments et allocations, ou dire dans paidOn quand c’était réglé.',
  ],
  'above-payment': ({ value, expected }) => [
    `${value ?? none} affectés pour ${expected ?? none} reçus`,
    'Corriger le règlement ou ses affectations.',
  ],
  'level-without-day': () => ['level et lastLetterOn vont ensemble', 'Remplir les deux, ou vider les deux.'],
  'unknown-level': ({ value }) => [
    `la règle de relance n’a pas de niveau ${value ?? none}`,
    'Nommer un niveau de la règle.',
  ],
  'ended-and-delivered': () => [
    'est annulée, mais quelque chose a été livré',
    'Laisser status vide : ce qui est livré reste vendu.',
  ],
  'control-differs': ({ value, expected }) => [
    `${value ?? none} là-bas, ${expected ?? none} dans ces fichiers`,
    'Trouver ce qui manque avant de valider.',
  ],
};

export const moveInTold: MoveInTold = {
  noFiles: 'Dire quels fichiers reprendre.',
  known: 'Ces lignes ont déjà été reprises : rien ne change.',
  notSigned: (code) => `Non validé : rien ne change. Valider ces totaux par --sign-off ${code}.`,
  movedIn: 'Repris.',
  started: (count) => `${count} processus démarrés.`,
  ask: (code) => `Taper ${code} pour valider ces totaux : `,
  row: 'ligne',
  more: (count) => `… et ${count} autres`,
  refused: (count, report) => `${count} refus : rien n’est repris. Rapport : ${report}`,
  asOf: (day) => `Au ${day} :`,
  totals: {
    invoiced: 'facturé',
    open: 'dû',
    overdue: 'en retard',
    paid: 'réglé',
    unallocated: 'non lettré',
    ordered: 'en commande',
  },
  openOrders: 'commandes ouvertes',
  code: (code) => `Code de ces totaux : ${code}`,
  nothing: 'Rien n’a été repris.',
  live: (because) => `La reprise est vivante et reste : ${because} a été fait ici avec ce qu’elle a apporté.`,
  undone: (id) => `Annulé : tout ce que la reprise ${id} avait apporté a disparu.`,
  template: (file) => `Modèle écrit : ${file}`,
};
