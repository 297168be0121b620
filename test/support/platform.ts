import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformPort } from '../../activities/platform/port.js';
import { standInFolder } from '../../cli/platform/folder.js';
import type { Desk } from '../../cli/platform/desk.js';
import type { CustomerInput } from '../../contracts/customer.js';
import { filePlatform } from '../../worker/platform/files.js';
import { draftOrder, openAccount, type House } from './house.js';
import { invoiceAll, type InvoicedPaper } from './paperwork.js';

/** A folder that we and the platform that stands in share, and both of them. */
export type Exchange = {
  readonly folder: string;
  readonly port: PlatformPort;
  readonly desk: Desk;
  /** The platform takes what is in the outbox, and answers. */
  readonly look: () => number;
  readonly list: (name: 'outbox' | 'inbox' | 'archive' | 'errors' | 'taken') => readonly string[];
  readonly close: () => void;
};

export function openExchange(): Exchange {
  const folder = mkdtempSync(join(tmpdir(), 'encours-platform-'));
  const { desk, look } = standInFolder(folder);
  return {
    folder,
    port: filePlatform(folder, 'ubl'),
    desk,
    look,
    list: (name) => readdirSync(join(folder, name)).toSorted(),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** SIRENs with their own check digit: nine digits that Luhn's formula takes. */
export const sirenOf = (n: number): string => {
  const eight = String(80_000_000 + n);
  const total = eight.split('').reduce((all, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return all + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${eight}${(10 - (total % 10)) % 10}`;
};

let customers = 0;

/** Ten boxes delivered and invoiced, 120.00 tax included, to a customer whose invoices go by the platform unless told. */
export async function carried(house: House, changes: Partial<CustomerInput> = {}): Promise<InvoicedPaper> {
  customers += 1;
  const customer = await openAccount(house, `CARRIED-${customers}`, {
    siren: sirenOf(customers),
    invoiceChannel: 'platform',
    ...changes,
  });
  return invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]));
}

/** Has the company tell the platform of all money (status 212), of goods too. */
export const tellAllReceipts = (house: House): Promise<number> =>
  house.prisma.$executeRaw`UPDATE company SET body = body || '{"receipts": "all"}'`;

/** Keeps a message as a platform brings it. */
export const bring = (house: House, text: string): Promise<unknown> =>
  house.prisma.platformMessage.create({
    data: {
      sha256: createHash('sha256').update(text).digest('hex'),
      transport: 'http',
      name: 'a message',
      content: new TextEncoder().encode(text),
    },
  });
