import ExcelJS from 'exceljs';
import { moveInColumns, type MoveInColumn } from '../../contracts/move-in-columns.js';
import { moveInKinds } from '../../contracts/move-in.js';
import type { Language } from '../../contracts/vocabulary.js';
import { moveInColumnWords } from '../../words/move-in-columns.js';
import { moveInSheets } from '../../words/move-in.js';

/** How a column shows what is typed into it; a text keeps its leading zeros. */
const formatCodes: Readonly<Record<MoveInColumn['format'], string>> = {
  text: '@',
  decimal: 'General',
  number: '0',
  date: 'yyyy-mm-dd',
  moment: '@',
  choice: '@',
};
const WIDEST = 40;

/** An empty workbook with a sheet for each kind, whose columns are named and explained. */
export async function moveInTemplate(language: Language): Promise<Uint8Array> {
  const words = moveInColumnWords[language];
  const book = new ExcelJS.Workbook();
  const readMe = book.addWorksheet(words.readMe);
  readMe.getColumn(1).width = 120;
  for (const line of words.lines) readMe.addRow([line]);
  for (const kind of moveInKinds) {
    const sheet = book.addWorksheet(moveInSheets[language][kind], { views: [{ state: 'frozen', ySplit: 1 }] });
    const columns = moveInColumns(kind);
    sheet.columns = columns.map(({ field, format }) => ({
      header: field,
      width: Math.min(WIDEST, Math.max(12, field.length + 4)),
      style: { numFmt: formatCodes[format] },
    }));
    for (const [index, column] of columns.entries()) {
      const cell = sheet.getRow(1).getCell(index + 1);
      cell.font = { bold: column.isRequired };
      cell.note = noteOf(column, language);
    }
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** What a column holds, how it is written, and whether it may be empty. */
function noteOf({ field, format, isRequired, values }: MoveInColumn, language: Language): string {
  const words = moveInColumnWords[language];
  const fields: Readonly<Record<string, string>> = words.fields;
  const choices = values.length === 0 ? '' : `: ${values.join(', ')}`;
  return [
    fields[field] ?? field,
    `${words.formats[format]}${choices}`,
    isRequired ? words.required : words.optional,
  ].join('\n');
}
