import { capital } from '../format.js';
import { complaintKind, complaintOutcome, complaintStatus } from './complaints.js';
import { creditReason, creditScope } from './credit-notes.js';
import { terms } from './terms.js';

const { discrepancy } = terms;

/** Everything documents and mails say in French. The English dictionary has the same keys. */
export const documents = {
  locale: 'fr-FR',
  colon: '\u00a0: ',
  title: {
    acknowledgement: 'Accusé de réception',
    deliveryNote: 'Bon de livraison',
    invoice: 'Facture',
    creditNote: 'Avoir',
    corrective: 'Facture rectificative',
    quote: 'Devis',
    statement: 'Relevé de compte',
    depositInvoice: 'Facture d’acompte',
    proforma: 'Facture proforma',
  },
  label: {
    number: 'N°',
    version: 'Version',
    date: 'Date',
    customerNumber: 'N° client',
    siren: 'SIREN',
    vatNumber: 'N° TVA',
    phone: 'Tél.',
    order: 'Commande',
    customerReference: 'Votre référence',
    quote: 'Devis',
    receivedOn: 'Reçue le',
    deliveryNote: 'Bon de livraison',
    deliveredOn: 'Livré le',
    saleDate: 'Date de livraison',
    period: 'Période facturée',
    severalPlaces: 'Adresses indiquées livraison par livraison',
    expectedOn: 'Livraison prévue',
    depositInvoice: 'Facture d’acompte',
    deposit: 'Acompte',
    carrier: 'Transporteur',
    tracking: 'N° de suivi',
    issueDate: 'Date d’émission',
    dueDate: 'Échéance',
    dueDates: 'Échéances',
    lastDueDate: 'Dernière échéance',
    earlyPayment: 'Paiement anticipé',
    paymentTerms: 'Conditions de règlement',
    billTo: 'Facturé à',
    orderedBy: 'Client',
    shipTo: 'Livré à',
    deliverTo: 'Adresse de livraison',
    iban: 'IBAN',
    bic: 'BIC',
    accountHolder: 'Titulaire du compte',
    correctedInvoice: 'Facture rectifiée',
    correctedDate: 'Date de celle-ci',
    creditReason: 'Motif',
    paymentReference: 'Référence à rappeler',
    salesUnit: 'Unité de vente',
  },
  column: {
    lineNo: 'N°',
    product: 'Référence',
    unit: 'Unité',
    description: 'Désignation',
    quantity: 'Quantité',
    unitPrice: 'PU HT',
    discount: 'Remise',
    vatRate: 'TVA',
    net: 'Montant HT',
    agreed: 'Livraison convenue',
    ordered: 'Commandé',
    delivered: 'Livré',
    backorder: 'Reste à livrer',
    nextDate: 'Livraison prévue',
    rate: 'Taux de TVA',
    base: 'Base HT',
    vat: 'Montant TVA',
    what: 'Objet',
    before: 'Avant',
    after: 'Maintenant',
  },
  total: {
    freight: 'Frais de port',
    net: 'Total HT',
    vat: 'TVA',
    gross: 'Total TTC',
  },
  legal: {
    capital: (legalForm: string, capital: string) => `${legalForm} au capital de ${capital}`,
    exemption: {
      'VATEX-EU-132': 'Exonération de TVA, article 132 de la directive 2006/112/CE.',
      'VATEX-EU-AE': 'Autoliquidation : la TVA est due par l’acheteur.',
      'VATEX-EU-IC': 'Exonération de TVA, article 262 ter I du Code général des impôts (livraison intracommunautaire).',
      'VATEX-EU-G': 'Exonération de TVA, article 262 I du Code général des impôts (exportation).',
      'VATEX-EU-O':
        'Opération hors du champ d’application de la TVA française (articles 256 et suivants du Code général des impôts).',
    },
    accountingVat: (vat: string, worth: string, from: string) =>
      `Montant de la TVA : ${vat} (taux de change en vigueur depuis le ${from} : ${worth}).`,
    nature: 'Nature des opérations : livraison de biens.',
    latePayment: (percent: string) =>
      `Tout retard de paiement entraîne de plein droit, sans rappel préalable et dès le jour suivant l’échéance, des ` +
      `pénalités de retard au taux annuel de ${percent} (article L441-10 II du Code de commerce).`,
    recoveryFee: (fee: string) =>
      `Tout retard de paiement entraîne aussi de plein droit une indemnité forfaitaire pour frais de recouvrement de ${fee} ` +
      `(article D441-5 du Code de commerce).`,
  },
  acknowledgement: {
    intro: 'Nous vous remercions de votre commande et la confirmons aux conditions ci-dessous.',
    introAmended: 'Votre commande a été modifiée. Le présent accusé annule et remplace le précédent.',
    changes: 'Modifications par rapport à l’accusé précédent',
    noDate: 'à confirmer',
    requestedFor: (date: string) => `demandé le ${date}`,
    agreedPart: (quantity: string, date: string) => `${quantity} le ${date}`,
    check: 'Merci de nous signaler sans délai toute différence avec votre commande.',
  },
  change: {
    'line-added': 'Ligne ajoutée',
    'line-withdrawn': 'Ligne retirée',
    product: capital(discrepancy.item),
    quantity: capital(discrepancy.quantity),
    price: capital(discrepancy.price),
    discount: capital(discrepancy.discount),
    'price-base': 'Unités pour ce prix',
    adjustments: 'Remises et frais',
    'order-adjustments': 'Remises et frais sur la commande',
    'vat-rate': 'Taux de TVA',
    'requested-date': 'Date demandée',
    'agreed-date': 'Date convenue',
    freight: capital(discrepancy.freight),
    'payment-terms': capital(discrepancy.terms),
    'delivery-address': 'Adresse de livraison',
    'customer-reference': 'Votre référence',
  },
  line: (lineNo: number) => `Ligne ${lineNo}`,
  rounding: 'Arrondi',
  none: 'aucun',
  backorder: {
    title: {
      order: 'Reliquats : reste à livrer sur la commande',
      orders: 'Reliquats : reste à livrer sur les commandes',
    },
    nothing: {
      order: 'La commande est entièrement livrée : aucun reliquat.',
      orders: 'Les commandes sont entièrement livrées : aucun reliquat.',
    },
    noDate: 'date à confirmer',
  },
  proof: {
    toSign: 'Réception de la marchandise',
    signed: 'Réception constatée',
    receivedBy: 'Reçu par (nom)',
    receivedAt: 'Date et heure',
    reserves: 'Réserves',
    signature: 'Signature et cachet',
    noReserves: 'Sans réserve',
  },
  payment: {
    due: (amount: string, date: string) => `À payer : ${amount} au plus tard le ${date}`,
    inInstalments: (amount: string, count: number) => `À payer : ${amount} en ${count} échéances`,
    instalment: (amount: string, date: string) => `${amount} au plus tard le ${date}`,
    byTransfer: 'Par virement',
  },
  mail: {
    greeting: 'Madame, Monsieur,',
    closing: 'Cordialement,',
  },
  acknowledgementMail: {
    subject: (order: string) => `Accusé de réception de votre commande ${order}`,
    subjectAmended: (order: string, version: number) =>
      `Accusé de réception modifié de votre commande ${order} (version ${version})`,
    intro: (order: string, date: string) =>
      `Nous avons bien reçu votre commande ${order} le ${date} et la confirmons. L’accusé de réception détaillé est joint à ce message.`,
    introAmended: (order: string) =>
      `Votre commande ${order} a été modifiée. L’accusé de réception joint annule et remplace le précédent.`,
    delivery: 'Livraison convenue',
    changes: 'Ce qui change :',
    becomes: (what: string, before: string, after: string) => `${what} : ${before} devient ${after}`,
    check: 'Merci de nous signaler sans délai toute différence avec votre commande.',
  },
  depositInvoice: {
    line: (order: string) => `Acompte sur la commande ${order}`,
    over: (order: string) => `Acompte non utilisé de la commande ${order}`,
    of: (what: string, order: string, gross: string) => `Acompte de ${what} sur la commande ${order} de ${gross} TTC.`,
    tax: 'La TVA de l’acompte est exigible à son encaissement (article 269, 2 a du Code général des impôts).',
    blocks: 'La livraison suit le règlement de l’acompte.',
    acknowledged: (gross: string, terms: string) => `Acompte de ${gross} TTC, ${terms}.`,
    subject: (invoice: string, order: string) => `Facture d’acompte ${invoice} pour votre commande ${order}`,
    intro: (invoice: string, date: string) => `Veuillez trouver ci-jointe la facture d’acompte ${invoice} du ${date}.`,
  },
  proforma: {
    notInvoice: 'PROFORMA : ce document n’est pas une facture.',
    why: 'Il indique ce qui sera facturé ; il ne vaut ni facture ni demande de paiement, et n’ouvre aucun droit à déduction de la TVA.',
    validUntil: 'Offre valable jusqu’au',
    deposit: (what: string, gross: string) => `Acompte demandé à la commande : ${what}, soit ${gross} TTC.`,
  },
  deduction: {
    title: 'Acomptes déduits',
    gross: 'Montant TTC',
    payable: 'Reste à payer',
  },
  creditReason,
  creditScope,
  creditNote: {
    credited: (amount: string, invoice: string) => `Avoir de ${amount} TTC sur la facture ${invoice}`,
    deducted: (amount: string, invoice: string) => `${amount} viennent en déduction de la facture ${invoice}.`,
    stillOpen: (amount: string, invoice: string) => `Il reste ${amount} à régler sur la facture ${invoice}.`,
    toGive: (amount: string) =>
      `${amount} sont en votre faveur : à imputer sur une autre facture, ou à vous rembourser.`,
    replacedBy: (invoice: string, replaced: string) => `La facture ${invoice} remplace la facture ${replaced}.`,
    nothing: 'Aucune somme n’est à déduire ni à rembourser.',
  },
  correction: {
    corrects: (invoice: string, date: string) =>
      `Cette facture rectificative annule et remplace la facture ${invoice} du ${date}.`,
    replaces: (invoice: string, date: string, creditNote: string) =>
      `Cette facture remplace la facture ${invoice} du ${date}, reprise par l’avoir ${creditNote}.`,
  },
  creditNoteMail: {
    subject: (creditNote: string, invoice: string) => `Avoir ${creditNote} sur la facture ${invoice}`,
    intro: (creditNote: string, invoice: string, date: string) =>
      `Veuillez trouver ci-joint l’avoir ${creditNote}, qui rectifie la facture ${invoice} du ${date}.`,
  },
  /** What the lines below it charge; `reference` null: the customer gave none. */
  charged: (delivery: string, date: string, order: string, reference: string | null) =>
    `Bon de livraison ${delivery} du ${date}, commande ${order}${reference === null ? '' : ` (votre référence ${reference})`}`,
  invoiceMail: {
    subject: (invoice: string, order: string) => `Facture ${invoice} pour votre commande ${order}`,
    subjectOfPeriod: (invoice: string, from: string, to: string) => `Facture ${invoice} du ${from} au ${to}`,
    intro: (invoice: string, date: string) => `Veuillez trouver ci-jointe la facture ${invoice} du ${date}.`,
    backorders: (date: string) =>
      `Il reste des articles à livrer sur cette commande ; prochaine livraison prévue le ${date}.`,
    backordersNoDate: 'Il reste des articles à livrer sur cette commande ; nous vous en confirmerons la date.',
  },
  dunningSubject: {
    courtesy: (invoice: string, due: string) => `Facture ${invoice} : échéance le ${due}`,
    'level-1': (invoice: string, due: string) => `Rappel : facture ${invoice} échue le ${due}`,
    'level-2': (invoice: string, due: string) => `Deuxième rappel : facture ${invoice} échue le ${due}`,
    'level-3': (invoice: string, due: string) =>
      `Dernier rappel avant mise en demeure : facture ${invoice} échue le ${due}`,
    last: (invoice: string, due: string) => `Dernier rappel : facture ${invoice} échue le ${due}`,
    'final-notice': (invoice: string, due: string) => `Mise en demeure de payer : facture ${invoice} échue le ${due}`,
  },
  dunningText: {
    courtesy: (invoice: string, amount: string, due: string) =>
      `La facture ${invoice}, dont il reste ${amount} à régler, arrive à échéance le ${due}. Ce message a pour seul but de vous le rappeler ; si votre règlement est déjà prévu, vous n’avez rien à faire.`,
    'level-1': (invoice: string, amount: string, due: string) =>
      `Sauf erreur de notre part, la facture ${invoice}, échue le ${due}, n’est pas entièrement réglée : il reste ${amount} à régler. Il s’agit sans doute d’un oubli ; nous vous remercions de bien vouloir procéder au règlement.`,
    'level-2': (invoice: string, amount: string, due: string, opening: string) =>
      `${opening} la facture ${invoice}, échue le ${due}, reste impayée pour ${amount}. Nous vous demandons de la régler sous huitaine, ou de nous dire ce qui s’y oppose.`,
    'level-3': (invoice: string, amount: string, due: string, opening: string, follows: string) =>
      `${opening} la facture ${invoice}, échue le ${due}, demeure impayée pour ${amount}. Nous vous demandons de la régler dès réception de ce message. À défaut, ${follows}.`,
    'final-notice': (invoice: string, amount: string, due: string) =>
      `Par la présente, nous vous mettons en demeure, au sens de l’article 1344 du Code civil, de régler dès réception les sommes dues au titre de la facture ${invoice}, échue le ${due}, dont il reste ${amount} à régler. À défaut, nous suspendrons vos livraisons et engagerons le recouvrement, au besoin en justice, sans autre avis.`,
  },
  dunningTitle: {
    courtesy: 'Avis d’échéance',
    'level-1': 'Rappel',
    'level-2': 'Deuxième rappel',
    'level-3': 'Dernier rappel avant mise en demeure',
    last: 'Dernier rappel',
    'final-notice': 'Mise en demeure de payer',
  },
  dunningSubjectSeveral: {
    courtesy: (count: number, open: string) => `${count} factures à échéance : ${open}`,
    'level-1': (count: number, open: string) => `Rappel : ${count} factures, ${open} à régler`,
    'level-2': (count: number, open: string) => `Deuxième rappel : ${count} factures, ${open} à régler`,
    'level-3': (count: number, open: string) =>
      `Dernier rappel avant mise en demeure : ${count} factures, ${open} à régler`,
    last: (count: number, open: string) => `Dernier rappel : ${count} factures, ${open} à régler`,
    'final-notice': (count: number, open: string) => `Mise en demeure de payer : ${count} factures, ${open} à régler`,
  },
  dunningTextSeveral: {
    courtesy: (count: number, amount: string) =>
      `Les ${count} factures ci-dessous, dont il reste ${amount} à régler, arrivent à échéance. Ce message a pour seul but de vous le rappeler ; si votre règlement est déjà prévu, vous n’avez rien à faire.`,
    'level-1': (count: number, amount: string) =>
      `Sauf erreur de notre part, les ${count} factures ci-dessous ne sont pas entièrement réglées : il reste ${amount} à régler. Il s’agit sans doute d’un oubli ; nous vous remercions de bien vouloir procéder au règlement.`,
    'level-2': (count: number, amount: string, opening: string) =>
      `${opening} les ${count} factures ci-dessous restent dues pour ${amount}. Nous vous demandons de régler celles qui sont échues sous huitaine, ou de nous dire ce qui s’y oppose.`,
    'level-3': (count: number, amount: string, opening: string, follows: string) =>
      `${opening} les ${count} factures ci-dessous restent dues pour ${amount}. Nous vous demandons de régler celles qui sont échues dès réception de ce message. À défaut, ${follows}.`,
    'final-notice': (count: number, amount: string) =>
      `Par la présente, nous vous mettons en demeure, au sens de l’article 1344 du Code civil, de régler dès réception les sommes échues au titre des ${count} factures ci-dessous, dont il reste ${amount} à régler. À défaut, nous suspendrons vos livraisons et engagerons le recouvrement, au besoin en justice, sans autre avis.`,
  },
  /** What a reminder says of those before it, and of what follows. */
  dunningCourse: {
    unlessMistaken: 'Sauf erreur de notre part,',
    inSpiteOfTheFirst: 'Malgré notre premier rappel,',
    inSpiteOfOne: 'Malgré notre précédent rappel,',
    inSpiteOfSeveral: 'Malgré nos rappels précédents,',
    finalNoticeFollows: 'nous vous adresserons une mise en demeure',
    recoveryFollows: 'nous engagerons le recouvrement',
  },
  dunning: {
    invoice: 'Facture',
    invoices: 'Factures',
    gross: 'Montant de la facture TTC',
    instalment: 'Montant de l’échéance',
    paid: 'Déjà réglé',
    disputed: 'Contesté par vous, non réclamé pour l’instant',
    disputedOf: (invoice: string) => `Contesté sur ${invoice}, non réclamé pour l’instant`,
    open: 'Reste dû',
    interest: (date: string) => `Pénalités de retard au ${date}`,
    interestMadeUp: (date: string, invoice: string | null) =>
      `Calcul des pénalités au ${date}${invoice === null ? '' : ` sur la facture ${invoice}`}, somme par somme (montant × taux annuel × jours / 365, total arrondi au centime) :`,
    interestPart: (amount: string, paidOn: string | null, from: string, to: string, days: number, percent: string) =>
      `${paidOn === null ? 'Somme restant due' : `Somme réglée le ${paidOn}`} : ${amount}, ${days > 1 ? `${days} jours` : `${days} jour`} à ${percent}, du ${from} au ${to}`,
    recoveryFee: 'Indemnité forfaitaire de recouvrement',
    claimed: 'Total à régler',
    /** Two currencies are never added. */
    both: (owed: string, fee: string) => `${owed} et ${fee}`,
    overdue: (days: number) => (days > 1 ? `${days} jours de retard` : `${days} jour de retard`),
    basisInterest: (percent: string) =>
      `Les pénalités de retard courent de plein droit du lendemain de l’échéance jusqu’au paiement, sans qu’un rappel soit nécessaire, au taux annuel actuel de ${percent} (article L441-10 II du Code de commerce).`,
    basisFee: (fee: string) =>
      `L’indemnité forfaitaire pour frais de recouvrement de ${fee} est due pour toute facture payée en retard (article D441-5 du Code de commerce).`,
    notClaimed: (percent: string) =>
      `Pour mémoire, un retard de paiement donne droit à des pénalités, au taux annuel actuel de ${percent}, et à une indemnité forfaitaire pour frais de recouvrement (articles L441-10 II et D441-5 du Code de commerce). Nous ne les réclamons pas à ce stade.`,
    crossing: 'Si votre règlement a été émis entre-temps, ce message est sans objet : merci de ne pas en tenir compte.',
    bank: 'Règlement par virement :',
    inYourFavour: (amount: string) =>
      `Nous avons par ailleurs ${amount} en votre faveur (avoirs et règlements) qu’aucune facture n’a encore pris ; cette somme viendra en déduction. Merci de nous indiquer les factures sur lesquelles l’imputer.`,
    unallocated: (amount: string) =>
      `Nous avons par ailleurs reçu de vous ${amount} que nous n’avons pas encore pu rapprocher d’une facture ; cette somme viendra en déduction. Merci de nous indiquer les factures qu’elle règle.`,
    column: {
      invoice: 'Facture',
      dueDate: 'Échéance',
      overdue: 'Retard',
      level: 'Relance',
      open: 'Reste dû',
      interest: 'Pénalités',
      fee: 'Indemnité',
      claimed: 'À régler',
      total: 'Total',
    },
  },
  report: {
    subject: (level: string, what: string, customer: string) => `Relance : ${level}, ${what}, ${customer}`,
    invoice: (invoice: string) => `facture ${invoice}`,
    invoices: (count: number) => `${count} factures`,
    letter: 'Courrier',
    sent: (level: string, to: string, date: string) => `Envoyé le ${date} à ${to} : ${level}.`,
    handedOver: (date: string) =>
      `La procédure de relance est allée à son terme le ${date} : rien ne part plus au client, une personne prend le dossier en charge.`,
    customer: 'Client',
    creditStop: 'Blocage crédit',
    creditStopSet: 'posé : les nouvelles commandes de ce client attendent',
    creditStopUnset: 'non',
    next: 'Étape suivante sans paiement',
    nextOn: (level: string, date: string) => `${level}, le ${date}`,
    noNext: 'aucune étape automatique',
    dossier: (order: string) => `Ouvrir le dossier ${order}`,
  },
  complaintKind,
  complaintStatus,
  complaintOutcome,
  /** À l'un de nous, quand une réclamation attend trop longtemps. */
  complaintReminder: {
    subject: (number: string, customer: string) => `La réclamation ${number} attend : ${customer}`,
    intro: (number: string, due: string) =>
      `La réclamation ${number} devait être tranchée avant le ${due}, et ne l’est pas.`,
    toManagers: 'La personne en charge a été prévenue la veille.',
    customer: 'Client',
    what: 'Réclamation',
    delivery: 'Livraison',
    invoice: 'Facture',
    disputed: 'Montant contesté, TTC',
    open: (number: string) => `Ouvrir la réclamation ${number}`,
  },
  questionMail: {
    subject: (order: string) => `Question sur votre commande ${order}`,
    intro: (order: string, date: string) =>
      `Nous avons bien reçu votre commande ${order} le ${date}. Avant de la confirmer, nous avons relevé les différences suivantes :`,
    source: { quote: 'devis', 'price-list': 'tarif', customer: 'conditions convenues', order: 'nos dossiers' },
    sameReference: (reference: string, order: string) =>
      `Votre référence ${reference} est déjà celle de notre commande ${order} : s’agit-il d’une autre commande, ou de la même ?`,
    expected: (source: string) => `selon ${source}`,
    ordered: 'sur votre commande',
    ask: 'Merci de nous indiquer, en réponse à ce message, ce que vous souhaitez. La commande attend votre réponse.',
  },
  /** Au logiciel d'un client, et à qui le lit. */
  orderResponse: {
    freight: (amount: string, currency: string) => `Les frais de port sont de ${amount} ${currency}.`,
  },
  monthEnd: {
    title: 'Arrêté mensuel',
    fileName: 'arrete-mensuel',
    period: 'Mois arrêté',
    version: 'Version',
    madeOn: 'Arrêté le',
    reason: 'Motif',
    figure: 'Indicateur',
    value: 'Valeur',
    before: 'Mois précédent',
    yearBefore: 'Un an avant',
    change: 'Écart',
    unit: 'Unité',
    currency: 'Devise',
    theme: 'Thème',
    from: 'Du',
    to: 'Au',
    counts: 'Ce qui est compté',
    split: 'Répartition',
    key: 'Code',
    label: 'Libellé',
    sheets: { figures: 'Indicateurs', splits: 'Répartitions', definitions: 'Définitions', version: 'Version' },
    largest: (shown: number, all: number) => `Les ${shown} plus grands sur ${all}.`,
    nothing: 'Rien à répartir.',
    standing:
      'Les chiffres sont ceux connus le jour de l’arrêté. Ce qui est enregistré ensuite ne les change pas : une nouvelle version se place à côté.',
    subject: (month: string, version: number, company: string) =>
      `Arrêté mensuel : ${month}${version === 1 ? '' : ` (version ${version})`}, ${company}`,
    mail: (month: string, date: string) =>
      `Les chiffres du mois (${month}) sont arrêtés, tels que connus le ${date}. Vous les trouvez joints, en PDF et en classeur.`,
    again: (version: number, reason: string) =>
      `C’est la version ${version} de ce mois ; les précédentes restent conservées. Motif : ${reason}`,
  },
  quote: {
    intro: 'Nous vous remercions de votre demande et vous proposons ce qui suit.',
    introRevised: 'La présente offre annule et remplace la précédente.',
    validUntil: 'Valable jusqu’au',
    delivery: 'Livraison',
    soonest: 'dès que possible',
    holds: (date: string) => `Cette offre est valable jusqu’au ${date}.`,
    accept: 'Bon pour accord',
    acceptFields: ['Nom et qualité', 'Date', 'Signature et cachet'],
  },
  quoteMail: {
    subject: (quote: string) => `Devis ${quote}`,
    intro: (quote: string, date: string) => `Veuillez trouver ci-joint notre devis ${quote} du ${date}.`,
    ask: 'Pour l’accepter, renvoyez-le signé ou répondez à ce message avec votre numéro de commande.',
  },
  statement: {
    intro: (date: string) => `Voici votre compte chez nous, arrêté au ${date}.`,
    owed: 'Reste dû',
    credited: 'En votre faveur',
    nothing: 'Aucune facture n’est ouverte.',
    instalment: (n: number) => `échéance ${n}`,
    claims: 'Pénalités et indemnités réclamées',
    claim: { interest: 'Pénalités de retard', 'recovery-fee': 'Indemnité forfaitaire de recouvrement' },
    credits: 'Avoirs et règlements qu’aucune facture n’a encore pris',
    credit: { 'credit-note': 'Avoir', payment: 'Règlement' },
    ageing: 'Reste dû, par ancienneté',
    bucket: {
      'not-due': 'À échoir',
      '1-30': '1 à 30 jours',
      '31-60': '31 à 60 jours',
      '61-90': '61 à 90 jours',
      'over-90': 'Plus de 90 jours',
    },
    ours: (amount: string) => `Solde à nous régler : ${amount}`,
    yours: (amount: string) => `Solde en votre faveur : ${amount}`,
    even: 'Le compte est soldé.',
    crossing: 'Un règlement émis entre-temps n’y figure pas. Merci de nous signaler toute différence avec vos livres.',
    column: {
      invoice: 'Facture',
      order: 'Commande',
      reference: 'Votre référence',
      issueDate: 'Émise le',
      dueDate: 'Échéance',
      overdue: 'Retard',
      amount: 'Montant TTC',
      open: 'Reste dû',
      what: 'Nature',
      which: 'Référence',
      since: 'Depuis le',
      date: 'Date',
      left: 'Disponible',
    },
  },
  statementMail: {
    subject: (date: string) => `Relevé de compte au ${date}`,
    intro: (date: string) => `Veuillez trouver ci-joint le relevé de votre compte, arrêté au ${date}.`,
  },
  refusalMail: {
    subject: (order: string) => `Votre commande ${order} n’a pas pu être acceptée`,
    refused: (order: string, date: string) =>
      `Nous avons examiné votre commande ${order}, reçue le ${date}. Nous ne pouvons pas l’accepter aux conditions de règlement demandées. Elle est close et rien ne sera livré ni facturé.`,
    rejected: (order: string, date: string) =>
      `Nous avons examiné votre commande ${order}, reçue le ${date}. Nous ne pouvons pas l’accepter en l’état. Elle est close et rien ne sera livré ni facturé.`,
    contact: (phone: string, email: string) =>
      `Nous cherchons volontiers une solution avec vous : ${phone} ou ${email}.`,
  },
};

/** The shape of a dictionary: the French one. */
export type DocumentWords = typeof documents;
