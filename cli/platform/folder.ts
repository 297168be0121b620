import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk, type Desk } from './desk.js';

/**
 * The stand-in by files: takes what is whole in `outbox`, and leaves its answers in `inbox`, written beside their names and
 * renamed when they are whole.
 */
export function standInFolder(folder: string): { readonly desk: Desk; readonly look: () => number } {
  const at = (name: 'outbox' | 'inbox' | 'taken', file = ''): string => join(folder, name, file);
  for (const name of ['outbox', 'inbox', 'taken'] as const) mkdirSync(at(name), { recursive: true });
  const desk = openDesk(({ name, xml }) => {
    writeFileSync(at('inbox', `.${name}.part`), xml);
    renameSync(at('inbox', `.${name}.part`), at('inbox', name));
  });
  return {
    desk,
    /** @returns how many files it took */
    look: () => {
      const names = readdirSync(at('outbox')).filter((name) => !name.startsWith('.'));
      for (const name of names) {
        desk.take({ key: name, fileName: name }, readFileSync(at('outbox', name)));
        renameSync(at('outbox', name), at('taken', name));
      }
      return names.length;
    },
  };
}
