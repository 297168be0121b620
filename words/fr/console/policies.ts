/** What each value of a policy is called, and what it does. */
export const policies = {
  credit: {
    overdueToleranceDays: {
      label: 'Retard toléré (jours)',
      does: 'Une facture ouverte échue depuis plus longtemps bloque les nouvelles commandes du client.',
    },
    overdueToleranceAmount: {
      label: 'Retard toléré (montant)',
      does: 'Un total échu jusqu’à ce montant ne compte pas : les petits restes ne bloquent personne.',
    },
    watchPercent: {
      label: 'Surveillance (% du plafond)',
      does: 'Au-dessus de cette part du plafond, la commande passe et la comptabilité est prévenue.',
    },
    escalateAfterHours: {
      label: 'Escalade d’un blocage (heures)',
      does: 'Un blocage sans réponse remonte après ce délai, puis à chaque fois que le délai repasse.',
    },
    stopHoldsDeliveries: {
      label: 'L’arrêt de crédit retient les livraisons',
      does: 'Les commandes déjà acceptées ne sont ni livrées ni réservées tant que le client est à l’arrêt.',
    },
    heldOrdersCount: {
      label: 'Les commandes bloquées comptent dans l’encours',
      does: 'Sinon, une petite commande peut passer devant une grande qui est bloquée.',
    },
    creditApprovalAmount: {
      label: 'Un avoir attend une deuxième personne au-dessus de (TTC)',
      does: 'Qui demande plus sur une facture ne l’émet pas : un collègue l’accorde ou le refuse depuis sa liste.',
    },
  },
  tolerance: {
    pricePercent: { label: 'Prix (%)', does: 'Écart de prix accepté sans personne, en % du prix attendu.' },
    quantityPercent: {
      label: 'Quantité (%)',
      does: 'Écart de quantité accepté sans personne, en % de la quantité attendue.',
    },
    dateDays: { label: 'Date (jours)', does: 'Écart de date accepté sans personne.' },
    discountPoints: { label: 'Remise (points)', does: 'Écart de remise accepté sans personne, en points.' },
    freightAmount: { label: 'Port (montant)', does: 'Écart de port accepté sans personne.' },
    sameReference: {
      label: 'Même référence client qu’une autre commande',
      does: 'La commande est bloquée pour le commercial, ou seulement signalée.',
    },
    escalateAfterHours: {
      label: 'Escalade d’un écart (heures)',
      does: 'Un écart qui attend le commercial remonte après ce délai.',
    },
  },
  acknowledgement: {
    targetMinutes: {
      label: 'Objectif (minutes)',
      does: 'De la réception de la commande à l’envoi de l’accusé ; au-delà, il est en retard.',
    },
    warnPercent: {
      label: 'Alerte avant retard (% de l’objectif)',
      does: 'Part de l’objectif après laquelle le commercial est prévenu. Vide : 50.',
    },
  },
  fulfilment: {
    preparationDays: {
      label: 'Préparation (jours ouvrés)',
      does: 'De l’acceptation à la livraison, pour ce qui est en stock.',
    },
    replenishmentDays: {
      label: 'Réapprovisionnement (jours)',
      does: 'Promis pour un reliquat quand aucune entrée n’est annoncée, en jours calendaires.',
    },
    proofDays: {
      label: 'Retour du bon signé (jours)',
      does: 'Après le départ ; au-delà, la logistique est prévenue. Vide : 5.',
    },
    invoicingDays: {
      label: 'Facture (jours)',
      does: 'Après le départ, ou la fin de la période facturée ensemble ; au-delà, la comptabilité est prévenue. Vide : 2.',
    },
  },
  dunning: {
    letters: { label: 'Lettres', does: 'Une lettre par jour pour tout ce que doit le client, ou une par facture.' },
    recoveryFee: {
      label: 'Indemnité de recouvrement (EUR)',
      does: 'Par facture en retard (art. D441-5 C. com. : 40 euros).',
    },
    levels: { label: 'Niveaux', does: 'Chacun plus sévère et plus tard que celui d’avant.' },
    level: { label: 'Niveau', does: '' },
    offsetDays: { label: 'Jours après l’échéance', does: 'Négatif : avant l’échéance.' },
    minIntervalDays: { label: 'Jours depuis la lettre d’avant', does: 'Au moins.' },
    channel: { label: 'Lettre par courriel', does: 'Sinon, le niveau est atteint sans lettre.' },
    claimInterest: { label: 'Réclame les intérêts', does: '' },
    claimRecoveryFee: { label: 'Réclame l’indemnité', does: '' },
    creditStop: { label: 'Arrête le crédit', does: '' },
    handOver: { label: 'Passe au contentieux', does: '' },
    thresholds: {
      label: 'Seuils par devise',
      does: 'Sous le minimum, la lettre attend ; jusqu’au reste, la comptabilité est invitée à solder.',
    },
    currency: { label: 'Devise', does: '' },
    minimum: { label: 'Minimum d’une lettre', does: '' },
    residue: { label: 'Reste à ne pas relancer', does: '' },
    rates: {
      label: 'Taux de retard annuels',
      does: 'De nos conditions de vente, par jour d’effet (art. L441-10 C. com.).',
    },
    from: { label: 'À partir du', does: '' },
    percent: { label: 'Taux (%)', does: '' },
    source: { label: 'Source', does: '' },
    sendingWindow: { label: 'Heures d’envoi', does: 'Quand les lettres peuvent partir.' },
    zone: { label: 'Fuseau horaire', does: '' },
    windowFrom: { label: 'De', does: '' },
    windowTo: { label: 'À', does: '' },
    workingDaysOnly: { label: 'Jours ouvrés seulement', does: '' },
    calendar: { label: 'Jours fériés', does: '' },
  },
  accounting: {
    yearEnd: 'Fin de l’exercice (MM-JJ)',
    yearEndHint: 'Les écritures sont numérotées à partir du lendemain.',
    journals: 'Journaux',
    journal: { sales: 'Ventes', bank: 'Banque', other: 'Opérations diverses' },
    accounts: 'Comptes',
    account: {
      customers: 'Clients (collectif)',
      freight: 'Ports facturés',
      allowances: 'Rabais, remises et ristournes accordés',
      bank: 'Banque',
      suspense: 'Attente',
      writeOffs: 'Pertes sur créances',
      interest: 'Intérêts de retard',
      recoveryFees: 'Indemnités de recouvrement',
    },
    sales: 'Ventes',
    vat: 'TVA collectée',
    rulesHint: 'La première ligne qui convient est prise ; vide : quelle que soit la valeur.',
    whateverIsLeft: 'Tout le reste',
    rule: (place: number) => `Ligne ${place}`,
    addRule: 'Ajouter une ligne',
    number: 'numéro',
    name: 'libellé',
    family: 'Famille de produits',
    vatCategory: 'Catégorie de TVA',
    vatRate: 'Taux de TVA (%)',
    document: 'Nature de la pièce',
  },
  values: {
    hold: 'bloquer',
    warn: 'signaler',
    'per-customer': 'une par client',
    'per-invoice': 'une par facture',
    FR: 'France',
    'FR-AM': 'France (Alsace, Moselle)',
    BE: 'Belgique',
    LU: 'Luxembourg',
    DE: 'Allemagne (tous les Länder)',
    none: 'aucun',
  },
  addLevel: 'Ajouter un niveau',
  addThreshold: 'Ajouter une devise',
  addRate: 'Ajouter un taux',
  remove: 'Retirer',
};

export type PolicyWords = typeof policies;
