/** A file that breaks one rule, and the sentence it must draw. */
export type Planted = { readonly file: string; readonly source: string; readonly complaint: string };

const valueOf = (specifier: string): string => `import { thing } from '${specifier}';\nexport const kept = thing;\n`;
const typeOf = (specifier: string): string => `import type { Thing } from '${specifier}';\nexport type Kept = Thing;\n`;

const plant = (file: string, source: string, to: string): Planted => ({
  file,
  source,
  complaint: `${file} imports ${to}`,
});
const plantTyped = (file: string, source: string, to: string): Planted => ({
  file,
  source,
  complaint: `${file} imports ${to} at run time, not its types`,
});

/** At least one for each row of the house, and one for each way an import can be written. */
export const plantedImports: readonly Planted[] = [
  plant('contracts/vocabulary.ts', valueOf('zod'), 'npm:zod'),
  plant('contracts/ids.ts', typeOf('./primitives.js'), 'contracts/primitives.ts'),
  plantTyped('contracts/said.ts', valueOf('./vocabulary.js'), 'contracts/vocabulary.ts'),
  plant('contracts/identities.ts', valueOf('./customer.js'), 'contracts/customer.ts'),
  plant('contracts/p3.ts', valueOf('stdnum'), 'npm:stdnum'),
  plant('contracts/p1.ts', valueOf('../domain/money.js'), 'domain/money.ts'),
  plant('contracts/p2.ts', typeOf('node:fs'), 'node:fs'),
  plant('domain/money.ts', valueOf('zod'), 'npm:zod'),
  plant('domain/p1.ts', valueOf('decimal.js'), 'npm:decimal.js'),
  plantTyped('domain/p2.ts', valueOf('../contracts/order.js'), 'contracts/order.ts'),
  plant('domain/p3.ts', valueOf('crypto'), 'node:crypto'),
  plant('domain/p4.ts', typeOf('../workflows/order.js'), 'workflows/order.ts'),
  plantTyped('words/p1.ts', valueOf('../contracts/audit.js'), 'contracts/audit.ts'),
  plant('words/p2.ts', valueOf('zod'), 'npm:zod'),
  plant('words/p3.ts', typeOf('../prisma/queries/orders.js'), 'prisma/queries/orders.ts'),
  plant('workflows/p1.ts', valueOf('zod'), 'npm:zod'),
  plant('workflows/p2.ts', valueOf('node:fs'), 'node:fs'),
  plantTyped('workflows/p3.ts', valueOf('../contracts/order.js'), 'contracts/order.ts'),
  plantTyped('workflows/p4.ts', valueOf('../activities/index.js'), 'activities/index.ts'),
  plantTyped('workflows/p5.ts', `import { type Thing } from '../activities/index.js';\n`, 'activities/index.ts'),
  plantTyped('workflows/p6.ts', `export * from '../contracts/order.js';\n`, 'contracts/order.ts'),
  plantTyped('workflows/p7.ts', `export { thing } from '../contracts/order.js';\n`, 'contracts/order.ts'),
  plantTyped('workflows/p8.ts', `import '../contracts/order.js';\n`, 'contracts/order.ts'),
  plantTyped('workflows/p9.ts', `export const load = () => import('../contracts/order.js');\n`, 'contracts/order.ts'),
  plant('workflows/p10.ts', `export const load = (name: string) => import(name);\n`, '(computed)'),
  plant('workflows/p11.ts', typeOf('@temporalio/client'), 'npm:@temporalio/client'),
  plant('workflows/p12.ts', typeOf('../prisma/client.js'), 'prisma/client.ts'),
  plant('workflows/p13.ts', `import os = require('node:os');\nexport const kept = os;\n`, 'node:os'),
  plant('workflows/p14.ts', `export type Kept = import('../config/env.js').Config;\n`, 'config/env.ts'),
  plant('documents/p1.ts', valueOf('node:http'), 'node:http'),
  plant('documents/p2.ts', valueOf('../prisma/client.js'), 'prisma/client.ts'),
  plant('documents/p4.ts', `const load = createRequire(import.meta.url);\nload('pg');\n`, '(computed)'),
  plant('documents/p3.ts', valueOf('nodemailer'), 'npm:nodemailer'),
  plant('tables/p1.ts', valueOf('../prisma/client.js'), 'prisma/client.ts'),
  plant('prisma/p1.ts', valueOf('../activities/index.js'), 'activities/index.ts'),
  plant('prisma/p2.ts', valueOf('../config/env.js'), 'config/env.ts'),
  plant('prisma/p3.ts', valueOf('@temporalio/client'), 'npm:@temporalio/client'),
  plantTyped('activities/p1.ts', valueOf('../config/env.js'), 'config/env.ts'),
  plant('activities/p2.ts', typeOf('../prisma/generated/client.js'), 'prisma/generated/client.ts'),
  plant('activities/p3.ts', valueOf('../workflows/ids.js'), 'workflows/ids.ts'),
  plant('activities/p4.ts', valueOf('@temporalio/client'), 'npm:@temporalio/client'),
  plant('worker/p1.ts', valueOf('../workflows/order.js'), 'workflows/order.ts'),
  plant('worker/p2.ts', valueOf('../api/app.js'), 'api/app.ts'),
  plant('worker/p3.ts', typeOf('@prisma/client/runtime/client'), 'npm:@prisma/client'),
  plant('api/p1.ts', valueOf('../prisma/repositories/orders.js'), 'prisma/repositories/orders.ts'),
  plant('api/p2.ts', valueOf('../domain/credit.js'), 'domain/credit.ts'),
  plant('api/p3.ts', valueOf('../activities/index.js'), 'activities/index.ts'),
  plant('api/p4.ts', valueOf('../workflows/order.js'), 'workflows/order.ts'),
  plant('api/p5.ts', valueOf('pg'), 'npm:pg'),
  plant('api/p7.ts', valueOf('../documents/render.js'), 'documents/render.ts'),
  plantTyped('api/p6.ts', valueOf('../prisma/client.js'), 'prisma/client.ts'),
  plant('api/main.ts', valueOf('../prisma/repositories/orders.js'), 'prisma/repositories/orders.ts'),
  plant('api/preview.ts', valueOf('../documents/pdf.js'), 'documents/pdf.ts'),
  plant('config/p1.ts', valueOf('../prisma/client.js'), 'prisma/client.ts'),
  plant('config/p2.ts', valueOf('dotenv'), 'npm:dotenv'),
  plantTyped('web/p1.tsx', valueOf('../contracts/order.js'), 'contracts/order.ts'),
  plant('web/p2.ts', valueOf('../api/app.js'), 'api/app.ts'),
  plant('web/vite.config.ts', valueOf('./main.js'), 'web/main.ts'),
  plant('cli/p1.ts', valueOf('../test/support/database.js'), 'test/support/database.ts'),
  plant('cli/p2.mjs', `const require = make();\nrequire('../test/support/database.js');\n`, 'test/support/database.ts'),
  plant('test/p1.ts', valueOf('../prisma/generated/client.js'), 'prisma/generated/client.ts'),
  plant('planted.config.ts', valueOf('./domain/money.js'), 'domain/money.ts'),
  plant('workflows/p15.ts', valueOf('../../elsewhere/secret.js'), '../elsewhere/secret.ts'),
  { file: 'lib/p1.ts', source: 'export const kept = 1;\n', complaint: 'lib/p1.ts stands outside the house' },
];

/** What the rules allow, so that a rule which refuses everything fails too. */
export const permitted: readonly Omit<Planted, 'complaint'>[] = [
  { file: 'contracts/ok.ts', source: valueOf('zod') + typeOf('./vocabulary.js') },
  { file: 'domain/ok.ts', source: valueOf('../contracts/vocabulary.js') + typeOf('../contracts/order.js') },
  { file: 'words/ok.ts', source: valueOf('../domain/money.js') + typeOf('../contracts/audit.js') },
  { file: 'workflows/ok4.ts', source: valueOf('../words/index.js') },
  { file: 'workflows/ok.ts', source: valueOf('../domain/money.js') + typeOf('../activities/index.js') },
  { file: 'workflows/ok2.ts', source: valueOf('@temporalio/workflow') + typeOf('../contracts/order.js') },
  { file: 'workflows/ok3.ts', source: `export type { Order } from '../contracts/order.js';\n` },
  { file: 'documents/ok.ts', source: valueOf('pdfkit') + valueOf('../contracts/order.js') },
  { file: 'prisma/ok.ts', source: valueOf('./generated/client.js') + valueOf('../domain/money.js') },
  { file: 'activities/ok.ts', source: valueOf('../prisma/client.js') + typeOf('../config/env.js') },
  { file: 'worker/ok.ts', source: valueOf('../activities/index.js') + valueOf('../workflows/ids.js') },
  { file: 'api/ok.ts', source: valueOf('../prisma/queries/orders.js') + valueOf('../workflows/order-messages.js') },
  { file: 'api/ok3.ts', source: valueOf('../documents/e-invoice/index.js') },
  { file: 'api/ok2.ts', source: valueOf('../domain/order-stages.js') },
  { file: 'config/ok.ts', source: valueOf('zod') },
  { file: 'web/ok.tsx', source: typeOf('../contracts/order.js') + valueOf('react') },
  { file: 'cli/ok.ts', source: valueOf('../worker/main.js') },
  { file: 'test/ok.ts', source: valueOf('../domain/money.js') },
  { file: 'ok.config.ts', source: valueOf('vitest/config') },
];

export const plantedEnvironment: readonly Planted[] = [
  ['worker/e1.ts', `export const a = process.env['A'];\n`],
  ['api/e2.ts', `export const { env } = process;\n`],
  ['cli/e3.ts', `export const a = globalThis.process.env.A;\n`],
  ['prisma/e4.ts', `import { env } from 'node:process';\nexport const a = env.A;\n`],
  ['activities/e5.ts', `export const child = { ...process.env };\n`],
  ['worker/e6.ts', `const p = process;\nexport const a = p.env.A;\n`],
].map(([file = '', source = '']) => ({ file, source, complaint: `${file} reads process.env` }));

const validator = (file: string, source: string, verdict: string): Planted => ({
  file,
  source,
  complaint: `${file} has a validator that is ${verdict}`,
});

export const plantedValidators: readonly Planted[] = [
  validator('workflows/v1.ts', `on(update, handle, { validator: async () => {} });\n`, 'asynchronous'),
  validator('workflows/v2.ts', `on(update, handle, { async validator() {} });\n`, 'asynchronous'),
  validator(
    'workflows/v3.ts',
    `async function check() {}\non(update, handle, { validator: check });\n`,
    'asynchronous',
  ),
  validator(
    'workflows/v4.ts',
    `const validator = async () => {};\non(update, handle, { validator });\n`,
    'asynchronous',
  ),
  validator(
    'workflows/v5.ts',
    `import { late } from './v6.js';\non(update, handle, { validator: late });\n`,
    'asynchronous',
  ),
  validator('workflows/v7.ts', `on(update, handle, { validator: make('it') });\n`, 'not a function the reader can see'),
];

export const permittedValidators: readonly Omit<Planted, 'complaint'>[] = [
  { file: 'workflows/v6.ts', source: `export const late = async () => {};\nexport const soon = () => {};\n` },
  { file: 'workflows/v8.ts', source: `import { soon as now } from './v6.js';\non(u, h, { validator: now });\n` },
  { file: 'workflows/v9.ts', source: `on(u, h, { validator: (input) => refuse(input) });\n` },
];

export const plantedCircle: readonly Omit<Planted, 'complaint'>[] = [
  { file: 'domain/c1.ts', source: valueOf('./c2.js') },
  { file: 'domain/c2.ts', source: valueOf('./c3.js') },
  { file: 'domain/c3.ts', source: valueOf('./c1.js') },
  { file: 'domain/c4.ts', source: typeOf('./c5.js') },
  { file: 'domain/c5.ts', source: valueOf('./c4.js') },
];
