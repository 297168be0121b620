import { Anchor, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, lazy } from 'react';
import type { OrderAdjustment } from '../../contracts/adjustment.js';
import { useWords } from '../app/language.js';
import type { TypedAdjustment } from './adjustments-dialog.js';
import { useAdjustmentWords } from './words.js';
import type { TypedLine } from './typed-lines.js';

const AdjustmentsDialog = lazy(() =>
  import('./adjustments-dialog.js').then(({ AdjustmentsDialog: dialog }) => ({ default: dialog })),
);

type OfLine = {
  readonly line: TypedLine;
  readonly error: string | undefined;
  readonly onChange: (changes: Pick<TypedLine, 'adjustments'>) => void;
};

/** What comes off the price of a line or on top of it, and the way to change that. */
export function LineAdjustments({ line, error, onChange }: OfLine) {
  if (line.product.trim() === '') return null;
  return (
    <Suspense fallback={null}>
      <Told
        line={line.lineNo}
        adjustments={line.adjustments ?? []}
        error={error}
        onTake={(adjustments) => onChange({ adjustments })}
      />
    </Suspense>
  );
}

export type OfWhole = {
  readonly adjustments: readonly OrderAdjustment[];
  readonly error: string | undefined;
  readonly onChange: (adjustments: readonly OrderAdjustment[]) => void;
};

/** What is refused of them, of the fields that a refusal names. */
export const wholeError = (fields: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(fields).find(([field]) => /^adjustments(\.|$)/.test(field))?.[1];

/** What comes off the whole or on top of it, and the way to change that. */
export function WholeAdjustments({ adjustments, error, onChange }: OfWhole) {
  return (
    <Suspense fallback={null}>
      <Told
        line={null}
        adjustments={adjustments}
        error={error}
        onTake={(taken) =>
          onChange(taken.flatMap(({ basis, ...each }) => (basis === 'per-unit' ? [] : [{ ...each, basis }])))
        }
      />
    </Suspense>
  );
}

type Props = {
  /** Null: of the whole. */
  readonly line: number | null;
  readonly adjustments: readonly TypedAdjustment[];
  readonly error: string | undefined;
  readonly onTake: (adjustments: readonly TypedAdjustment[]) => void;
};

function Told({ line, adjustments, error, onTake }: Props) {
  const said = useAdjustmentWords();
  const { words } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const title = line === null ? said.ofWhole : said.open(line);
  const tell = ({ kind, text, basis, value }: TypedAdjustment): string => {
    const figure = basis === 'percent' ? words.say.percent(value) : words.say.price(value);
    return `${text} ${kind === 'charge' ? '+' : '\u2212'}${figure}${basis === 'per-unit' ? ' / 1' : ''} · `;
  };
  return (
    <>
      <Text size="xs">
        {adjustments.map((each, at) => (
          <Text key={at} span inherit>
            {tell(each)}
          </Text>
        ))}
        <Anchor component="button" type="button" size="xs" aria-label={title} onClick={dialog.open}>
          {line === null ? said.ofWhole : said.short}
        </Anchor>
      </Text>
      {error !== undefined && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
      {opened && (
        <AdjustmentsDialog
          title={title}
          isOfWhole={line === null}
          adjustments={adjustments}
          onTake={(taken) => {
            onTake(taken);
            dialog.close();
          }}
          onClose={dialog.close}
        />
      )}
    </>
  );
}
