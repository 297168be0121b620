import { complaintKind } from './complaints.js';
import type { KpiName } from '../../contracts/kpi.js';

type Told = { readonly title: string; readonly definition: string };

/** Les indicateurs, et ce qu’ils comptent. */
export type KpiWords = {
  readonly kpi: Readonly<Record<KpiName, Told>>;
  /** Ce qui n’est d’aucune personne, d’aucun client, d’aucun article. */
  readonly none: string;
  /** Tranches d’âge, états et segments qui n’ont pas de nom ailleurs. */
  readonly kind: Readonly<Record<Kind, string>>;
};

type Kind =
  | 'not-due'
  | '1-30'
  | '31-60'
  | '61-90'
  | 'over-90'
  | 'open'
  | 'part-paid'
  | 'prepared'
  | 'departed'
  | 'proved'
  | 'paid'
  | 'quote-open'
  | 'quote-accepted'
  | 'quote-lost'
  | 'quote-expired'
  | 'invoice'
  | 'credit-note'
  | 'corrective'
  | 'deposit'
  | 'regular'
  | 'at-risk'
  | 'lapsed'
  | 'new'
  | 'occasional'
  | 'entry-error'
  | 'customer-error'
  | 'quote-error'
  | 'price-list-error'
  | 'no-error'
  | 'not-stated';

const reference = {
  requested: 'la date demandée',
  first: 'la première date confirmée',
  last: 'la dernière date confirmée',
};

const inFull = (which: string): string =>
  `Lignes de commande dont ${which} tombe dans la période et dont toute la quantité était livrée ce jour-là, sur toutes ces lignes, celles qui ne sont pas livrées comprises. Plusieurs livraisons s’additionnent ; ce qui a été annulé avant ce jour n’est plus dû ; une date manquée le reste, même si tout arrive ensuite. Sans tolérance de quantité. Les commandes refusées ou rejetées ne comptent pas.`;
const onTime = (which: string): string =>
  `Parmi les lignes entièrement livrées dont ${which} tombe dans la période, celles dont la dernière livraison nécessaire est arrivée au plus tard ce jour-là. Ce qui n’est pas encore livré n’y est pas : lire le taux « complet et à l’heure » à côté.`;

export const kpis: KpiWords = {
  none: 'sans',
  kind: {
    'not-due': 'non échu',
    '1-30': '1 à 30 jours',
    '31-60': '31 à 60 jours',
    '61-90': '61 à 90 jours',
    'over-90': 'plus de 90 jours',
    open: 'impayée',
    'part-paid': 'payée en partie',
    prepared: 'préparée',
    departed: 'partie',
    proved: 'reçue, bon signé',
    paid: 'payée',
    'quote-open': 'en cours',
    'quote-accepted': 'accepté',
    'quote-lost': 'perdu',
    'quote-expired': 'échu',
    invoice: 'facture',
    'credit-note': 'avoir',
    corrective: 'facture rectificative',
    deposit: 'facture d’acompte',
    regular: 'régulier',
    'at-risk': 'à risque',
    lapsed: 'perdu de vue',
    new: 'nouveau',
    occasional: 'occasionnel',
    'entry-error': 'notre saisie',
    'customer-error': 'le client',
    'quote-error': 'le devis',
    'price-list-error': 'le tarif',
    'no-error': 'aucune erreur',
    'not-stated': 'non précisé',
    ...complaintKind,
  },
  kpi: {
    'quotes-made': {
      title: 'Devis établis',
      definition:
        'Devis créés dans la période, chacun une fois quelles que soient ses révisions ; par qui les a créés.',
    },
    'orders-entered': {
      title: 'Commandes saisies',
      definition:
        'Commandes reçues dans la période, par qui les a saisies et par origine. Une commande modifiée reste une commande ; une commande annulée ensuite a été saisie.',
    },
    'deliveries-made': {
      title: 'Livraisons',
      definition:
        'Livraisons parties dans la période, par qui les a fait partir. Une commande livrée en deux fois compte deux livraisons.',
    },
    'invoices-issued': {
      title: 'Factures émises',
      definition: 'Pièces émises dans la période, à leur date d’émission, par commercial de la commande et par nature.',
    },
    'lines-entered': {
      title: 'Lignes saisies',
      definition: 'Lignes des commandes reçues dans la période, par qui les a saisies : la charge des commerciaux.',
    },
    'lines-delivered': {
      title: 'Lignes livrées',
      definition:
        'Lignes des livraisons parties dans la période, par qui les a fait partir : la charge des logisticiens.',
    },
    'manual-share': {
      title: 'Part de saisie manuelle',
      definition:
        'Commandes saisies à la main (téléphone, courriel, direct) sur toutes les commandes reçues dans la période. Celles qui reprennent un devis, ou viennent par EDI ou par le site, ne sont pas ressaisies. Par origine : les commandes de cette origine, sur toutes les commandes reçues.',
    },
    'information-requests': {
      title: 'Demandes d’information',
      definition:
        'Demandes d’information notées dans la période sur une commande, par qui les a notées et par qui demandait ; une demande retirée ne compte pas.',
    },
    'complaints-opened': {
      title: 'Réclamations ouvertes dans la période',
      definition:
        'Réclamations ouvertes dans la période, par motif et par personne en charge ; une réclamation retirée ne compte pas.',
    },
    'complaints-open': {
      title: 'Réclamations en cours',
      definition: 'Réclamations non closes à la fin du jour, par motif et par personne en charge.',
    },
    load: {
      title: 'Charge sur capacité',
      definition:
        'Lignes de commande saisies et lignes livrées dans la période par les personnes dont la capacité est fixée, sur ce qu’elles peuvent faire les jours ouvrés de la période (jours fériés du pays de l’entreprise non comptés), selon la capacité en vigueur chaque jour. Le travail de qui n’a pas de capacité n’y compte pas.',
    },
    'people-needed': {
      title: 'Personnes nécessaires',
      definition:
        'Tout le travail de la période, qui que ce soit l’ait fait, sur ce qu’une personne peut en faire les jours ouvrés de la période : chaque jour, la moyenne des capacités en vigueur. Par nature de travail, et la somme.',
    },
    'quotes-by-status': {
      title: 'Devis par état',
      definition:
        'Tous les devis faits jusqu’à la fin du jour, dans l’état où ils étaient ce jour-là : en cours, accepté, perdu, ou échu à partir du lendemain de sa validité.',
    },
    'orders-by-status': {
      title: 'Commandes par état',
      definition:
        'Toutes les commandes reçues jusqu’à la fin du jour, dans l’état où elles étaient ce jour-là, terminées comprises : soldée, refusée, rejetée ou annulée.',
    },
    'deliveries-by-status': {
      title: 'Livraisons par état',
      definition:
        'Toutes les livraisons préparées jusqu’à la fin du jour, dans l’état où elles étaient ce jour-là : préparée, partie, livrée, ou reçue avec son bon signé.',
    },
    'invoices-by-status': {
      title: 'Factures par état',
      definition:
        'Tous les documents émis jusqu’à la fin du jour, selon ce qui restait dû ce jour-là : impayée, payée en partie, payée. Toutes devises ; sur un avoir rien n’est dû.',
    },
    'quotes-open': {
      title: 'Devis en cours',
      definition: 'Devis créés au plus tard ce jour-là et ni acceptés, ni perdus, ni échus à la fin du jour.',
    },
    'orders-open': {
      title: 'Commandes en cours',
      definition:
        'Commandes reçues et pas encore soldées, refusées, rejetées ou annulées à la fin du jour, par étape. L’étape est reconstituée d’après ce qui était fait ce jour-là, et n’est pas celle d’aujourd’hui.',
    },
    'deliveries-open': {
      title: 'Livraisons sans preuve',
      definition: 'Livraisons préparées dont la réception n’était pas signée à la fin du jour, par état ce jour-là.',
    },
    'invoices-open': {
      title: 'Factures impayées',
      definition: 'Factures émises sur lesquelles quelque chose restait dû à la fin du jour, par état ce jour-là.',
    },
    'ack-on-time': {
      title: 'AR dans les délais',
      definition:
        'Commandes reçues dans la période dont l’accusé de réception est parti dans le délai cible, sur toutes celles qui devaient en recevoir un. Une commande jamais accusée compte comme manquée ; une commande refusée, rejetée ou annulée sans AR ne compte pas.',
    },
    'ack-median': {
      title: 'Réception → AR, médiane',
      definition:
        'Minutes de la réception au premier accusé de réception, des commandes reçues dans la période et accusées : la moitié a attendu moins. Celles qui n’ont jamais eu d’AR n’y sont pas.',
    },
    'ack-p90': {
      title: 'Réception → AR, 9 sur 10',
      definition:
        'Minutes de la réception au premier accusé de réception : neuf commandes sur dix ont attendu moins. Celles qui n’ont jamais eu d’AR n’y sont pas.',
    },
    'delivery-median': {
      title: 'Réception → livraison, médiane',
      definition:
        'Jours de la réception à l’arrivée de la dernière livraison, des commandes livrées en entier dans la période : la moitié a attendu moins. Un reliquat compte jusqu’à son arrivée ; le temps passé chez le client est compris et montré à part.',
    },
    'delivery-p90': {
      title: 'Réception → livraison, 9 sur 10',
      definition:
        'Jours de la réception à l’arrivée de la dernière livraison : neuf commandes livrées sur dix ont attendu moins. C’est ici que se voient les reliquats qu’une moyenne cache.',
    },
    'customer-time': {
      title: 'Temps chez le client',
      definition:
        'Jours entre chaque question posée au client et la décision ou la modification qui suit, en moyenne par commande livrée en entier dans la période.',
    },
    'otif-requested': { title: 'Complet et à l’heure, date demandée', definition: inFull(reference.requested) },
    'otif-first-confirmed': { title: 'Complet et à l’heure, 1re date confirmée', definition: inFull(reference.first) },
    'otif-last-confirmed': {
      title: 'Complet et à l’heure, dernière date confirmée',
      definition: inFull(reference.last),
    },
    'on-time-requested': { title: 'À l’heure, date demandée', definition: onTime(reference.requested) },
    'on-time-first-confirmed': { title: 'À l’heure, 1re date confirmée', definition: onTime(reference.first) },
    'on-time-last-confirmed': { title: 'À l’heure, dernière date confirmée', definition: onTime(reference.last) },
    corrections: {
      title: 'Écarts et modifications',
      definition:
        'Écarts tranchés et modifications faites dans la période, selon la personne qui a fait la version touchée et selon la cause dite : notre saisie, le client, le devis, le tarif, aucune erreur, non précisé. Une commande compte une fois par cause et par type de donnée touchée (article, prix, quantité, remise, date, conditions, port, référence, adresse), au premier jour où c’est dit. Ce que la tolérance laisse passer ne compte pas ; un écart corrigé par une modification dont la cause est dite compte avec elle.',
    },
    'entry-errors': {
      title: 'Erreurs de saisie',
      definition:
        'Parmi ces écarts et modifications, ceux dont la cause est notre saisie, par type : comptés le jour où ils sont constatés, même si la commande est d’un autre mois.',
    },
    'entry-error-rate': {
      title: 'Taux d’erreurs de saisie',
      definition:
        'Commandes reçues dans la période qui ont eu au moins une erreur de notre saisie, sur toutes les commandes reçues, selon qui les a saisies. Une erreur constatée plus tard compte dans la période où la commande a été saisie. Par type : commandes qui ont eu au moins une erreur de ce type, sur toutes.',
    },
    accuracy: {
      title: 'Exactitude de la saisie',
      definition:
        'Commandes reçues dans la période sans aucune erreur de notre saisie, sur toutes les commandes reçues. Une erreur du client, du devis ou du tarif n’y compte pas, ni ce dont la cause n’est pas dite.',
    },
    'complaint-resolution': {
      title: 'Délai de traitement des réclamations',
      definition:
        'Jours entre l’ouverture d’une réclamation et la décision, pour les réclamations tranchées dans la période, par motif et par qui a tranché : la médiane.',
    },
    'order-book': {
      title: 'Carnet de commandes',
      definition:
        'Commandé − livré − annulé, hors taxes au prix net de la ligne, des commandes non terminées à la fin du jour, telles qu’elles étaient ce jour-là : une modification faite ensuite n’y change rien. Sans les frais de port.',
    },
    'backlog-late': {
      title: 'Retard du carnet',
      definition:
        'La part du carnet dont la dernière date confirmée (à défaut, la date demandée) était passée à la fin du jour.',
    },
    revenue: {
      title: 'Chiffre d’affaires',
      definition:
        'Hors taxes, factures émises dans la période à leur date d’émission, frais de port compris et sans article, avoirs déduits, acomptes non compris.',
    },
    margin: {
      title: 'Marge',
      definition:
        'Hors taxes, lignes des factures émises dans la période dont le coût de l’article est connu : prix net − quantité × coût unitaire en vigueur le jour de l’émission, dans la devise de l’article. Un coût saisi plus tard pour ce jour ne la change plus une fois connue. Ce dont le coût est inconnu n’y est pas, ni en marge ni à zéro : la part connue est dite à côté. Sans les frais de port ni les acomptes.',
    },
    'margin-rate': {
      title: 'Taux de marge',
      definition: 'La marge sur le prix net des mêmes lignes, celles dont le coût est connu.',
    },
    'margin-coverage': {
      title: 'Part du chiffre au coût connu',
      definition:
        'Prix net des lignes facturées dans la période dont le coût est connu, sur celui de toutes les lignes, hors frais de port : de quelle part des ventes parlent la marge et son taux.',
    },
    ageing: {
      title: 'Balance âgée',
      definition:
        'Ce qui restait dû sur les factures à la fin du jour, taxes comprises, par jours de retard ce jour-là. Un règlement affecté plus tard n’y compte pas encore ; un règlement non affecté et un avoir ne sont jamais déduits : ils sont montrés à part.',
    },
    'unallocated-money': {
      title: 'Règlements et avoirs à affecter',
      definition:
        'Argent reçu et avoirs qui n’étaient affectés à aucune facture à la fin du jour, par leur propre âge.',
    },
    dso: {
      title: 'Délai moyen de règlement (DSO)',
      definition:
        'Ce que doivent les clients à la fin du jour, taxes comprises, sur les ventes taxes comprises des 90 jours qui finissent ce jour-là, fois 90.',
    },
    'dso-best': {
      title: 'DSO possible',
      definition: 'Le même avec ce qui n’était pas encore échu : le DSO si chacun payait à l’échéance.',
    },
    'dso-delay': {
      title: 'Retard dans le DSO',
      definition: 'Le même avec ce qui était échu : DSO − DSO possible, les jours que coûtent les retards.',
    },
    'dso-count-back': {
      title: 'DSO par épuisement',
      definition:
        'Ce que doivent les clients à la fin du jour est épuisé par les ventes taxes comprises des mois, du dernier vers le passé : les jours des mois épuisés et la part du dernier. Un mois sans vente arrête le compte, 24 mois au plus. Ne souffre pas d’un mois très fort ou très faible.',
    },
    'days-to-pay': {
      title: 'Jours pour payer',
      definition:
        'Jours de l’émission de la facture au règlement reçu dans la période, pondérés par les montants affectés. Un règlement en avance compte ses jours ; une affectation annulée ne compte pas.',
    },
    'days-late': {
      title: 'Retard de paiement',
      definition:
        'Jours de l’échéance au règlement reçu dans la période, pondérés par les montants affectés ; un paiement avant l’échéance compte en moins. Par client et par ordre de hausse : qui payait à l’heure et ne le fait plus.',
    },
    'payers-drifting': {
      title: 'Clients qui dérivent',
      definition:
        'Clients dont les trois derniers règlements ont en moyenne plus de 7 jours de retard de plus que ceux des douze mois, et plus de deux écarts-types ; à partir de cinq règlements.',
    },
    'quote-conversion': {
      title: 'Transformation des devis, en nombre',
      definition:
        'Devis qui ont donné au moins une commande, sur les devis décidés dans la période : acceptés, perdus ou échus. Les devis en cours ne diluent pas le taux ; une commande refusée, rejetée ou annulée ne compte pas.',
    },
    'quote-conversion-value': {
      title: 'Transformation des devis, en valeur',
      definition:
        'Hors taxes commandées sur les devis décidés dans la période, au plus la valeur du devis, sur la valeur de ces devis : une commande partielle compte pour sa part.',
    },
    'stock-turnover': {
      title: 'Rotation du stock',
      definition:
        'Unités parties dans la période sur la moyenne du stock au début et à la fin. Sur plusieurs articles, chaque unité pèse son prix de liste : des unités différentes ne s’additionnent pas.',
    },
    customers: {
      title: 'Clients',
      definition:
        'Clients qui ont commandé au plus tard ce jour-là. Régulier : au moins quatre jours de commande et dans son rythme (médiane des intervalles). À risque : silence de plus de 1,5 intervalle. Perdu de vue : plus de 3 intervalles, ou 12 mois. Moins de quatre commandes : nouveau pendant 12 mois, puis occasionnel.',
    },
    'customers-new': {
      title: 'Nouveaux clients',
      definition: 'Clients dont la première commande, de toutes, tombe dans la période.',
    },
    'customers-retained': {
      title: 'Clients fidélisés',
      definition:
        'Clients qui ont commandé dans la période, sur ceux qui avaient commandé pendant autant de jours juste avant.',
    },
    'acquisition-cost': {
      title: 'Coût d’un nouveau client',
      definition:
        'Ce qui a été dépensé dans la période pour gagner des clients, tel que la direction le saisit par mois et réparti sur les jours du mois, sur les nouveaux clients de la période. Une dépense reprise ne compte pas ; sans dépense saisie ou sans nouveau client, il n’y a rien à dire.',
    },
  },
};
