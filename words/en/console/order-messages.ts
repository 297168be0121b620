import type { OrderMessageWords } from '../../fr/console/order-messages.js';

/** The message in UBL that an order came as; they come with it, and not with a first visit. */
export const orderMessages: OrderMessageWords = {
  message: 'Their message',
  messageOf: (reference) => `Received as UBL, their order ${reference}.`,
  messageFile: 'Their file, as it came',
  response: 'What was answered, as UBL',
  beside: (count) => (count === 1 ? '1 thing it says beside the order' : `${count} things it says beside the order`),
  nothingBeside: 'All that it says stands on the order.',
  element: 'Element',
  says: 'Says',
};
