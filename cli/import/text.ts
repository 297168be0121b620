import { readFileSync } from 'node:fs';
import { ImportError } from '../../api/import/errors.js';

/** The text of a file, normalised. @throws ImportError when it cannot be read, with what to do */
export function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)).normalize('NFC');
  } catch (error) {
    if (error instanceof TypeError) throw new ImportError(`${file} is not UTF-8: save it as "CSV UTF-8" or JSON.`);
    throw new ImportError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param name of the file, as it is told. @throws ImportError when the text is not JSON */
export function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
