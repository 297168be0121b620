export type Inline = { readonly kind: 'text' | 'strong' | 'code'; readonly text: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly of: readonly Inline[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'picture'; readonly file: string; readonly text: string };

/** What the guides are written in: headings, paragraphs, lists of one line an item, pictures, bold, code, links as text. */
export const blocksOf = (markdown: string): readonly Block[] =>
  markdown
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(blockOf);

const item = /^(?:\d+\.|-) /;

function blockOf(part: string): Block {
  const heading = /^(#+) (.*)$/.exec(part);
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  const picture = /^!\[(.*)\]\((?:.*\/)?([^/)]+)\)$/.exec(part);
  if (picture) return { kind: 'picture', text: picture[1] ?? '', file: picture[2] ?? '' };
  if (!item.test(part)) return { kind: 'paragraph', of: inlinesOf(part.replaceAll('\n', ' ')) };
  const items = part.split('\n').map((line) => inlinesOf(line.replace(item, '')));
  return { kind: 'list', isOrdered: /^\d/.test(part), items };
}

const inlinesOf = (text: string): readonly Inline[] =>
  text
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .split(/(\*\*.+?\*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.startsWith('**')) return { kind: 'strong', text: part.slice(2, -2) };
      return part.startsWith('`') ? { kind: 'code', text: part.slice(1, -1) } : { kind: 'text', text: part };
    });
