import type { Arrow, Module, Validator } from './modules.js';

/**
 * Who may import whom. The first row whose `files` match a module judges all its imports: `values` may be imported at
 * run time, `types` only by `import type`, everything else not at all. `**` spans folders, `*` does not.
 */
export type Row = {
  readonly files: string;
  readonly values: readonly string[];
  readonly types?: readonly string[];
  readonly except?: readonly string[];
};

const bare = ['contracts/vocabulary.ts', 'contracts/ids.ts'];
const domain = ['domain/**', ...bare, 'contracts/said.ts'];
const database = ['npm:@prisma/**', 'npm:prisma', 'npm:pg', 'npm:pg-*'];
const temporalInside = ['npm:@temporalio/workflow', 'npm:@temporalio/worker', 'npm:@temporalio/activity'];
const workflowMessages = [
  'workflows/ids.ts',
  'workflows/search-attributes.ts',
  'workflows/messages.ts',
  'workflows/*-messages.ts',
  'workflows/*-start.ts',
  'workflows/messages/**',
];
const apiMayUse = [
  'api/**',
  'contracts/**',
  'tables/**',
  'words/**',
  'config/**',
  'documents/e-invoice/**',
  'documents/logo.ts',
  'domain/accounting.ts',
  'domain/calendar.ts',
  'domain/complaints.ts',
  'domain/e-reporting.ts',
  'domain/fec.ts',
  'domain/kpis.ts',
  'domain/month-end.ts',
  'domain/order-estimate.ts',
  'domain/order-entry.ts',
  'domain/order-stages.ts',
  'domain/paths.ts',
  'domain/ubl-order.ts',
  'domain/xml-reading.ts',
  'domain/upcasts.ts',
  'domain/worklist.ts',
  'prisma/queries/**',
  'prisma/commands/**',
  ...workflowMessages,
  'node:**',
  'npm:**',
];
const apiMayNotUse = [...database, ...temporalInside, 'npm:nodemailer'];
const localNode = ['buffer', 'crypto', 'fs', 'fs/promises', 'module', 'path', 'stream', 'url', 'util', 'zlib'];

export const house: readonly Row[] = [
  ...bare.map((files) => ({ files, values: [] })),
  { files: 'contracts/said.ts', values: [], types: ['contracts/vocabulary.ts'] },
  { files: 'contracts/identities.ts', values: ['contracts/said.ts', 'npm:zod', 'npm:stdnum', 'npm:ibantools'] },
  { files: 'contracts/**', values: ['contracts/**', 'npm:zod'] },
  { files: 'domain/money.ts', values: [...domain, 'npm:decimal.js'], types: ['contracts/**'] },
  { files: 'domain/**', values: domain, types: ['contracts/**'] },
  // Types only from contracts: workflows load this room, and zod must stay out of their bundle.
  { files: 'words/**', values: ['words/**', ...domain], types: ['contracts/**'] },
  {
    files: 'workflows/**',
    values: ['workflows/**', 'words/**', ...domain, 'npm:@temporalio/workflow', 'npm:@temporalio/common'],
    types: ['contracts/**', 'activities/**'],
  },
  {
    files: 'documents/**',
    values: [
      'documents/**',
      'words/**',
      'domain/**',
      'contracts/**',
      ...['pdfkit', 'fontkit', 'eta', 'dejavu-fonts-ttf', 'exceljs', 'fflate'].map((name) => `npm:${name}`),
      ...localNode.map((name) => `node:${name}`),
    ],
  },
  {
    files: 'tables/**',
    values: [
      'tables/**',
      'words/**',
      'domain/**',
      'contracts/**',
      'npm:csv-parse',
      'npm:csv-parse/**',
      'npm:zip-stream',
      'node:stream',
      'node:zlib',
    ],
  },
  {
    files: 'prisma/**',
    values: ['prisma/**', 'contracts/**', 'domain/**', 'node:**', 'npm:pg', 'npm:@prisma/**', '(computed)'],
  },
  {
    files: 'activities/**',
    values: [
      'activities/**',
      'domain/**',
      'contracts/**',
      'documents/**',
      'tables/**',
      'words/**',
      'prisma/**',
      'npm:@temporalio/activity',
      'npm:nodemailer',
      'npm:saxes',
      'node:crypto',
      'node:timers/promises',
    ],
    types: ['config/**'],
    except: ['prisma/generated/**'],
  },
  {
    files: 'worker/**',
    values: [
      'worker/**',
      'activities/**',
      'prisma/**',
      'config/**',
      ...workflowMessages,
      'node:**',
      'npm:**',
      '(computed)',
    ],
    types: ['contracts/**'],
    except: ['prisma/generated/**', ...database],
  },
  {
    files: 'api/main.ts',
    values: [...apiMayUse, 'prisma/client.ts', 'prisma/document-store.ts'],
    except: apiMayNotUse,
  },
  {
    // A draft of a template is seen by who writes it; nothing else is rendered here.
    files: 'api/preview.ts',
    values: [...apiMayUse, 'documents/render.ts', 'documents/samples.ts'],
    except: apiMayNotUse,
  },
  {
    files: 'api/**',
    values: apiMayUse,
    types: ['prisma/client.ts', 'prisma/document-store.ts'],
    except: apiMayNotUse,
  },
  {
    files: 'config/**',
    values: [
      'config/**',
      'npm:zod',
      ...['common', 'proto', 'envconfig'].map((name) => `npm:@temporalio/${name}`),
      'node:**',
    ],
  },
  { files: 'web/vite.config.ts', values: ['npm:vite', 'npm:@vitejs/*', 'node:zlib'] },
  {
    files: 'web/**',
    values: ['web/**', 'words/**', 'domain/**', 'contracts/vocabulary.ts', 'contracts/lists.ts', 'npm:**'],
    types: ['contracts/**', 'api/permissions.ts'],
    except: [...database, ...temporalInside, 'npm:@temporalio/**', 'npm:express', 'npm:nodemailer', 'npm:zod'],
  },
  { files: 'cli/**', values: ['**'], except: ['test/**', 'prisma/generated/**', 'npm:@prisma/client'] },
  { files: 'test/**', values: ['**'], except: ['prisma/generated/**', 'npm:@prisma/client'] },
  { files: '*', values: ['npm:**', 'node:**'] },
];

/** Where addresses are made, of the API and of the console. */
const addressing = ['web/**', 'api/**', 'activities/**', 'domain/**'];

/** Addresses that are made by a template: what is put in would not be encoded. */
export const handmadePaths = (modules: readonly Module[]): readonly string[] =>
  modules
    .filter(({ file }) => file !== 'web/vite.config.ts' && addressing.some((files) => matches(files, file)))
    .flatMap(({ file, pathTemplates }) => pathTemplates.map((text) => `${file}: ${text}`));

const matchers = new Map<string, RegExp>();

/** Does the path or package name match the pattern? */
export function matches(pattern: string, path: string): boolean {
  const known = matchers.get(pattern);
  if (known) return known.test(path);
  const source = pattern
    .split('**')
    .map((part) => part.replace(/[.()+?[\]{}|^$\\]/g, '\\$&').replaceAll('*', '[^/]*'))
    .join('.*');
  const matcher = new RegExp(`^${source}$`);
  matchers.set(pattern, matcher);
  return matcher.test(path);
}

const matchesAny = (patterns: readonly string[], path: string): boolean =>
  patterns.some((pattern) => matches(pattern, path));

export const rowOf = (file: string): Row | undefined => house.find((row) => matches(row.files, file));

/** The forbidden imports of a module, one sentence each. */
export function forbiddenImports(module: Module): readonly string[] {
  const row = rowOf(module.file);
  if (!row) return [`${module.file} stands outside the house`];
  return module.arrows
    .filter((arrow) => !isAllowed(row, arrow))
    .map(
      (arrow) => `${module.file} imports ${arrow.to}${isTypeOnlyEdge(row, arrow) ? ' at run time, not its types' : ''}`,
    );
}

function isAllowed(row: Row, arrow: Arrow): boolean {
  if (matchesAny(row.except ?? [], arrow.to)) return false;
  return matchesAny(row.values, arrow.to) || (arrow.kind === 'type' && matchesAny(row.types ?? [], arrow.to));
}

const isTypeOnlyEdge = (row: Row, arrow: Arrow): boolean => matchesAny(row.types ?? [], arrow.to);

/** What a set of modules loads at run time, directly or through others; packages are not entered. */
export function reachableAtRunTime(modules: readonly Module[], start: readonly Module[]): ReadonlySet<string> {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const seen = new Set<string>();
  const waiting = start.map((module) => module.file);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...runTimeTargets(byFile.get(file)));
  }
  return seen;
}

const runTimeTargets = (module: Module | undefined): readonly string[] =>
  module?.arrows.filter((arrow) => arrow.kind === 'value').map((arrow) => arrow.to) ?? [];

/** Modules that load themselves through others, each circle named by its members in alphabetical order. */
export function circles(modules: readonly Module[]): readonly string[] {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const reached = new Map(
    modules.map((module) => {
      const next = runTimeTargets(module).flatMap((file) => byFile.get(file) ?? []);
      return [module.file, reachableAtRunTime(modules, next)];
    }),
  );
  const members = modules.filter((module) => reached.get(module.file)?.has(module.file));
  const named = members.map((module) =>
    members
      .map((other) => other.file)
      .filter((file) => reached.get(module.file)?.has(file) && reached.get(file)?.has(module.file))
      .join(' ↔ '),
  );
  return [...new Set(named)];
}

/** Programs of the tests' own that stand in for a process of the stack and tell what environment they were given. */
const standIns = 'test/cli/programs/**';

/** Readers of `process.env` outside config/. A child process gets its environment from `childEnvironment` there. */
export const environmentReaders = (modules: readonly Module[]): readonly string[] =>
  modules
    .filter((module) => module.readsEnvironment && !matchesAny(['config/**', standIns], module.file))
    .map((module) => `${module.file} reads process.env`);

/** Update validators that are asynchronous, or whose kind the source does not show: either may wedge a workflow. */
export function unsafeValidators(modules: readonly Module[]): readonly string[] {
  return modules
    .filter((module) => matches('workflows/**', module.file))
    .flatMap((module) =>
      module.validators
        .map((validator) => ({ verdict: judgeValidator(modules, module, validator) }))
        .filter(({ verdict }) => verdict !== 'synchronous')
        .map(({ verdict }) => `${module.file} has a validator that is ${verdict}`),
    );
}

function judgeValidator(modules: readonly Module[], module: Module, validator: Validator): string {
  if (validator.kind === 'unreadable') return 'not a function the reader can see';
  if (validator.kind === 'inline') return validator.isAsync ? 'asynchronous' : 'synchronous';
  const imported = module.imports.get(validator.name);
  const home = imported ? modules.find((other) => other.file === imported.file) : module;
  const isAsync = home?.functions.get(imported?.name ?? validator.name);
  if (isAsync === undefined) return 'not a function the reader can see';
  return isAsync ? 'asynchronous' : 'synchronous';
}
