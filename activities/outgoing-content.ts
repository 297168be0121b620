import type { Cover, Issued, MailContent } from '../contracts/documents.js';
import type { Company } from '../contracts/company.js';
import {
  acknowledgementMail,
  creditNoteMail,
  dunningMail,
  dunningReportMail,
  invoiceMail,
  monthEndMail,
  questionMail,
  refusalMail,
} from '../documents/mails.js';
import type { OutgoingRecord } from '../prisma/repositories/outgoing.js';

/** The text of something that goes out, and the company that sends it, made from what stands frozen alone. */
export type Composed = MailContent & { readonly company: Company };

type Said = Cover | Issued;

export function compose({ id, kind, snapshot, documents }: OutgoingRecord): Composed {
  const said = snapshot === null ? documents[0] : ({ kind, snapshot } as Cover);
  if (said === undefined) throw new Error(`${id} says nothing`);
  return { ...contentOf(said), company: said.snapshot.company };
}

function contentOf(said: Said): MailContent {
  switch (said.kind) {
    case 'acknowledgement':
      return acknowledgementMail(said.snapshot);
    case 'invoice':
      return invoiceMail(said.snapshot);
    case 'credit-note':
      return creditNoteMail(said.snapshot);
    case 'dunning-letter':
      return dunningMail(said.snapshot);
    case 'dunning-report':
      return dunningReportMail(said.snapshot);
    case 'question':
      return questionMail(said.snapshot);
    case 'refusal':
      return refusalMail(said.snapshot);
    case 'month-end':
      return monthEndMail(said.snapshot);
    case 'month-end-workbook':
    case 'order-response':
    case 'delivery-note':
    case 'signed-delivery-note':
      throw new Error(`a ${said.kind} goes with another document`);
  }
}
