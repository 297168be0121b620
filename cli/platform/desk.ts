import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StatusReason } from '../../contracts/lifecycle.js';
import { lifecycleCodes, type LifecycleCode } from '../../contracts/vocabulary.js';
import { cdarXml, type CdarParty } from '../../documents/lifecycle/cdar.js';
import { examine, type InvoiceFacts } from './deposit.js';

/** A message for the seller, under a name of its own. */
export type PlatformMessage = { readonly name: string; readonly xml: string };

export type Deposited = {
  readonly key: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  /** Null: a status of the seller's, or what was not admitted. */
  readonly invoice: InvoiceFacts | null;
  /** Codes that the seller was told, in their order. */
  readonly told: LifecycleCode[];
};

export type Desk = {
  /** Takes a file once for its key. `other`: the key was given before, with another content. */
  readonly take: (
    deposit: { readonly key: string; readonly fileName: string },
    bytes: Buffer,
  ) => { readonly kind: 'taken' | 'known' | 'other'; readonly deposited: Deposited };
  readonly find: (key: string) => Deposited | undefined;
  readonly all: () => readonly Deposited[];
  /** The buyer's word on an invoice that is there. @returns false: it is not */
  readonly answer: (number: string, answer: BuyerAnswer) => boolean;
};

/** What a buyer says of an invoice. */
export const BuyerAnswer = z.strictObject({
  code: z.enum(lifecycleCodes),
  reasons: z.array(StatusReason).max(20).default([]),
});
export type BuyerAnswer = z.infer<typeof BuyerAnswer>;

const PLATFORM: CdarParty = { role: 'WK' };

/**
 * A small platform: it takes files, looks whether they are invoices, and tells the seller what becomes of each. A real one is
 * accredited, reaches other platforms and checks every rule; this one is for demonstrations and tests.
 * @param send brings a message to the seller
 */
export function openDesk(send: (message: PlatformMessage) => void, now: () => Date = () => new Date()): Desk {
  const deposits = new Map<string, Deposited>();
  let messages = 0;

  const tell = (deposited: Deposited, facts: InvoiceFacts, answer: BuyerAnswer): void => {
    const { code, reasons } = answer;
    const at = now();
    messages += 1;
    const id = `${facts.number}_${code}_${messages}#${facts.typeCode}_${facts.issueDate.replaceAll('-', '')}`;
    const ofBuyer = Number(code) >= 204 && code !== '213' && code !== '501';
    const xml = cdarXml({
      id,
      at: at.toISOString(),
      zone: 'Europe/Paris',
      sender: PLATFORM,
      issuer: ofBuyer ? { role: 'BY', id: { scheme: '0002', value: facts.buyer.slice(0, 9) } } : PLATFORM,
      recipients: [
        {
          role: 'SE',
          id: { scheme: '0002', value: facts.seller },
          address: { scheme: '0225', value: `${facts.seller}_STATUTS` },
        },
      ],
      invoice: facts,
      code,
      reasons,
      money: null,
    });
    deposited.told.push(code);
    send({ name: `${facts.number}-${code}-${messages}.cdar.xml`.replaceAll(/[^A-Za-z0-9._-]/g, '-'), xml });
  };

  return {
    take({ key, fileName }, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const before = deposits.get(key);
      if (before !== undefined) return { kind: before.sha256 === sha256 ? 'known' : 'other', deposited: before };
      const examined = examine(bytes);
      const invoice = examined.kind === 'invoice' ? examined.facts : null;
      const deposited: Deposited = { key, fileName, sha256, bytes, invoice, told: [] };
      const isDouble =
        invoice !== null && [...deposits.values()].some((other) => other.invoice?.number === invoice.number);
      deposits.set(key, deposited);
      if (examined.kind === 'invoice')
        for (const answer of answersTo(examined.wrong, isDouble)) tell(deposited, examined.facts, answer);
      if (examined.kind === 'not-admitted') tell(deposited, namedBy(fileName), notAdmitted(examined));
      return { kind: 'taken', deposited };
    },
    find: (key) => deposits.get(key),
    all: () => [...deposits.values()],
    answer(number, answer) {
      const found = [...deposits.values()].find(({ invoice }) => invoice?.number === number);
      if (!found?.invoice) return false;
      tell(found, found.invoice, answer);
      return true;
    },
  };
}

/** Deposited, received, made available; or rejected, with why. */
function answersTo(wrong: 'REJ_SEMAN' | 'DEST_INC' | null, isDouble: boolean): readonly BuyerAnswer[] {
  const reason = isDouble ? 'DOUBLON' : wrong;
  if (reason !== null) return [{ code: '213', reasons: [{ code: reason, text: null, action: 'NIN' }] }];
  return (['200', '202', '203'] as const).map((code) => ({ code, reasons: [] }));
}

const notAdmitted = ({ reason, why }: Extract<ReturnType<typeof examine>, { kind: 'not-admitted' }>): BuyerAnswer => ({
  code: '501',
  reasons: [{ code: reason, text: why, action: null }],
});

/** What cannot be read is named by its file alone. */
const namedBy = (fileName: string): InvoiceFacts => ({
  number: fileName.split('.')[0] ?? fileName,
  typeCode: '380',
  issueDate: new Date().toISOString().slice(0, 10),
  seller: '',
  buyer: '',
});
