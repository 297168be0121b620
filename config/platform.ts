import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isLoopback } from './transport.js';

/** What is set of an approved platform: docs/PLATFORM.md. */
export const platformVariables = {
  PLATFORM_URL: z
    .string()
    .regex(/^$|^(file|https?):\/\/\S+$/, 'file:///a/folder, https://… or nothing')
    .default(''),
  PLATFORM_TOKEN: z.string().default(''),
  PLATFORM_NUMBER: z
    .string()
    .regex(/^([A-Z0-9]{4})?$/, 'the four characters that the administration registered it by')
    .default(''),
  PLATFORM_NAME: z.string().max(100).default(''),
  PLATFORM_WEBHOOK_SECRET: z.string().default(''),
  PLATFORM_FORMAT: z.enum(['ubl', 'cii', 'facturx']).default('ubl'),
  PLATFORM_TIMEOUT_MS: z.coerce.number().int().min(500).max(120_000).default(30_000),
};
type Variables = z.infer<z.ZodObject<typeof platformVariables>>;

/** By files in a folder, by HTTP, or none. */
export type PlatformSettings = {
  readonly format: 'ubl' | 'cii' | 'facturx';
  readonly by:
    | { readonly kind: 'none' }
    | { readonly kind: 'files'; readonly folder: string }
    | { readonly kind: 'http'; readonly url: string; readonly token: string; readonly timeoutMs: number };
  /** By which the administration knows the platform that hands reports on; null: not said. */
  readonly registration: { readonly number: string; readonly name: string } | null;
  /** Signs what the platform brings; undefined: it brings nothing. */
  readonly webhookSecret: string | undefined;
};

export function platformOf(e: Variables): PlatformSettings {
  const { PLATFORM_URL: url, PLATFORM_TOKEN: token, PLATFORM_TIMEOUT_MS: timeoutMs } = e;
  const webhookSecret = e.PLATFORM_WEBHOOK_SECRET === '' ? undefined : e.PLATFORM_WEBHOOK_SECRET;
  const { PLATFORM_NUMBER: number, PLATFORM_NAME: name } = e;
  const registration = number === '' ? null : { number, name: name === '' ? number : name };
  const common = { format: e.PLATFORM_FORMAT, registration, webhookSecret };
  if (url === '') return { ...common, by: { kind: 'none' } };
  if (url.startsWith('file:')) return { ...common, by: { kind: 'files', folder: fileURLToPath(url) } };
  return { ...common, by: { kind: 'http', url: url.replace(/\/+$/, ''), token, timeoutMs } };
}

/** @param plaintextHosts that may be reached without TLS */
export function platformProblems(e: Variables, plaintextHosts: readonly string[]): string[] {
  const { PLATFORM_URL: url, PLATFORM_TOKEN: token, PLATFORM_WEBHOOK_SECRET: secret } = e;
  const problems: string[] = [];
  if (secret !== '' && secret.length < 32)
    problems.push('PLATFORM_WEBHOOK_SECRET: set a random text of at least 32 characters, the platform’s too.');
  if (!/^https?:/.test(url)) return problems;
  if (token === '') problems.push('PLATFORM_TOKEN: PLATFORM_URL goes with it.');
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !isLoopback(hostname) && !plaintextHosts.includes(hostname))
    problems.push('PLATFORM_URL: write https://…: invoices travel there.');
  return problems;
}
