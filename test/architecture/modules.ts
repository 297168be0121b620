import { parseSync } from '@swc/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';

/**
 * One arrow from a module. `to` is a path from the root (`domain/money.ts`), `npm:<package>`, `node:<module>`, or
 * `(computed)` for a dynamic import whose target is not written in the source.
 * `type` arrows vanish at run time. `import { type A } from` does not: it stays as an import for side effects.
 */
export type Arrow = { readonly to: string; readonly kind: 'value' | 'type' };

export type Validator =
  | { readonly kind: 'inline'; readonly isAsync: boolean }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'unreadable' };

export type Module = {
  readonly file: string;
  readonly arrows: readonly Arrow[];
  readonly readsEnvironment: boolean;
  /** Texts that a template makes into a path, each hole as `…`. */
  readonly pathTemplates: readonly string[];
  readonly validators: readonly Validator[];
  /** Functions declared anywhere in the file: name → is it async. */
  readonly functions: ReadonlyMap<string, boolean>;
  /** Imported names: local name → where it comes from. */
  readonly imports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
};

type Node = { readonly type: string; readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const sourceFile = /\.(?:ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
const notOurs = new Set(['node_modules', '.git', 'dist', 'coverage', '.encours', '.cache']);

/** Every file below `root` that is not generated, installed or built, as sorted paths from the root. */
export function listFiles(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (path === 'prisma/generated') return [];
      return entry.isDirectory() ? listFiles(root, path) : entry.isFile() ? [path] : [];
    })
    .toSorted();
}

export function readModules(root: string): readonly Module[] {
  return listFiles(root)
    .filter((file) => sourceFile.test(file))
    .map((file) => readModule(root, file));
}

function readModule(root: string, file: string): Module {
  const source = readFileSync(join(root, file), 'utf8');
  const syntax = /\.[cm]?jsx?$/.test(file)
    ? ({ syntax: 'ecmascript', jsx: true } as const)
    : ({ syntax: 'typescript', tsx: file.endsWith('x') } as const);
  const tree: unknown = parseSync(source, { ...syntax, target: 'es2022' });
  const resolve = (specifier: string): string => resolveSpecifier(root, file, specifier);
  const nodes = [...nodesOf(tree)];
  return {
    file,
    arrows: nodes.flatMap((node) => arrowsOf(node, resolve)),
    readsEnvironment: nodes.some(readsEnvironment),
    pathTemplates: nodes.flatMap(pathTemplatesOf),
    validators: nodes.flatMap(validatorsOf),
    functions: new Map(nodes.flatMap(functionsOf)),
    imports: new Map(nodes.flatMap((node) => importsOf(node, resolve))),
  };
}

/** A template with something put between slashes. */
function pathTemplatesOf({ type, quasis, expressions }: Node): readonly string[] {
  if (type !== 'TemplateLiteral' || !Array.isArray(quasis) || !Array.isArray(expressions)) return [];
  const text = quasis.map((quasi: unknown) => (isNode(quasi) ? String(quasi['raw']) : '')).join('…');
  return /^\/(.*\/)?…|^…\/[\w…]/s.test(text) ? [text] : [];
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) yield value;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

function resolveSpecifier(root: string, file: string, specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  if (!/^\.{0,2}\//.test(specifier)) return `npm:${/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier}`;
  const path = posix.join(posix.dirname(file), specifier);
  const sources = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path.replace(/\.mjs$/, '.mts')];
  return sources.find((candidate) => existsSync(join(root, candidate))) ?? path.replace(/\.js$/, '.ts');
}

const text = (node: unknown): string | undefined =>
  isNode(node) && (node.type === 'StringLiteral' || node.type === 'Identifier') && typeof node['value'] === 'string'
    ? node['value']
    : undefined;

function arrowsOf(node: Node, resolve: (specifier: string) => string): readonly Arrow[] {
  const arrow = (literal: unknown, typeOnly: unknown): readonly Arrow[] => {
    const isLiteral = isNode(literal) && literal.type === 'StringLiteral';
    const specifier = isLiteral ? text(literal) : undefined;
    return [
      { to: specifier === undefined ? '(computed)' : resolve(specifier), kind: typeOnly === true ? 'type' : 'value' },
    ];
  };
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return arrow(node['source'], node['typeOnly']);
    case 'ExportNamedDeclaration':
      return isNode(node['source']) ? arrow(node['source'], node['typeOnly']) : [];
    case 'TsImportType':
      return arrow(node['argument'], true);
    case 'TsExternalModuleReference':
      return arrow(node['expression'], false);
    case 'CallExpression':
      return loadsModule(node['callee']) ? arrow(firstArgument(node), false) : [];
    case 'VariableDeclarator':
      return isRenamedRequire(node) ? arrow(undefined, false) : [];
    default:
      return [];
  }
}

/** `import(…)` and the `require(…)` that `createRequire` gives; `require.resolve` only names a path. */
const loadsModule = (callee: unknown): boolean =>
  isNode(callee) && (callee.type === 'Import' || text(callee) === 'require');

/** `const load = createRequire(…)`: what `load` loads cannot be told from its name. */
function isRenamedRequire({ init, id }: Node): boolean {
  return (
    isNode(init) && init.type === 'CallExpression' && text(init['callee']) === 'createRequire' && text(id) !== 'require'
  );
}

function firstArgument(call: Node): unknown {
  const [first] = Array.isArray(call['arguments']) ? (call['arguments'] as readonly unknown[]) : [];
  return typeof first === 'object' && first !== null && 'expression' in first ? first.expression : undefined;
}

function readsEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') return isProcess(node['object']) && propertyName(node['property']) === 'env';
  if (node.type === 'VariableDeclarator') return isProcess(node['init']) && takesEnvironment(node['id']);
  return node.type === 'ImportDeclaration' && /^(?:node:)?process$/.test(text(node['source']) ?? '');
}

/** `const { env } = process`, or a new name for the process as a whole. */
function takesEnvironment(target: unknown): boolean {
  if (!isNode(target) || !Array.isArray(target['properties'])) return true;
  return (target['properties'] as readonly Node[]).some((property) => propertyName(property['key']) === 'env');
}

function isProcess(node: unknown): boolean {
  if (!isNode(node)) return false;
  return text(node) === 'process' || (node.type === 'MemberExpression' && propertyName(node['property']) === 'process');
}

function propertyName(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Computed' ? text(node['expression']) : text(node);
}

function validatorsOf(node: Node): readonly Validator[] {
  if (node.type === 'MethodProperty' && propertyName(node['key']) === 'validator')
    return [{ kind: 'inline', isAsync: node['async'] === true }];
  if (node.type === 'KeyValueProperty' && propertyName(node['key']) === 'validator')
    return [validatorOf(node['value'])];
  if (node.type !== 'ObjectExpression' || !Array.isArray(node['properties'])) return [];
  const shorthand = (node['properties'] as readonly Node[]).some((property) => text(property) === 'validator');
  return shorthand ? [{ kind: 'named', name: 'validator' }] : [];
}

function validatorOf(value: unknown): Validator {
  if (isFunction(value)) return { kind: 'inline', isAsync: value['async'] === true };
  const name = text(value);
  return name === undefined ? { kind: 'unreadable' } : { kind: 'named', name };
}

const isFunction = (node: unknown): node is Node =>
  isNode(node) && (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression');

function functionsOf(node: Node): readonly (readonly [string, boolean])[] {
  const name = text(node.type === 'VariableDeclarator' ? node['id'] : node['identifier']);
  if (name === undefined) return [];
  if (node.type === 'FunctionDeclaration') return [[name, node['async'] === true]];
  const init = node['init'];
  return node.type === 'VariableDeclarator' && isFunction(init) ? [[name, init['async'] === true]] : [];
}

function importsOf(
  node: Node,
  resolve: (specifier: string) => string,
): readonly (readonly [string, { readonly file: string; readonly name: string }])[] {
  const specifier = node.type === 'ImportDeclaration' ? text(node['source']) : undefined;
  if (specifier === undefined || !Array.isArray(node['specifiers'])) return [];
  return (node['specifiers'] as readonly Node[]).flatMap((imported) => {
    const local = text(imported['local']);
    return local === undefined
      ? []
      : [[local, { file: resolve(specifier), name: text(imported['imported']) ?? local }] as const];
  });
}
