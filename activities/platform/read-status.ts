import { SaxesParser } from 'saxes';
import type { RateAmount, ReceivedStatus, StatusReason } from '../../contracts/lifecycle.js';
import {
  lifecycleActions,
  lifecycleCodes,
  lifecycleReasons,
  type LifecycleAction,
  type LifecycleCode,
  type LifecycleReason,
} from '../../contracts/vocabulary.js';
import { instantOf, isLocalDate, isTimeOfDay, type TimeZone } from '../../domain/calendar.js';

/** Why a message says nothing that we know, in words for the one who keeps the platform. */
export type Unread = { readonly kind: 'unread'; readonly why: string };
export type Read = { readonly kind: 'status'; readonly status: ReceivedStatus };

/** A message of the French lifecycle has some hundred elements, nested ten deep. */
const MOST_ELEMENTS = 20_000;
const DEEPEST = 40;
const LONGEST_TEXT = 500;

type Node = {
  readonly name: string;
  text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
};

class Unreadable extends Error {}

/**
 * Reads a message CDV (UN/CEFACT CDAR). Names are read without their namespaces' prefixes; nothing is fetched and nothing
 * expanded: a document type declaration is refused.
 * @param zone of the moments that it names
 */
export function readStatus(bytes: Uint8Array, zone: TimeZone): Read | Unread {
  try {
    return { kind: 'status', status: statusIn(treeOf(decoded(bytes)), zone) };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unread', why: error.message };
    throw error;
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable('it is not UTF-8');
  }
}

function treeOf(text: string): Node {
  const parser = new SaxesParser({ xmlns: true });
  const roots: Node[] = [];
  const open: Node[] = [];
  let elements = 0;
  parser.on('error', ({ message }) => {
    throw new Unreadable(`it is no XML: ${message.slice(0, 200)}`);
  });
  parser.on('doctype', () => {
    throw new Unreadable('it has a document type declaration');
  });
  parser.on('opentag', ({ local, attributes }) => {
    elements += 1;
    if (elements > MOST_ELEMENTS || open.length >= DEEPEST) throw new Unreadable('it has too many elements');
    const told = Object.fromEntries(Object.values(attributes).map(({ name, value }) => [name, value.trim()]));
    const node: Node = { name: local, text: '', attributes: told, children: [] };
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  });
  const write = (data: string): void => {
    const at = open.at(-1);
    if (at) at.text += data;
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  const [root] = roots;
  if (root === undefined) throw new Unreadable('it is empty');
  if (root.name !== 'CrossDomainAcknowledgementAndResponse')
    throw new Unreadable(`it is a ${root.name}, and no CrossDomainAcknowledgementAndResponse`);
  return root;
}

const all = (node: Node, path: string): readonly Node[] =>
  path
    .split('/')
    .reduce<readonly Node[]>(
      (at, name) => at.flatMap(({ children }) => children.filter((c) => c.name === name)),
      [node],
    );

const textIn = (node: Node, path: string): string | null => all(node, path)[0]?.text.trim() || null;

function required(node: Node, path: string): string {
  const text = textIn(node, path);
  if (text === null) throw new Unreadable(`${path} is missing`);
  return text.slice(0, LONGEST_TEXT);
}

function statusIn(root: Node, zone: TimeZone): ReceivedStatus {
  const references = all(root, 'AcknowledgementDocument/ReferenceReferencedDocument');
  const [reference] = references;
  if (reference === undefined) throw new Unreadable('ReferenceReferencedDocument is missing');
  if (references.length > 1) throw new Unreadable('it is about several invoices');
  const details = all(reference, 'SpecifiedDocumentStatus');
  return {
    messageId: required(root, 'ExchangedDocument/ID'),
    invoice: required(reference, 'IssuerAssignedID'),
    issueDate: dayIn(textIn(reference, 'FormattedIssueDateTime/DateTimeString')),
    seller: textIn(reference, 'IssuerTradeParty/GlobalID'),
    code: codeIn(required(reference, 'ProcessConditionCode')),
    at: momentIn(required(root, 'AcknowledgementDocument/IssueDateTime/DateTimeString'), zone),
    reasons: details.flatMap(reasonIn),
    amounts: details.flatMap((detail) => all(detail, 'SpecifiedDocumentCharacteristic').flatMap(amountIn)),
  };
}

function codeIn(text: string): LifecycleCode {
  if (isOneOf(lifecycleCodes, text)) return text;
  throw new Unreadable(`${text} is no status that we know (ProcessConditionCode)`);
}

const isOneOf = <T extends string>(values: readonly T[], text: string): text is T =>
  (values as readonly string[]).includes(text);

/** A reason that is in no list of ours is another one, told by its code. */
function reasonIn(detail: Node): readonly StatusReason[] {
  const code = textIn(detail, 'ReasonCode');
  if (code === null) return [];
  const text = textIn(detail, 'Reason')?.slice(0, LONGEST_TEXT) ?? null;
  const action = textIn(detail, 'RequestedActionCode');
  const known: LifecycleReason = isOneOf(lifecycleReasons, code) ? code : 'AUTRE';
  const wanted: LifecycleAction | null = action !== null && isOneOf(lifecycleActions, action) ? action : null;
  return [{ code: known, text: known === code ? text : [code, text].filter(Boolean).join(': '), action: wanted }];
}

/** Of each rate an amount; one that is no decimal of money is left out. */
function amountIn(characteristic: Node): readonly RateAmount[] {
  const [amount, vatRate] = [textIn(characteristic, 'ValueAmount'), textIn(characteristic, 'ValuePercent')];
  if (amount === null || !/^-?\d{1,13}(\.\d{1,3})?$/.test(amount)) return [];
  if (vatRate === null || !/^\d{1,2}(\.\d{1,2})?$/.test(vatRate)) return [];
  return [{ vatRate, amount: amount.replace(/^(-?)0+(?=\d)/, '$1') }];
}

function dayIn(text: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(text ?? '') ?? [];
  const date = `${year}-${month}-${day}`;
  return isLocalDate(date) ? date : null;
}

/** `20261128093000`, format 204 (UNTDID 2379), in our zone. */
function momentIn(text: string, zone: TimeZone): string {
  const [, hours, minutes, seconds] = /^\d{8}(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  const [day, time] = [dayIn(text), `${hours}:${minutes}`];
  if (day === null || !isTimeOfDay(time) || Number(seconds) > 59)
    throw new Unreadable(`${text} is no moment (AcknowledgementDocument/IssueDateTime)`);
  return new Date(instantOf(day, time, zone) + Number(seconds) * 1_000).toISOString();
}
