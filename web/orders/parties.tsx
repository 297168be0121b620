import { Stack, Text } from '@mantine/core';
import type { ShownOrder } from '../../contracts/order.js';
import type { Party } from '../../contracts/parties.js';
import { addressLines, namedAddressLines } from '../../words/format.js';
import { describeWarning } from '../../words/legal-terms.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { Panel } from '../parts/panel.js';

/** Who buys, who is billed, where the goods go, whom we write to and when it is paid, as the order keeps them. */
export function Parties({ order }: { readonly order: ShownOrder }) {
  const { t, words, language } = useWords();
  const { buyer, billTo, shipTo, contacts } = order.parties;
  const company = ({ name, number, address }: Party): readonly string[] => {
    const [, ...place] = namedAddressLines(name, address, language);
    return [`${name} (${number})`, ...place];
  };
  const terms = [describeTerms(order.paymentTerms, language)];
  const warnings = order.warnings.map((each) => describeWarning(each, language));
  const blocks = [
    [t.orders.buyer, company(buyer)],
    [t.orders.billTo, company(billTo)],
    [t.orders.shipTo, addressLines(shipTo.address, language)],
    [
      t.orders.contacts,
      contacts.map(({ role, name, email }) => t.shell.named(words.contactRole[role], `${name} ${email ?? ''}`)),
    ],
    [t.sales.terms, terms],
    ...(warnings.length > 0 ? [[t.customers.warnings, warnings] as const] : []),
  ] as const;
  return (
    <Panel title={t.orders.parties}>
      <Stack gap="sm">
        {blocks.map(([title, lines]) => (
          <div key={title}>
            <Text size="xs" c="dimmed">
              {title}
            </Text>
            {lines.map((line) => (
              <Text key={line} size="sm" className="wrap">
                {line}
              </Text>
            ))}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
