import type { CreditReason, CreditScope } from '../../contracts/vocabulary.js';

/** Why an invoice is credited, in French. */
export const creditReason: Readonly<Record<CreditReason, string>> = {
  TX_TVA_ERR: 'taux de TVA erroné',
  MONTANTTOTAL_ERR: 'montant total erroné',
  CALCUL_ERR: 'erreur de calcul',
  NON_CONFORME: 'mention légale manquante ou non conforme',
  DOUBLON: 'facture en doublon',
  DEST_ERR: 'destinataire erroné',
  TRANSAC_INC: 'transaction inconnue',
  EMMET_INC: 'émetteur inconnu',
  CONTRAT_TERM: 'contrat terminé',
  DOUBLE_FACT: 'facturé deux fois',
  CMD_ERR: 'numéro de commande erroné',
  ADR_ERR: 'adresse de facturation erronée',
  REF_CT_ABSENT: 'référence contractuelle absente',
  PU_ERR: 'prix unitaire erroné',
  REM_ERR: 'remise erronée',
  QTE_ERR: 'quantité erronée',
  ART_ERR: 'article erroné',
  MODPAI_ERR: 'modalités de paiement erronées',
  QUALITE_ERR: 'qualité insuffisante',
  LIVR_INCOMP: 'livraison incomplète ou défaillante',
  COORD_BANC_ERR: 'coordonnées bancaires erronées',
  AUTRE: 'autre motif',
};

/** What of it is. */
export const creditScope: Readonly<Record<CreditScope, string>> = {
  whole: 'tout ce qui en reste',
  lines: 'des quantités',
  price: 'une différence de prix',
  allowance: 'une remise accordée',
};
