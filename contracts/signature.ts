import { z } from 'zod';
import { mistake } from './said.js';
import { signatureField } from './vocabulary.js';

const LONGEST = 20_000;

const stroke = String.raw`M\d{1,3} \d{1,3}(?: L\d{1,3} \d{1,3})*`;
const strokes = new RegExp(`^${stroke}(?: ${stroke})*$`);

const { width, height } = signatureField;
const isInside = (path: string): boolean =>
  (path.match(/\d+/g) ?? []).every((figure, index) => Number(figure) <= (index % 2 === 0 ? width : height));

/**
 * A signature as it was drawn: strokes of whole coordinates from the top left corner, as path data of SVG with `M` and `L`
 * alone. Nothing else passes, so that it can be drawn anywhere without being trusted.
 */
export const Signature = z
  .string()
  .max(LONGEST)
  .regex(strokes, mistake('wrong-strokes'))
  .refine(isInside, mistake('not-strokes-inside'));
