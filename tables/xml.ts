/** A tag as it stands: its name without prefix, its attributes as they are written. */
export type Tag = {
  readonly name: string;
  readonly kind: 'opens' | 'closes' | 'empty';
  readonly attributes: string;
};

/**
 * Goes through a text of XML once, tag by tag, whatever its length. Comments, instructions and declarations are passed over;
 * entities of a document type are not known.
 * @param told a tag, and the characters before it since the tag before
 */
export function eachTag(xml: string, told: (tag: Tag, before: string) => void): void {
  let [at, text] = [0, ''];
  for (let open = xml.indexOf('<'); open !== -1; open = xml.indexOf('<', at)) {
    text += plain(xml.slice(at, open));
    if (xml.startsWith('<![CDATA[', open)) {
      const end = endOf(xml, ']]>', open);
      text += xml.slice(open + 9, end);
      at = end + 3;
      continue;
    }
    if (xml.startsWith('<!--', open)) {
      at = endOf(xml, '-->', open) + 3;
      continue;
    }
    const close = endOf(xml, '>', open);
    at = close + 1;
    const sign = xml[open + 1];
    if (sign === '?' || sign === '!') continue;
    told(tagOf(xml.slice(open + 1, close)), text);
    text = '';
  }
}

const endOf = (xml: string, mark: string, from: number): number => {
  const end = xml.indexOf(mark, from);
  return end === -1 ? xml.length : end;
};

function tagOf(inside: string): Tag {
  const closes = inside.startsWith('/');
  const isEmpty = !closes && inside.endsWith('/');
  const whole = inside.slice(closes ? 1 : 0, isEmpty ? -1 : undefined);
  const space = whole.search(/\s/);
  const name = space === -1 ? whole : whole.slice(0, space);
  return {
    name: name.slice(name.indexOf(':') + 1),
    kind: closes ? 'closes' : isEmpty ? 'empty' : 'opens',
    attributes: space === -1 ? '' : whole.slice(space),
  };
}

/** An attribute of a tag; undefined: it has none of this name. A prefix belongs to the name. */
export function attribute({ attributes }: Tag, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found === null ? undefined : plain(found[1] ?? found[2] ?? '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const plain = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(?:#x([\dA-Fa-f]+)|#(\d+)|(\w+));/g, (whole, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return entities[name] ?? whole;
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
      })
    : text;
