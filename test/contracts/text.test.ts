import { describe, expect, it } from 'vitest';
import { composed, textMistakes } from '../../contracts/text.js';
import { tellIn } from '../../words/said.js';

describe('texts at the door', () => {
  it('are composed, so that a name is spelled in one way, in whatever it stands', () => {
    expect(composed({ name: 'Cafe\u0301', lines: [{ unit: 'pie\u0300ce', no: 1 }], siren: null })).toEqual({
      name: 'Café',
      lines: [{ unit: 'pièce', no: 1 }],
      siren: null,
    });
  });

  it.each([
    'Œuvre, l’Étuvée & Cie: 50 % « à » 3 € ½ №',
    'Đặng Thị Ngọc Ánh',
    'Αθήνα ΐ',
    'Ёлка Ґанок Џ',
    'Երևան',
    'თბილისი',
    'x̄ M̂ ﬁne ✓ →',
  ])('%s can be printed', (name) => {
    expect(textMistakes({ name }, 'documents')).toEqual([]);
  });

  it.each([
    ['Chinese', '株式会社', '"株" (U+682A)'],
    ['a picture', 'Fleurs 🌸', '"🌸" (U+1F338)'],
    ['Arabic, whose letters join', 'شركة', '"ش" (U+0634)'],
    ['Hebrew, which runs the other way', 'חברה', '"ח" (U+05D7)'],
    ['Devanagari', 'कंपनी', '"क" (U+0915)'],
    ['Thai', 'บริษัท', '"บ" (U+0E1A)'],
    ['Hangul', '회사', '"회" (U+D68C)'],
  ])('%s is refused where documents print it, and searched for all the same', (_script, name, said) => {
    const [mistake] = textMistakes({ address: { name } }, 'documents');
    expect(mistake?.path).toEqual(['address', 'name']);
    expect(mistake && tellIn('en', mistake.said)).toContain(`holds ${said}, which documents cannot print`);
    expect(textMistakes({ address: { name } }, 'search')).toEqual([]);
  });

  it('what others wrote and what no document prints may be in any script', () => {
    expect(textMistakes({ remittanceText: '請求書 🌸', reason: 'شركة' }, 'documents')).toEqual([]);
  });

  it.each(['\u0085', '\u009b', '\u200b', '\u200e', '\u202e', '\u2028', '\u2066', '\ufeff'])(
    'what hides or reorders text is refused everywhere alike: %j',
    (character) => {
      for (const field of ['name', 'reason', 'remittanceText', 'reference'])
        for (const use of ['documents', 'search'] as const)
          expect(textMistakes([{ [field]: `a${character}b` }], use)).toEqual([
            { path: ['0', field], said: expect.objectContaining({ sentence: 'invisible-character' }) as object },
          ]);
    },
  );
});
