import { creditReason, creditScope } from '../credit-notes.js';

/** Credit notes; they come with the page of an invoice, and not with a first visit. */
export const creditNotes = {
  reason: creditReason,
  scope: creditScope,
  creditTitle: (invoice: string) => `Avoir sur ${invoice}`,
  creditOf: 'Ce qui est crédité',
  creditReason: 'Motif',
  creditNote: 'Mention',
  creditNoteHint: 'Facultative ; le client la lit sur l’avoir.',
  creditAllowance: 'Remise HT',
  creditFreight: 'Port HT',
  creditLeft: (amount: string) => `Il en reste ${amount}.`,
  creditQuantity: 'À créditer',
  rightPrice: 'Prix juste',
  leftToCredit: 'Reste',
  creditPreview: 'Ce que l’avoir donnera',
  creditApplied: 'Déduit de la facture',
  creditToGive: 'À rendre au client',
  openAfter: 'Reste dû ensuite',
  claimFalls: (claim: string) => `Tombe avec lui : ${claim}`,
  credited: (creditNote: string, amount: string) => `L’avoir ${creditNote} de ${amount} est émis.`,
  credits: 'Avoirs',
  creditWhy: 'Pourquoi cet avoir',
  creditNumber: 'Avoir',
  setOffAgainst: 'Imputé avec',
  setOff: 'Imputer',
  setOffHint: (amount: string) => `${amount} vont sur ce qui est dû depuis le plus longtemps.`,
  creditSetOff: (creditNote: string) => `${creditNote} est imputé.`,
  refund: 'Rembourser',
  refundHint: 'Le virement est parti de la banque : il est enregistré ici, et l’avoir en est diminué.',
  refunded: (creditNote: string) => `Le remboursement de ${creditNote} est enregistré.`,
};

export type CreditNoteWords = typeof creditNotes;
