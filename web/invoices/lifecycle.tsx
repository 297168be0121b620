import { Badge, Stack, Text } from '@mantine/core';
import type { ShownInvoice } from '../../contracts/invoice.js';
import { capital, formatPercent } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { MailStatus } from '../mails/mail-status.js';
import { Money, Moment } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';
import { usePlatformWords } from '../parts/platform-words.js';
import { Rows } from '../parts/rows.js';

type Status = ShownInvoice['statuses'][number];

/** What became of an electronic invoice, as the platforms and its buyer told it, and what we told. */
export function Lifecycle({ invoice: { statuses, currency } }: { readonly invoice: ShownInvoice }) {
  const { t } = useWords();
  const words = usePlatformWords();
  if (statuses.length === 0) return null;
  return (
    <Panel title={words.statuses}>
      <Rows
        none=""
        heads={[words.status, t.orders.when, words.why]}
        rows={statuses.map((status, at) => ({
          key: `${at} ${status.code}`,
          cells: [
            <Code key="code" status={status} />,
            <Moment key="at" at={status.at} />,
            <Why key="why" status={status} currency={currency} />,
          ],
        }))}
      />
    </Panel>
  );
}

const bad: ReadonlySet<Status['code']> = new Set(['207', '208', '210', '213', '501']);

function Code({ status: { code, sending } }: { readonly status: Status }) {
  const words = usePlatformWords();
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="outline" color={bad.has(code) ? 'red' : 'blue'}>
        {`${code} ${words.code[code]}`}
      </Badge>
      {sending !== null && <MailStatus status={sending} />}
    </Stack>
  );
}

/** The reasons with what is wanted, or the money by rate. */
function Why({ status, currency }: { readonly status: Status; readonly currency: ShownInvoice['currency'] }) {
  const words = usePlatformWords();
  const { language } = useWords();
  return (
    <Stack gap={4}>
      {status.reasons.map(({ code, text, action }, at) => (
        <Text key={`${at} ${code}`} size="sm" className="wrap">
          {[capital(words.reason[code]), text, action && words.wanted(words.action[action])]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      ))}
      {status.amounts.map(({ vatRate, amount }) => (
        <Text key={vatRate} size="sm">
          <Money amount={amount} currency={currency} /> ({formatPercent(vatRate, language)})
        </Text>
      ))}
    </Stack>
  );
}
