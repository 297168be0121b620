import type { ComplaintKind, ComplaintOutcome, ComplaintStatus } from '../../contracts/vocabulary.js';

/** Ce dont les clients se plaignent, en français. */
export const complaintKind: Readonly<Record<ComplaintKind, string>> = {
  reserve: 'réserve sur le bon de livraison',
  short: 'manquant',
  damaged: 'marchandise abîmée',
  wrong: 'erreur de marchandise',
  late: 'retard de livraison',
  quality: 'défaut de qualité',
  price: 'erreur de prix',
  'invoice-error': 'erreur de facture',
};

export const complaintStatus: Readonly<Record<ComplaintStatus, string>> = {
  open: 'ouverte',
  'awaiting-goods': 'décidée, retour attendu',
  closed: 'close',
  withdrawn: 'retirée',
};

export const complaintOutcome: Readonly<Record<ComplaintOutcome, string>> = {
  'credit-note': 'avoir',
  replacement: 'nouvelle livraison',
  refused: 'refusée',
};
