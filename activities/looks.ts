import type { Look } from '../documents/dress.js';
import type { PrismaClient } from '../prisma/client.js';
import { readLogos, readTemplateBodies } from '../prisma/queries/document-templates.js';
import { invariant } from '../domain/invariant.js';

/** Reads templates, by digest, and gives what each is; null for documents of before there were templates. */
export type ReadLooks = (digests: readonly (string | null)[]) => Promise<(digest: string | null) => Look | null>;

/** Templates stand for ever and are few: each is read once per process. */
const known = new Map<string, Look>();
const rememberedLooks = 64;

export const looksIn =
  (prisma: PrismaClient): ReadLooks =>
  async (digests) => {
    const asked = new Set(digests.filter((digest) => digest !== null));
    const read = await readLooks(
      prisma,
      [...asked].filter((digest) => !known.has(digest)),
    );
    const looks = new Map([...asked].map((digest) => [digest, read.get(digest) ?? known.get(digest)]));
    if (known.size + read.size > rememberedLooks) known.clear();
    for (const [digest, look] of read) known.set(digest, look);
    return (digest) => {
      if (digest === null) return null;
      const look = looks.get(digest);
      invariant(look, `template ${digest} is not on record`);
      return look;
    };
  };

async function readLooks(prisma: PrismaClient, digests: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  if (digests.length === 0) return new Map();
  const templates = await readTemplateBodies(prisma, digests);
  const wanted = templates.flatMap(({ body }) => (body.logo === null ? [] : [body.logo.sha256]));
  const logos = wanted.length === 0 ? [] : await readLogos(prisma, wanted);
  return new Map(
    templates.map(({ sha256, body }) => {
      const logo = logos.find((each) => each.sha256 === body.logo?.sha256) ?? null;
      invariant(body.logo === null || logo !== null, `the logo of template ${sha256} is not on record`);
      return [sha256, { template: body, logo }];
    }),
  );
}
