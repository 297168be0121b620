import type { CreditReason, CreditScope } from '../../contracts/vocabulary.js';

/** Why an invoice is credited, in English. */
export const creditReason: Readonly<Record<CreditReason, string>> = {
  TX_TVA_ERR: 'wrong VAT rate',
  MONTANTTOTAL_ERR: 'wrong total amount',
  CALCUL_ERR: 'miscalculated',
  NON_CONFORME: 'legal mention missing or not compliant',
  DOUBLON: 'duplicate invoice',
  DEST_ERR: 'wrong recipient',
  TRANSAC_INC: 'unknown transaction',
  EMMET_INC: 'unknown issuer',
  CONTRAT_TERM: 'contract ended',
  DOUBLE_FACT: 'invoiced twice',
  CMD_ERR: 'wrong order number',
  ADR_ERR: 'wrong billing address',
  REF_CT_ABSENT: 'contract reference missing',
  PU_ERR: 'wrong unit price',
  REM_ERR: 'wrong discount',
  QTE_ERR: 'wrong quantity',
  ART_ERR: 'wrong item',
  MODPAI_ERR: 'wrong payment terms',
  QUALITE_ERR: 'quality not as agreed',
  LIVR_INCOMP: 'delivery incomplete or failed',
  COORD_BANC_ERR: 'wrong bank details',
  AUTRE: 'other reason',
};

/** What of it is. */
export const creditScope: Readonly<Record<CreditScope, string>> = {
  whole: 'all that is left of it',
  lines: 'quantities',
  price: 'a difference in price',
  allowance: 'an allowance',
};
