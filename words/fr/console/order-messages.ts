/** The message in UBL that an order came as; they come with it, and not with a first visit. */
export const orderMessages = {
  message: 'Leur message',
  messageOf: (reference: string) => `Reçue en UBL, leur commande ${reference}.`,
  messageFile: 'Leur fichier, tel qu’il est venu',
  response: 'Ce qui a été répondu, en UBL',
  beside: (count: number) =>
    count === 1 ? '1 chose qu’il dit à côté de la commande' : `${count} choses qu’il dit à côté de la commande`,
  nothingBeside: 'Tout ce qu’il dit figure sur la commande.',
  element: 'Élément',
  says: 'Dit',
};

/** What every language says of the message that an order came as. */
export type OrderMessageWords = typeof orderMessages;
