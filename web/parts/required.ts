import { useWords } from '../app/language.js';

/** Says that a field has to be filled in; null: it is. */
export function useRequired(): (text: string | null) => string | null {
  const { t } = useWords();
  return (text) => ((text ?? '').trim() === '' ? t.shell.required : null);
}
