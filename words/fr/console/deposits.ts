/** Deposits, where they are entered and shown, and proformas. */
export const deposits = {
  title: 'Acompte',
  usual: 'comme le devis, sinon sans',
  kinds: { none: 'sans', percent: '% du total TTC', amount: 'montant TTC' },
  value: 'Acompte demandé',
  days: 'À régler sous (jours)',
  blocks: 'Livrer après règlement',
  asked: 'Demandé',
  due: 'Échéance',
  invoice: 'Facture d’acompte',
  toCome: 'à l’acceptation de la commande',
  gross: 'Montant',
  open: 'Reste dû',
  left: 'Pas encore déduit',
  notDeducted: 'Acomptes à déduire',
  order: 'Commande',
  holds: 'Les livraisons attendent son règlement.',
  deducted: 'Acomptes déduits',
  deductedOn: 'Déduit sur',
  number: 'Facture',
  amount: 'Montant',
  proforma: 'Facture proforma',
  proformaNo: (version: number) => `Facture proforma ${version}`,
};

export type DepositWords = typeof deposits;
