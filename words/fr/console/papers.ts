/** Ce qui s’établit et s’envoie à la demande. */
export const papers = {
  send: 'Envoyer au client',
  sent: (version: number) => `Le devis part par courriel (envoi ${version}).`,
  quote: 'Devis tel qu’envoyé',
  statement: 'Relevé de compte',
  issue: 'Établir',
  issueAndSend: 'Établir et envoyer',
  on: 'Arrêté au',
  onHint: 'Vide : aujourd’hui.',
  issued: (number: string) => `Le relevé ${number} est établi.`,
  open: (number: string) => `Ouvrir ${number}`,
};

export type PaperWords = typeof papers;
