import type { MoveInWords } from '../move-in.js';

const none = '—';

/** Why a row of another system is not taken, and what to do, in French. */
export const moveIn: MoveInWords = {
  'not-valid': ({ expected }) => [expected ?? 'n’est pas valable', 'Écrire la valeur comme la colonne la veut.'],
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
