/**
 * Which objects of a JSON array name a field twice: JSON's readers keep the last and say nothing. @param text valid JSON
 * @returns the field by its place in the array, from 1
 */
export function doubledFields(text: string): ReadonlyMap<number, string> {
  const doubled = new Map<number, string>();
  const open: { readonly names: Set<string> | null }[] = [];
  let [row, mayName] = [1, false];
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs)) {
    const inner = open.at(-1)?.names ?? null;
    if (token === '{' || token === '[') open.push({ names: token === '{' ? new Set() : null });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && open.length === 1) row += 1;
    else if (inner !== null && mayName && token.startsWith('"')) {
      const name = JSON.parse(token) as string;
      if (inner.has(name) && !doubled.has(row)) doubled.set(row, name);
      inner.add(name);
    }
    mayName = token === '{' || token === ',';
  }
  return doubled;
}
