import type { Language, Role } from '../../contracts/vocabulary.js';

/** What each role's guide is called in docs/guides. */
const names: Readonly<Record<Role, string>> = {
  sales: 'sales',
  logistics: 'logistics',
  finance: 'finance',
  manager: 'manager',
  ops: 'operations',
  admin: 'administrator',
};

const texts = import.meta.glob<string>('../../docs/guides/{fr,en}/*.md', { query: '?raw', import: 'default' });
const pictures = import.meta.glob<string>('../../docs/guides/images/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The guide as it is written. @throws Error when there is none */
export const loadGuide = (role: Role, language: Language): Promise<string> => {
  const load = texts[`../../docs/guides/${language}/${names[role]}.md`];
  return load === undefined ? Promise.reject(new Error(`There is no guide for ${role}.`)) : load();
};

/** Where a picture is served. */
export const pictureUrl = (file: string): string | undefined => pictures[`../../docs/guides/images/${file}`];
