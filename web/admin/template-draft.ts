import type { DocumentTemplate, TemplateBody, TemplateWords } from '../../contracts/document-template.js';
import type { DocumentColumn, Language, TemplatedKind } from '../../contracts/vocabulary.js';
import { templateTexts } from '../../contracts/vocabulary.js';
import { columnsOf, usualColumns } from '../../domain/document-template.js';

/** A template as it is typed. */

/** Of which words are edited. */
export type Worded = TemplatedKind | 'every';

/** What a version says, to begin with. */
export const draftOf = ({ logo, colors, languages, columns, texts }: DocumentTemplate): TemplateBody => ({
  logo,
  colors,
  languages,
  columns,
  texts,
});

export const wordsOf = (draft: TemplateBody, of: Worded, language: Language): TemplateWords =>
  draft.texts[of]?.[language] ?? {};

/** What is typed as words is kept as it stands; see `sentOf`. */
export function withWord(
  draft: TemplateBody,
  of: Worded,
  language: Language,
  word: Partial<Record<keyof TemplateWords, string>>,
): TemplateBody {
  const words = { ...wordsOf(draft, of, language), ...word };
  return { ...draft, texts: { ...draft.texts, [of]: { ...draft.texts[of], [language]: words } } };
}

export function withLanguage(draft: TemplateBody, kind: TemplatedKind, language: Language | null): TemplateBody {
  const { [kind]: _before, ...others } = draft.languages;
  return { ...draft, languages: language === null ? others : { ...others, [kind]: language } };
}

/** The columns of a kind as they are chosen; the usual ones are said by none. */
export function withColumns(draft: TemplateBody, kind: TemplatedKind, chosen: readonly DocumentColumn[]): TemplateBody {
  const { [kind]: _before, ...others } = draft.columns;
  const isUsual = JSON.stringify(chosen) === JSON.stringify(usualColumns[kind]);
  return { ...draft, columns: (isUsual ? others : { ...others, [kind]: chosen }) as TemplateBody['columns'] };
}

/** Takes a column in, at the end, or leaves it out; the last one stays. */
export function toggled(draft: TemplateBody, kind: TemplatedKind, column: DocumentColumn): TemplateBody {
  const now: readonly DocumentColumn[] = columnsOf(draft, kind);
  const next = now.includes(column) ? now.filter((each) => each !== column) : [...now, column];
  return next.length === 0 ? draft : withColumns(draft, kind, next);
}

/** Moves a column by one place. */
export function moved(draft: TemplateBody, kind: TemplatedKind, column: DocumentColumn, by: -1 | 1): TemplateBody {
  const now: readonly DocumentColumn[] = columnsOf(draft, kind);
  const from = now.indexOf(column);
  const others = now.filter((each) => each !== column);
  const to = Math.max(0, Math.min(others.length, from + by));
  return withColumns(draft, kind, others.toSpliced(to, 0, column));
}

/** What is sent: words without what is empty. */
export function sentOf(draft: TemplateBody): TemplateBody {
  const texts = Object.entries(draft.texts).flatMap(([of, byLanguage]) => {
    const languages = Object.entries(byLanguage ?? {}).flatMap(([language, words]) => {
      const given = templateTexts.flatMap((text) => {
        const said = words?.[text]?.trim() ?? '';
        return said === '' ? [] : [[text, said] as const];
      });
      return given.length === 0 ? [] : [[language, Object.fromEntries(given)] as const];
    });
    return languages.length === 0 ? [] : [[of, Object.fromEntries(languages)] as const];
  });
  return { ...draft, texts: Object.fromEntries(texts) };
}
