import { Text } from '@mantine/core';
import type { CreditPreview } from '../../contracts/credit-note.js';
import { isZero, negate } from '../../domain/money.js';
import { useWords } from '../app/language.js';
import { Facts } from '../parts/facts.js';
import { Money } from '../parts/figures.js';
import { useCreditWords } from './words.js';

/** What a credit would come to, and where its money would go. */
export function CreditTotals({ preview }: { readonly preview: CreditPreview }) {
  const { t } = useWords();
  const c = useCreditWords();
  const { currency, claims } = preview;
  const money = (amount: string) => <Money key={amount} amount={amount} currency={currency} />;
  const facts = [
    [t.finance.net, money(negate(preview.net))],
    [t.finance.vat, money(negate(preview.vat))],
    [t.finance.gross, money(negate(preview.gross))],
    [c.creditApplied, money(preview.applied)],
    [c.creditTakenBack, !isZero(preview.takenBack) && money(preview.takenBack)],
    [c.creditToGive, !isZero(preview.toGive) && money(preview.toGive)],
    [c.openAfter, money(preview.open)],
    ...claims.map(
      ({ claim, kind, falls, currency: of }) =>
        [c.claimFalls(t.finance.claimKind[kind]), <Money key={claim} amount={falls} currency={of} />] as const,
    ),
  ] as const;
  return (
    <section aria-label={c.creditPreview}>
      <Text fw={600} size="sm" mb="xs">
        {c.creditPreview}
      </Text>
      <Facts facts={facts.filter(([, value]) => value !== false)} />
    </section>
  );
}
