import type { Beside, OrderMessageFacts } from '../../contracts/order-message.js';
import type { PrismaClient } from '../client.js';

type NewMessage = {
  readonly order: string;
  readonly customer: string;
  readonly facts: OrderMessageFacts;
  readonly beside: readonly Beside[];
  readonly sha256: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly receivedAt: Date;
  readonly receivedBy: string;
  readonly requestId: string;
};

/**
 * Keeps a message as it came, under the number that its order will have. Of a customer and its number of the order the first
 * stays. @returns false: there is one already
 */
export async function keepMessage(prisma: PrismaClient, message: NewMessage): Promise<boolean> {
  const { order: orderNumber, customer: customerNumber, facts, beside, ...rest } = message;
  const row = { ...rest, orderNumber, customerNumber, reference: facts.reference, facts, beside: [...beside] };
  const { count } = await prisma.orderMessage.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}
