import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { expect, it } from 'vitest';
import { frenchOf } from '../../words/problems.js';

/** What the sources say of a refusal: its detail, its remedy, what is wrong with a field. A hole holds `X7`. */
const root = new URL('../../', import.meta.url).pathname;
const folders = [
  'api',
  'activities',
  'domain',
  'workflows',
  'prisma/commands',
  'prisma/queries',
  'prisma/repositories',
];

type Node = { readonly type?: string; readonly [name: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** The texts that an expression may come to. */
function textsOf(node: unknown): readonly string[] {
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'StringLiteral':
      return [String(node['value'])];
    case 'TemplateLiteral':
      return [(node['quasis'] as readonly { readonly cooked: string }[]).map(({ cooked }) => cooked).join('X7')];
    case 'ConditionalExpression':
      return [...textsOf(node['consequent']), ...textsOf(node['alternate'])];
    case 'ParenthesisExpression':
      return textsOf(node['expression']);
    case 'BinaryExpression':
      return textsOf(node['left']).flatMap((left) => textsOf(node['right']).map((right) => left + right));
    default:
      return [];
  }
}

/** The expressions of a node that say something to who is refused. */
function saidBy(node: Node): readonly unknown[] {
  const name = (node['callee'] as { readonly value?: string } | undefined)?.value;
  const given = Array.isArray(node['arguments'])
    ? node['arguments'].map((each: { readonly expression: unknown }) => each.expression)
    : [];
  if (node.type === 'NewExpression' && name === 'ProblemError') return given.slice(1, 2);
  if (node.type === 'CallExpression' && name === 'refuse') return given.slice(1, 2);
  const key = (node['key'] as { readonly value?: string } | undefined)?.value ?? '';
  return node.type === 'KeyValueProperty' && ['detail', 'remedy', 'message'].includes(key) ? [node['value']] : [];
}

function saidIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(saidIn);
  if (!isNode(node)) return [];
  return [...saidBy(node).flatMap(textsOf), ...Object.values(node).flatMap(saidIn)];
}

const isSentence = (text: string): boolean => /[a-z] [a-z]/.test(text);

/** Put together out of parts that have words of their own; test/words/problems.test.ts says them whole. */
const composed: readonly string[] = [
  'X7 X7, and this one is X7.',
  'X7: the dot stands before decimals, and likely stood for thousands here.',
  'The payloads cannot be X7d.',
  'is not known hereX7',
];

it('every refusal that the sources make has French words', () => {
  const filesOf = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file));
  const files = folders.flatMap(filesOf).filter((file) => file.endsWith('.ts'));
  const said = files.flatMap((file) => saidIn(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' }).body));
  const sentences = [...new Set(said)].filter(isSentence);
  expect(sentences.length).toBeGreaterThan(200);
  const wanting = sentences.filter((text) => frenchOf(text) === null);
  expect(wanting.toSorted()).toEqual(composed.toSorted());
});
