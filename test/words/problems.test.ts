import { describe, expect, it } from 'vitest';
import { said, type Said } from '../../contracts/said.js';
import { languages } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { refuseFiner } from '../../domain/amount-entry.js';
import { refuseAtStage } from '../../domain/order-stages.js';
import { mistakes as enMistakes } from '../../words/en/mistakes.js';
import { refusals as enRefusals } from '../../words/en/refusals.js';
import { mistakes as frMistakes } from '../../words/fr/mistakes.js';
import { refusals as frRefusals } from '../../words/fr/refusals.js';
import { moveInWords } from '../../words/move-in.js';
import { tellIn } from '../../words/said.js';
import { toldOf } from '../support/told.js';

type Text = string | ((values: object, tell: (inner: Said) => string) => string);
const english: Readonly<Record<string, Text>> = { ...enRefusals, ...enMistakes } as never;
const french: Readonly<Record<string, Text>> = { ...frRefusals, ...frMistakes } as never;

const written: Readonly<Record<string, string>> = {
  day: '2026-11-30',
  first: '2026-11-01',
  last: '2026-11-29',
  today: '2026-11-30',
  month: '2026-11',
  end: '2026-12-31',
};

/** A sentence with a value in each of its holes. */
function textOf(text: Text, onAsked: (name: string) => void = () => undefined): string {
  if (typeof text !== 'function') return text;
  const get = (_: object, name: string | symbol): unknown => {
    onAsked(String(name));
    return written[String(name)] ?? ['a value'];
  };
  return text(new Proxy({}, { get }), () => 'another sentence');
}

/** The values that a sentence is made of: those that it asks for. */
function holesOf(text: Text | undefined): readonly string[] {
  if (typeof text !== 'function') return [];
  const asked = new Set<string>();
  textOf(text, (name) => asked.add(name));
  return [...asked].toSorted((a, b) => a.localeCompare(b));
}

/** The page that a French reader has before them shows the rest. */
const leftUnsaid: readonly string[] = [
  'mail-decided',
  'quote-at',
  'resolve-a-step',
  'say-what-it-pays',
  'line-ends-by-itself',
];

describe('what is refused', () => {
  it('is said in both languages, out of the same facts', () => {
    expect(Object.keys(english).length).toBeGreaterThan(300);
    expect(Object.keys(french).toSorted()).toEqual(Object.keys(english).toSorted());
    const unlike = Object.keys(english).filter(
      (sentence) => holesOf(french[sentence]).join() !== holesOf(english[sentence]).join(),
    );
    expect(unlike.toSorted()).toEqual(leftUnsaid.toSorted());
  });

  it('would be noticed where a language leaves something out', () => {
    expect(holesOf(({ code }: { readonly code?: string }) => `${code} is taken`)).toEqual(['code']);
    expect(holesOf(() => 'is taken')).toEqual([]);
  });

  it('keeps its figures, and says the vocabulary in French', () => {
    const order = { number: 'SO-2026-000007', stage: 'delivered', stopped: false, lines: [] } as const;
    expect(toldOf(refuseAtStage(order, 'amendment'), 'fr').detail).toBe(
      'Une commande qui a des livraisons ne se modifie plus, et SO-2026-000007 en est à : Livrée.',
    );
    expect([said('payloads-not-encoded'), said('payloads-not-decoded')].map((each) => tellIn('fr', each))).toEqual([
      'Les contenus ne peuvent pas être chiffrés.',
      'Les contenus ne peuvent pas être déchiffrés.',
    ]);
    expect(tellIn('fr', said('unknown-field', { known: ['a', 'b'] }))).toBe('n’est pas connu ici : il y a a, b');
    expect(tellIn('fr', said('taken-now', { taken: ['cancellation', 'delivery'] }))).toBe(
      'Ce qu’elle admet maintenant : une annulation, une livraison.',
    );
    expect(toldOf(refuseFiner('amount', '1.500', 'EUR'), 'fr')).toMatchObject({
      detail:
        '1.500 doit avoir au plus 2 décimales en EUR : le point sépare les décimales, et séparait sans doute ici les milliers.',
      remedy: 'Écrivez 1500 si c’est ce qui était voulu. Écrivez le montant dans les décimales de sa devise.',
    });
    const date = refuseDate('payment', { field: 'date', date: '2027-01-15' }, '2026-11-29');
    expect(toldOf(date, 'fr').detail).toBe(
      'Une date de valeur est entre le 29/11/2016 et le 06/12/2026, et celle-ci est le 15/01/2027.',
    );
    expect(toldOf(date, 'en').detail.replaceAll('\u00a0', ' ')).toBe(
      'A value date lies between 29 Nov 2016 and 6 Dec 2026, and this one is 15 Jan 2027.',
    );
  });

  it('writes no date and no month as programs do, in any sentence', () => {
    const texts = [english, french].flatMap((words) => Object.values(words).map((text) => textOf(text)));
    const asPrograms = texts.filter((text) => /(?<!")\d{4}-\d{2}(?!.*")/.test(text));
    expect(asPrograms).toEqual([enMistakes['wrong-month'], frMistakes['wrong-month']]);
    const text = tellIn('en', said('month-not-ended', { month: '2026-11', day: '2026-11-30' }));
    expect(text.replaceAll('\u00a0', ' ')).toBe('November 2026 has not ended: its last day is 30 Nov 2026.');
  });

  it('says one sentence inside another in the same language', () => {
    const mistake = said('too-few-items', { least: 2 });
    expect(languages.map((language) => tellIn(language, said('of-field', { field: 'lines', mistake })))).toEqual([
      'lines doit avoir au moins 2 éléments.',
      'lines must have at least 2 items.',
    ]);
  });

  it('stays as it is on record where a former release wrote it as a sentence, or a later one knows it', () => {
    expect(tellIn('fr', said('as-recorded', { text: 'Quite another thing.' }))).toBe('Quite another thing.');
    const kept = { value: 'x', expected: 'must be a date such as "2026-11-22"', said: null };
    expect(moveInWords.fr['not-valid'](kept)[0]).toBe(kept.expected);
    expect(moveInWords.fr['not-valid']({ ...kept, expected: null, said: said('missing') })[0]).toBe('manque');
    expect(tellIn('fr', { sentence: 'of-next-year', values: {} } as never)).toBe('of-next-year');
  });
});
