import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { isNegative, isPositive, min, subtract } from '../../domain/money.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { DueDay, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Rows } from '../parts/rows.js';
import { writtenDecimal } from '../parts/typed.js';
import {
  amountIn,
  mistakeOf,
  planned,
  remainderOf,
  spreadOf,
  type Spreading,
  type Taker,
  type Typed,
} from './sharing.js';

type Props = Spreading & { readonly typed: Typed; readonly onChange: (typed: Typed) => void };

/** Money spread over what a customer has open, by typed amounts or by one click; what is left is always in sight. */
export function Spread(props: Props) {
  const { t } = useWords();
  const { takers, typed, onChange } = props;
  return (
    <Stack gap="sm">
      <Clicks {...props} />
      <Rows
        none={t.payments.nothingOpen}
        minWidth={560}
        heads={[t.finance.invoice, t.finance.due, { figure: t.finance.open }, { figure: t.payments.takes }]}
        rows={takers.map((taker) => ({
          key: taker.key,
          cells: [
            <Name key="name" taker={taker} />,
            <DueDay key="due" date={taker.since} />,
            <Money key="open" amount={taker.open} currency={props.currency} />,
            <Share key="share" {...props} taker={taker} onType={(text) => onChange({ ...typed, [taker.key]: text })} />,
          ],
        }))}
      />
      <Remainder {...props} />
    </Stack>
  );
}

function Clicks({ onChange, ...spreading }: Props) {
  const { t, language } = useWords();
  const fill = (order: 'oldest-first' | 'by-remittance'): void => {
    const amounts = Object.entries(planned(order, spreading));
    onChange(Object.fromEntries(amounts.map(([key, amount]) => [key, writtenDecimal(amount, language)])));
  };
  const hasText = spreading.text !== null && spreading.text.trim() !== '';
  const isIdle = spreading.takers.length === 0 || !isPositive(spreading.available);
  return (
    <Group gap="xs">
      <Button size="xs" variant="light" disabled={isIdle} onClick={() => fill('oldest-first')}>
        {t.payments.oldestFirst}
      </Button>
      <Button size="xs" variant="light" disabled={isIdle || !hasText} onClick={() => fill('by-remittance')}>
        {t.payments.byText}
      </Button>
      <Button size="xs" variant="default" disabled={isIdle} onClick={() => onChange({})}>
        {t.payments.clearSpread}
      </Button>
    </Group>
  );
}

/** Which part of its invoice, of those after the first. */
const partOf = ({ instalment }: Pick<Taker, 'instalment'>, t: Spoken['t']): string =>
  instalment !== null && instalment > 1 ? ` · ${t.finance.instalment} ${instalment}` : '';

function Name({ taker: { invoice, instalment, claimKind } }: { readonly taker: Taker }) {
  const { t } = useWords();
  return (
    <>
      <Go to="/invoices/$number" params={{ number: invoice }} target="_blank">
        {invoice}
      </Go>
      {claimKind !== null && ` · ${capital(t.finance.claimKind[claimKind])}`}
      {partOf({ instalment }, t)}
    </>
  );
}

type ShareProps = Props & { readonly taker: Taker; readonly onType: (text: string) => void };

function Share({ taker, onType, typed, available, currency }: ShareProps) {
  const { t, language } = useWords();
  const text = typed[taker.key] ?? '';
  const mistake = mistakeOf(text, taker, currency);
  const left = remainderOf(available, { ...typed, [taker.key]: '' }, currency);
  const most = min(taker.open, left);
  const name = `${taker.claim ?? taker.invoice}${partOf(taker, t)}`;
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap" align="flex-start">
      <TextInput
        aria-label={`${t.payments.takes} ${name}`}
        size="xs"
        w={130}
        inputMode="decimal"
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        error={mistake && t.payments.mistake[mistake]}
        styles={{ input: { textAlign: 'right' } }}
      />
      <Button
        size="xs"
        variant="default"
        disabled={!isPositive(most)}
        aria-label={`${t.payments.most} ${name}`}
        onClick={() => onType(writtenDecimal(most, language))}
      >
        {t.payments.most}
      </Button>
    </Group>
  );
}

function Remainder({ available, typed, currency }: Props) {
  const { t } = useWords();
  const left = remainderOf(available, typed, currency);
  const isOver = isNegative(left);
  return (
    <Paper withBorder p="xs" pos="sticky" bottom={0} style={{ zIndex: 1 }} role="status">
      <Group justify="space-between">
        <Text size="sm">
          {t.shell.named(t.payments.toSpread, '')}
          <Money amount={available} currency={currency} />
        </Text>
        <Text size="sm">
          {t.shell.named(t.payments.spread, '')}
          <Money amount={spreadOf(typed, currency)} currency={currency} />
        </Text>
        <Text size="sm" fw={700} {...(isOver && { c: 'red.9' })}>
          {t.shell.named(isOver ? t.payments.tooMuch : t.payments.left, '')}
          <Money amount={isOver ? subtract('0', left) : left} currency={currency} />
        </Text>
      </Group>
    </Paper>
  );
}

/** What was typed as the whole amount; nothing, while it is none. */
export const availableIn = (text: string, currency: string): string => amountIn(text, currency) ?? '0';
