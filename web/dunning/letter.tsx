import { Anchor } from '@mantine/core';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';

/** The number of a letter in the key of its document or mail; null: it is of something else. */
export const letterIn = (id: string): string | null => /^dunning-letter:(.+)$/.exec(id)?.[1] ?? null;

export const letterPath = (letter: string): string => pathOf('/v1/dunning-letters', letter, 'document.pdf');

/** The letter as it was sent, in a tab of its own. */
export function LetterLink({ letter }: { readonly letter: string }) {
  const { t } = useWords();
  const may = useMay();
  if (!may('dunning-letters.document')) return letter;
  return (
    <Anchor href={letterPath(letter)} target="_blank" rel="noreferrer" size="sm">
      {t.finance.letter} {letter}
    </Anchor>
  );
}
