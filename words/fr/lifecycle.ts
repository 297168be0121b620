import type { LifecycleAction, LifecycleCode, LifecycleReason } from '../../contracts/vocabulary.js';
import { creditReason } from './credit-notes.js';

export type LifecycleWords = {
  /** Of the invoice, as a label and inside a sentence. */
  readonly code: Readonly<Record<LifecycleCode, string>>;
  readonly reason: Readonly<Record<LifecycleReason, string>>;
  /** What the one who gave the status wants done. */
  readonly action: Readonly<Record<LifecycleAction, string>>;
};

/** What becomes of an electronic invoice, in French. */
export const lifecycle: LifecycleWords = {
  code: {
    '200': 'déposée',
    '201': 'émise par la plateforme',
    '202': 'reçue par la plateforme de l’acheteur',
    '203': 'mise à disposition',
    '204': 'prise en charge',
    '205': 'approuvée',
    '206': 'approuvée partiellement',
    '207': 'en litige',
    '208': 'suspendue',
    '209': 'complétée',
    '210': 'refusée',
    '211': 'paiement transmis',
    '212': 'encaissée',
    '213': 'rejetée',
    '501': 'irrecevable',
  },
  reason: {
    ...creditReason,
    NON_TRANSMISE: 'non transmise : l’acheteur n’a pas de plateforme',
    JUSTIF_ABS: 'justificatif absent',
    DEST_INC: 'destinataire inconnu',
    SIRET_ERR: 'SIRET erroné ou absent',
    CODE_ROUTAGE_ERR: 'code de routage erroné ou absent',
    REF_ERR: 'référence erronée',
    ROUTAGE_ERR: 'erreur de routage',
    CONTACT_ACHTR: 'contacter l’acheteur',
    RETRAIT_MAN_SERV: 'retrait à la demande du service',
    ST_CT_NON_DECLAR: 'sous-traitant non déclaré',
    SUPPR_COMP_AVOIR: 'supprimée par compensation avec un avoir',
    TRANSF_PMNT_REGIE: 'paiement transféré à une régie',
    REJ_SEMAN: 'règle de la norme non respectée',
    REJ_UNI: 'une facture de ce numéro existe déjà',
    REJ_COH: 'données incohérentes',
    REJ_ADR: 'adresse de l’acheteur absente de l’annuaire',
    REJ_CONT_B2G: 'contrôle du secteur public en échec',
    REJ_REF_PJ: 'pièce jointe citée et absente',
    REJ_ASS_PJ: 'pièce jointe d’une autre facture',
    IRR_VIDE_F: 'fichier vide',
    IRR_TYPE_F: 'type de fichier non accepté',
    IRR_SYNTAX: 'syntaxe du fichier erronée',
    IRR_TAILLE_PJ: 'pièce jointe trop volumineuse',
    IRR_NOM_PJ: 'nom de pièce jointe non accepté',
    IRR_VID_PJ: 'pièce jointe vide',
    IRR_EXT_DOC: 'extension de fichier non acceptée',
    IRR_TAILLE_F: 'fichier trop volumineux',
    IRR_ANTIVIRUS: 'contrôle antivirus en échec',
    IRR_NOM_F: 'nom de fichier non accepté',
  },
  action: {
    NOA: 'rien n’est demandé',
    PIN: 'fournir ce qui manque',
    NIN: 'émettre une facture rectificative',
    CNF: 'faire un avoir total',
    CNP: 'faire un avoir partiel',
    CNA: 'faire un avoir du montant contesté',
    OTH: 'voir avec l’acheteur',
  },
};
