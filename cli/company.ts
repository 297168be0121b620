import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { Company } from '../contracts/company.js';
import { asFacts, mistakesOf } from '../contracts/mistakes.js';
import { orderPolicyKinds, PolicySnapshot } from '../contracts/policies.js';
import { composed, textMistakes } from '../contracts/text.js';
import type { Actor } from '../contracts/vocabulary.js';
import { createPrisma, unhurriedConnectMs, type Transaction } from '../prisma/client.js';
import { writeCompany, writePolicy } from '../prisma/commands/company.js';
import { tellIn } from '../words/said.js';
import { StackError } from './stack/home.js';
import { databaseOf } from './target.js';
import { print } from './terminal.js';

const { schemaVersion: _version, zone: _zone, ...policies } = PolicySnapshot.shape;

/** Who we are on documents, and the rules of our trade: `deploy/company.example.json` is one. */
export const CompanyFile = z.strictObject({ company: Company, policies: z.strictObject(policies) });
export type CompanyFile = z.infer<typeof CompanyFile>;

/** `encours company FILE`: our identity and our policies, which no installation can begin without. */
export function register(program: Command): void {
  program
    .command('company')
    .description(
      'write our company and policies from a JSON file; what is already open keeps the policies it began with',
    )
    .argument('<file>', 'JSON, as deploy/company.example.json; - reads standard input')
    .option('--database <url>', 'PostgreSQL to write to (usual: DATABASE_REGISTRAR_URL, else the stack that runs here)')
    .action(async (file: string, options: { readonly database?: string }) => {
      const wanted = readCompanyFile(file);
      const prisma = createPrisma(databaseOf(options.database, 'DATABASE_REGISTRAR_URL'), {
        poolSize: 1,
        connectTimeoutMs: unhurriedConnectMs,
      });
      try {
        const actor: Actor = { principal: 'command-line', role: 'system', requestId: randomUUID() };
        const changed = await prisma.$transaction((tx) => writeAll(tx, wanted, actor));
        print(changed.length === 0 ? 'Nothing to change.' : `Written: ${changed.join(', ')}.`);
      } finally {
        await prisma.$disconnect();
      }
    });
}

/** @throws StackError that names each field at fault. */
export function readCompanyFile(file: string): CompanyFile {
  const parsed = CompanyFile.safeParse(composed(parseJson(file)), asFacts);
  const mistakes = parsed.success ? textMistakes(parsed.data, 'documents') : mistakesOf(parsed.error);
  if (parsed.success && mistakes.length === 0) return parsed.data;
  const lines = mistakes.map(({ path, said }) => `  ${path.join('.')}: ${tellIn('en', said)}`);
  throw new StackError(`${file} is not complete:\n${lines.join('\n')}`);
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new StackError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Writes what differs, each with its audit row. @returns names of what changed. */
async function writeAll(tx: Transaction, wanted: CompanyFile, actor: Actor): Promise<readonly string[]> {
  const at = new Date();
  const changed: string[] = [];
  if (await writeCompany(tx, wanted.company, at, actor)) changed.push('company');
  for (const kind of orderPolicyKinds)
    if (await writePolicy(tx, { kind, body: wanted.policies[kind] }, at, actor)) changed.push(`policy ${kind}`);
  return changed;
}
