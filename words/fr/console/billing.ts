/** Runs that bill what customers have had together. */
export const billing = {
  title: 'Facturation groupée',
  about:
    'Chaque soir, les clients facturés à la semaine, à la quinzaine ou au mois reçoivent la facture des périodes qui finissent ce jour-là. Ce qui est parti peut aussi être facturé à la main, sans attendre.',
  none: 'Aucune facturation groupée pour le moment',
  begin: 'Facturer maintenant',
  begun: 'Facturation lancée',
  upTo: 'Départs jusqu’au',
  customer: 'Client (vide : tous)',
  preview: 'Ce qui serait facturé',
  nothing:
    'Rien n’attend d’être facturé ensemble. La fiche d’un client dit s’il est facturé à chaque livraison, par commande ou par période.',
  heads: {
    customer: 'Client',
    orders: 'Commandes',
    deliveries: 'Livraisons',
    from: 'Du',
    to: 'Au',
    net: 'Marchandises HT',
    startedAt: 'Lancée le',
    startedBy: 'Par',
    upTo: 'Départs jusqu’au',
    progress: 'Clients',
    invoices: 'Factures',
  },
  schedule: 'le calendrier',
  allCustomers: 'tous',
  progress: (done: number, customers: number) => `${done} sur ${customers}`,
  underWay: 'en cours',
};
export type BillingWords = typeof billing;
