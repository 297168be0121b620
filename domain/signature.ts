import { signatureField } from '../contracts/vocabulary.js';

/** A point of a stroke, in units of the field that is signed in. */
export type Point = { readonly x: number; readonly y: number };

const within = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)));

/** Strokes as path data, such as `M10 20 L30 40 M50 60 L50 60`: a point alone is a dot. Empty where nothing was drawn. */
export const strokesOf = (strokes: readonly (readonly Point[])[]): string =>
  strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) => (stroke.length === 1 ? [...stroke, ...stroke] : stroke))
    .map((stroke) => stroke.map(written).join(' '))
    .join(' ');

const written = ({ x, y }: Point, at: number): string =>
  `${at === 0 ? 'M' : 'L'}${within(x, signatureField.width)} ${within(y, signatureField.height)}`;
