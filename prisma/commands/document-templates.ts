import { createHash } from 'node:crypto';
import type { DocumentTemplate, DocumentTemplateInput, Logo } from '../../contracts/document-template.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { warningsOf } from '../../domain/document-template.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { companyToday } from '../queries/company.js';
import { getTemplate } from '../queries/document-templates.js';
import { appendAudit } from '../repositories/audit.js';
import { snapshotHash } from '../repositories/documents.js';
import { refuse } from './refusals.js';

/** Puts a template in force from a day on, as the next version. What is issued keeps the version that it was issued with. */
export async function setTemplate(
  tx: Transaction,
  { from, despiteWarnings = false, ...body }: DocumentTemplateInput,
  actor: Actor,
  nowMs: number,
): Promise<Answer<DocumentTemplate>> {
  const misdated = refuseDate('documentTemplate', { field: 'from', date: from }, await companyToday(tx, nowMs));
  if (misdated) return misdated;
  const { logo } = body;
  if (logo !== null && (await tx.documentLogo.count({ where: { sha256: logo.sha256 } })) === 0)
    return refuse('invalid-request', said('logo-not-kept', { sha256: logo.sha256 }), {
      field: 'logo.sha256',
      remedy: said('keep-logo-first'),
    });
  const [warning, ...others] = warningsOf(body);
  if (warning !== undefined && !despiteWarnings)
    return refuse('invalid-request', said('template-warned', { warning }), {
      field: warning.kind === 'low-contrast' ? `colors.${warning.color}` : `columns.${warning.document}`,
      remedy: said('say-despite-warnings'),
    });
  await tx.$queryRaw`SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended('document-template', 0))`;
  const sha256 = snapshotHash(body);
  const [row] = await tx.$queryRaw<{ readonly version: number }[]>`
    INSERT INTO document_template (version, valid_from, body, sha256, set_by, set_at)
    SELECT coalesce(max(version), 0) + 1, ${from}::date, ${JSON.stringify(body)}::jsonb, ${sha256}, ${actor.principal}, ${new Date(nowMs)}
    FROM document_template RETURNING version`;
  invariant(row, 'the template was not written');
  const { version } = row;
  const warnings = warning === undefined ? 0 : others.length + 1;
  await appendAudit(tx, [
    {
      actor,
      action: 'document-template.set',
      entity: 'document-template',
      entityId: String(version),
      after: { version, from, sha256, warnings },
    },
  ]);
  const written = await getTemplate(tx, version, nowMs);
  invariant(written, `version ${version} of the template was written and is gone`);
  return written;
}

/** Keeps a logo under the digest of its bytes, once. */
export async function keepLogo(
  tx: Transaction,
  logo: Pick<Logo, 'type' | 'width' | 'height'>,
  content: Uint8Array<ArrayBuffer>,
  actor: Actor,
  nowMs: number,
): Promise<Logo> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const kept = { sha256, ...logo };
  const { count } = await tx.documentLogo.createMany({
    data: [{ ...kept, bytes: content, setBy: actor.principal, setAt: new Date(nowMs) }],
    skipDuplicates: true,
  });
  if (count > 0)
    await appendAudit(tx, [
      { actor, action: 'document-logo.kept', entity: 'document-logo', entityId: sha256, after: kept },
    ]);
  return { ...kept, bytes: content.length };
}
