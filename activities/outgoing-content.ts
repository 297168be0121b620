import type { Cover, Issued, MailContent } from '../contracts/documents.js';
import type { Company } from '../contracts/company.js';
import {
  acknowledgementMail,
  complaintMail,
  creditNoteMail,
  dunningMail,
  dunningReportMail,
  invoiceMail,
  monthEndMail,
  questionMail,
  quoteMail,
  refusalMail,
  statementMail,
} from '../documents/mails.js';
import { isElectronic } from '../domain/lifecycle.js';
import { electronicContent } from './platform/content.js';
import type { PlatformFormat } from './platform/port.js';
import type { OutgoingRecord } from '../prisma/repositories/outgoing.js';

/** The text of something that goes out, and the company that sends it, made from what stands frozen alone; to a platform the XML. */
export type Composed = MailContent & { readonly company: Company };

type Said = Cover | Issued;

/** @param format of what goes to a platform */
export function compose({ id, kind, channel, snapshot, documents }: OutgoingRecord, format: PlatformFormat): Composed {
  const said = snapshot === null ? documents[0] : ({ kind, snapshot } as Cover);
  if (said === undefined) throw new Error(`${id} says nothing`);
  const content = isElectronic(channel) ? electronicContent(said, channel, format) : contentOf(said);
  return { ...content, company: said.snapshot.company };
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
    case 'quote':
      return quoteMail(said.snapshot);
    case 'statement':
      return statementMail(said.snapshot);
    case 'complaint-reminder':
      return complaintMail(said.snapshot);
    case 'invoice-status':
    case 'month-end-workbook':
    case 'order-response':
    case 'delivery-note':
    case 'signed-delivery-note':
    case 'proforma':
      throw new Error(`a ${said.kind} goes with another document`);
  }
}
