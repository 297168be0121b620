import { describe, expect, it } from 'vitest';
import { harmlessText } from '../../words/spreadsheet-text.js';

describe('a text in a cell of a file', () => {
  it.each(['=1+1', '+33 1', '-12 %', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', '＝1', '＋1', '－1', '＠a'])(
    'is marked where a spreadsheet would take it for a formula: %j',
    (text) => {
      expect(harmlessText(text)).toBe(`'${text}`);
    },
  );

  it.each(['', 'Durand', "'=1", 'a=1', '1-2', ' =1', '#REF', 'ligne\n=1'])('stays as it is else: %j', (text) => {
    expect(harmlessText(text)).toBe(text);
  });
});
