/** Les conditions de règlement, là où on les saisit. */
export const paymentTerms = {
  goodsSector: {
    general: 'autres biens',
    'perishable-food': 'produits alimentaires périssables',
    'fresh-meat': 'bétail sur pied et viandes fraîches',
    spirits: 'boissons alcooliques (droits de consommation)',
    wine: 'vins, raisins et moûts',
    transport: 'transport et transit',
  },
  kinds: {
    net: 'jours nets',
    'end-of-month:days-then-month-end': 'jours, puis fin de mois',
    'end-of-month:month-end-then-days': 'fin de mois, puis jours',
    'day-of-month:days-then-day': 'jours, puis le premier tel jour (le 15)',
    'day-of-month:days-then-month-end': 'jours, puis tel jour du mois suivant',
    'day-of-month:month-end-then-days': 'fin de mois, jours, puis le premier tel jour',
    'fixed-date': 'à une date convenue',
    instalments: 'en plusieurs échéances',
  },
  day: 'Le',
  date: 'Date',
  percent: (place: number) => `Part ${place}`,
  due: (place: number) => `Échéance ${place}`,
  remove: (place: number) => `Retirer l’échéance ${place}`,
  add: 'Ajouter une échéance',
  discount: {
    title: 'Escompte',
    percent: 'Taux',
    days: 'Sous (jours)',
    vat: 'TVA de l’escompte',
    vats: { 'with-vat': 'escompte sur le TTC, TVA comprise', 'net-only': 'escompte sur le HT, TVA inchangée' },
  },
  billing: {
    title: 'Facturation',
    rules: {
      delivery: 'à chaque livraison',
      order: 'à la commande complète',
      weekly: 'groupée, à la semaine',
      fortnightly: 'groupée, à la quinzaine',
      monthly: 'groupée, au mois',
    },
  },
  payee: {
    title: 'À payer à',
    us: 'nous-mêmes',
    other: 'quelqu’un d’autre (affactureur)',
    asCompany: 'comme pour la société',
    name: 'Titulaire du compte',
    iban: 'IBAN',
    bic: 'BIC',
    notice: { fr: 'Mention de subrogation, en français', en: 'Mention de subrogation, en anglais' },
  },
};

export type TermsWords = typeof paymentTerms;
