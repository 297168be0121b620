import type { InvoiceStatusNotice, RateAmount, StatusReason } from '../../contracts/lifecycle.js';
import type { LifecycleCode } from '../../contracts/vocabulary.js';
import { epochMsOf, localDateOf, localTimeOf, type TimeZone } from '../../domain/calendar.js';
import { electronicAddressOf, sirenOf, type ElectronicAddress } from '../../domain/electronic-address.js';
import { capital, oneLine } from '../../words/format.js';
import { lifecycle } from '../../words/fr/lifecycle.js';
import { group, leaf, xmlDocument, type Content, type Element } from '../e-invoice/xml.js';

/** MDT-3, MDT-2: a status of an invoice of the French reform. */
const GUIDELINE = 'urn.cpro.gouv.fr:1p0:CDV:invoice';
const PROCESS = 'REGULATED';

const namespaces = {
  rsm: 'urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

/** Of companies, and of platforms (ISO 6523). */
type Scheme = '0002' | '0238';

/** Seller, buyer, platform, and the public one that gathers what is declared. */
type Role = 'SE' | 'BY' | 'WK' | 'DFH';

export type CdarParty = {
  readonly role: Role;
  readonly id?: { readonly scheme: Scheme; readonly value: string | null };
  readonly name?: string;
  readonly address?: ElectronicAddress | null;
};

/** One status of one invoice, as the message CDV has it (UN/CEFACT CDAR D22B, XP Z12-012). */
export type CdarMessage = {
  /** MDT-4 */
  readonly id: string;
  /** MDT-8 and MDT-78, Instant, told in the zone. */
  readonly at: string;
  readonly zone: TimeZone;
  readonly sender: CdarParty;
  readonly issuer: CdarParty;
  readonly recipients: readonly CdarParty[];
  /** MDT-87, MDT-91, MDT-100, MDT-129 */
  readonly invoice: {
    readonly number: string;
    readonly typeCode: string;
    readonly issueDate: string;
    readonly seller: string;
  };
  readonly code: LifecycleCode;
  readonly reasons: readonly StatusReason[];
  /** MDT-207 MEN, with the day of the money. */
  readonly money: { readonly currency: string; readonly on: string; readonly amounts: readonly RateAmount[] } | null;
};

/** MDT-77: on its way, or worked on. */
const TRANSMISSION = '305';
const TREATMENT = '23';
const ofTransmission: ReadonlySet<LifecycleCode> = new Set(['200', '201', '202', '203', '213', '501']);
/** MDT-88 (UNTDID 4405), where the public examples say it. */
const statusCodes: Readonly<Partial<Record<LifecycleCode, string>>> = {
  '200': '10',
  '202': '43',
  '203': '48',
  '204': '45',
  '205': '1',
  '207': '46',
  '211': '47',
  '212': '47',
};

export const cdarXml = (message: CdarMessage): string =>
  xmlDocument(
    'rsm:CrossDomainAcknowledgementAndResponse',
    namespaces,
    group(
      'rsm:ExchangedDocumentContext',
      group('ram:BusinessProcessSpecifiedDocumentContextParameter', leaf('ram:ID', PROCESS)),
      group('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', GUIDELINE)),
    ),
    group(
      'rsm:ExchangedDocument',
      leaf('ram:ID', message.id),
      momentOf(message),
      partyOf('ram:SenderTradeParty', message.sender),
      partyOf('ram:IssuerTradeParty', message.issuer),
      message.recipients.map((party) => partyOf('ram:RecipientTradeParty', party)),
    ),
    group(
      'rsm:AcknowledgementDocument',
      group('ram:MultipleReferencesIndicator', leaf('udt:Indicator', 'false')),
      leaf('ram:TypeCode', ofTransmission.has(message.code) ? TRANSMISSION : TREATMENT),
      momentOf(message),
      referenceOf(message),
    ),
  );

const partyOf = (name: string, { role, id, name: called, address }: CdarParty): Element | null =>
  group(
    name,
    leaf('ram:GlobalID', id?.value ?? null, id && { schemeID: id.scheme }),
    leaf('ram:Name', called === undefined ? null : oneLine(called)),
    leaf('ram:RoleCode', role),
    address === undefined || address === null
      ? null
      : group('ram:URIUniversalCommunication', leaf('ram:URIID', address.value, { schemeID: address.scheme })),
  );

const referenceOf = ({ invoice, code, reasons, money }: CdarMessage): Element | null =>
  group(
    'ram:ReferenceReferencedDocument',
    leaf('ram:IssuerAssignedID', invoice.number),
    leaf('ram:StatusCode', statusCodes[code] ?? null),
    leaf('ram:TypeCode', invoice.typeCode),
    group('ram:FormattedIssueDateTime', leaf('qdt:DateTimeString', digits(invoice.issueDate), { format: '102' })),
    leaf('ram:ProcessConditionCode', code),
    leaf('ram:ProcessCondition', capital(lifecycle.code[code])),
    group('ram:IssuerTradeParty', leaf('ram:GlobalID', invoice.seller, { schemeID: '0002' })),
    reasons.map((reason, at) => reasonOf(reason, at + 1)),
    money && group('ram:SpecifiedDocumentStatus', leaf('ram:SequenceNumeric', '1'), moneyOf(money)),
  );

const reasonOf = ({ code, text, action }: StatusReason, place: number): Element | null =>
  group(
    'ram:SpecifiedDocumentStatus',
    leaf('ram:ReasonCode', code),
    leaf('ram:Reason', text ?? capital(lifecycle.reason[code])),
    leaf('ram:RequestedActionCode', action),
    leaf('ram:RequestedAction', action && capital(lifecycle.action[action])),
    leaf('ram:SequenceNumeric', String(place)),
  );

const moneyOf = ({ amounts, currency, on }: NonNullable<CdarMessage['money']>): Content =>
  amounts.map(({ vatRate, amount }) =>
    group(
      'ram:SpecifiedDocumentCharacteristic',
      leaf('ram:TypeCode', 'MEN'),
      group('ram:ValueChangedIndicator', leaf('udt:IndicatorString', 'false')),
      leaf('ram:ValueAmount', amount, { currencyID: currency }),
      group('ram:ValueDateTime', leaf('udt:DateTimeString', digits(on), { format: '102' })),
      leaf('ram:ValuePercent', vatRate),
    ),
  );

const digits = (date: string): string => date.replaceAll('-', '');

/** As `20261128093000`. */
function momentOf({ at, zone }: CdarMessage): Element | null {
  const epochMs = epochMsOf(at);
  const minute = `${localDateOf(epochMs, zone)}${localTimeOf(epochMs, zone)}`.replaceAll(/\D/g, '');
  return group('ram:IssueDateTime', leaf('udt:DateTimeString', `${minute}${at.slice(17, 19)}`, { format: '204' }));
}

/** What we tell of an invoice: its money is there. */
export function cdarOf(notice: InvoiceStatusNotice): string {
  const { company, buyer, invoice, issueDate, typeCode, code, place, at, on, currency, amounts } = notice;
  return cdarXml({
    id: `${invoice}_${code}_${place}#${typeCode}_${digits(issueDate)}`,
    at,
    zone: company.zone,
    sender: { role: 'SE' },
    issuer: { role: 'SE', id: { scheme: '0002', value: company.siren }, name: company.legalName },
    recipients: [
      {
        role: 'BY',
        id: { scheme: '0002', value: sirenOf(buyer) },
        name: buyer.name,
        address: electronicAddressOf(buyer),
      },
      { role: 'DFH', id: { scheme: '0238', value: '9998' }, name: 'PPF' },
    ],
    invoice: { number: invoice, typeCode, issueDate, seller: company.siren },
    code,
    reasons: [],
    money: { currency, on, amounts },
  });
}
