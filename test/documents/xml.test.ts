import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { group, leaf, xmlDocument } from '../../documents/e-invoice/xml.js';
import { InvariantError } from '../../domain/invariant.js';

const spaces = { a: 'urn:a' };

describe('what writes XML', () => {
  it('puts elements into each other, with their attributes', () => {
    const inside = group('a:in', leaf('a:no', '7', { unit: 'kg' }), [leaf('a:no', '8'), null]);
    expect(xmlDocument('a:all', spaces, inside)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a:all xmlns:a="urn:a"><a:in><a:no unit="kg">7</a:no><a:no>8</a:no></a:in></a:all>\n',
    );
  });

  it('leaves out what holds nothing, and what holds only that', () => {
    const empty = group('a:in', leaf('a:no', null), group('a:deep', leaf('a:no', '')));
    expect(empty).toBeNull();
    expect(xmlDocument('a:all', spaces, empty, leaf('a:no', '1'))).not.toContain('a:in');
  });

  it('lets no text become markup', () => {
    const text = `<b>&amp;"']]>`;
    expect(xmlDocument('a:all', spaces, leaf('a:no', text, { unit: text }))).toContain(
      '<a:no unit="&lt;b&gt;&amp;amp;&quot;&apos;]]&gt;">&lt;b&gt;&amp;amp;&quot;&apos;]]&gt;</a:no>',
    );
  });

  it('writes U+FFFD for what is no character of XML: controls, halves of a pair, U+FFFE', () => {
    expect(xmlDocument('a:all', spaces, leaf('a:no', 'a\u0000b\u0008c\ud800d\uffffe'))).toContain(
      '>a\ufffdb\ufffdc\ufffdd\ufffde<',
    );
  });

  it('keeps line ends, which a reader would otherwise change', () => {
    expect(xmlDocument('a:all', spaces, leaf('a:no', 'a\r\nb\tc'))).toContain('>a&#13;&#10;b&#9;c<');
  });

  it.each(['a:1x', 'a:x y', 'b:no', 'a:', 'a:x>', 'a:b:c', ':x', ''])('writes no element named %j', (name) => {
    expect(() => xmlDocument('a:all', spaces, leaf(name, '1'))).toThrow(InvariantError);
  });

  it.each(['1x', 'x y', 'x="', 'b:id', ''])('writes no attribute named %j', (name) => {
    expect(() => xmlDocument('a:all', spaces, leaf('a:no', '1', { [name]: '1' }))).toThrow(InvariantError);
  });

  it('of any text writes what is well-formed in any element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const xml = xmlDocument('a:all', spaces, leaf('a:no', text, { unit: text }));
        const told = /<a:no unit="([^"]*)">([^<]*)<\/a:no>/.exec(xml);
        for (const written of [told?.[1], told?.[2]]) {
          expect(written).toMatch(/^(?:[^<>&"]|&(?:amp|lt|gt|quot|apos|#9|#10|#13);)*$/u);
          expect(written).not.toMatch(/[\u0000-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/);
        }
      }),
    );
  });
});
