import { vi } from 'vitest';

/** What a command says from now on, line by line, until the mocks are restored. */
export function hear(): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(...String(text).replace(/\n$/, '').split('\n'));
    return true;
  });
  return lines;
}
