/** Tells the story line by line, and remembers every figure that is not what the story says. */
export type Teller = {
  readonly chapter: (title: string) => void;
  readonly say: (text: string) => void;
  /** Says what is expected and what the system has; a difference fails the demo. */
  readonly check: (what: string, actual: unknown, expected: unknown) => void;
  readonly failures: readonly string[];
};

export function openTeller(write: (line: string) => void): Teller {
  const failures: string[] = [];
  return {
    failures,
    chapter: (title) => write(`\n${title}`),
    say: (text) => write(`  ${text}`),
    check(what, actual, expected) {
      if (actual === expected) {
        write(`  ✓ ${what}: ${String(actual)}`);
        return;
      }
      failures.push(`${what}: ${String(actual)} instead of ${String(expected)}`);
      write(`  ✗ ${what}: ${String(actual)} instead of ${String(expected)}`);
    },
  };
}
