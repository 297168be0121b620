import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ShownOrder } from '../../contracts/order.js';
import { admits } from '../../domain/order-stages.js';
import { addressLines } from '../../words/format.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { Go, GoButton } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { refusedTerms, TermsField } from '../parts/terms-field.js';
import { AmendPreview } from './amend-preview.js';
import type { Change } from './changes.js';
import { Refused, sendByKey } from './form-parts.js';
import { wholeError } from './line-adjustments.js';
import { LineGrid } from './line-grid.js';
import { ShipToField } from './ship-to-field.js';
import { useAmendment } from './use-amendment.js';
import { useLineEstimates } from './use-estimate.js';
import { CauseField } from '../orders/cause-field.js';
import { useOrder } from '../orders/use-order.js';

/** An order is changed before its first delivery; what changes is shown before it is sent. */
export function AmendPage() {
  const { t } = useWords();
  const { number } = useParams({ from: '/orders/$number/amend' });
  const query = useOrder(number);
  return (
    <Page title={t.sales.amendTitle(number)}>
      <Loaded query={query}>
        {(order) =>
          admits(order.stage, 'amendment') ? (
            <AmendForm key={order.number} order={order} />
          ) : (
            <Stack>
              <Text>{t.sales.notAmendable}</Text>
              <Go to="/orders/$number" params={{ number }}>
                {number}
              </Go>
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

function AmendForm({ order }: { readonly order: Read<ShownOrder> }) {
  const { t } = useWords();
  const amendment = useAmendment(order);
  const { typed, set, refusal, action, changes, estimating } = amendment;
  const estimates = useLineEstimates(estimating.estimate?.after);
  return (
    <form
      ref={refusal.form}
      noValidate
      onKeyDown={sendByKey}
      onSubmit={(event) => {
        event.preventDefault();
        amendment.send();
      }}
    >
      <Stack gap="md">
        <Head order={order} amendment={amendment} />
        <LineGrid
          lines={typed.lines}
          editor={amendment.editor}
          currency={order.currency}
          errors={refusal.cells}
          dateName={t.sales.date}
          noDate={amendment.today}
          whole={{
            adjustments: typed.adjustments,
            error: wholeError(refusal.fields),
            onChange: (adjustments) => set({ adjustments }),
          }}
          estimates={estimates}
        />
        <Changes changes={changes} />
        {changes.length > 0 && <AmendPreview estimating={estimating} currency={order.currency} />}
        <Textarea
          label={t.sales.amendReason}
          description={t.shell.reasonHint}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={typed.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
          error={refusal.fields['reason']}
        />
        <CauseField value={typed.cause} onChange={(cause) => set({ cause })} error={refusal.fields['cause']} />
        <ProblemNote error={action.error} again={action.again} />
        <Refused fields={refusal.fields} count={refusal.count} isTold={action.error !== null} />
        <Group justify="flex-end">
          <GoButton to="/orders/$number" params={{ number: order.number }} variant="default">
            {t.shell.cancel}
          </GoButton>
          <Button type="submit" loading={action.isPending} disabled={changes.length === 0}>
            {t.sales.amendSend}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type HeadProps = { readonly order: ShownOrder; readonly amendment: ReturnType<typeof useAmendment> };

function Head({ order, amendment: { typed, set, refusal } }: HeadProps) {
  const { t, language } = useWords();
  const { fields } = refusal;
  return (
    <Panel title={`${order.customerName} (${order.customer})`}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <TextInput
          label={t.sales.reference}
          value={typed.reference}
          maxLength={60}
          onChange={(event) => set({ reference: event.currentTarget.value })}
          error={fields['customerReference']}
        />
        <ShipToField
          customer={order.customer}
          value={typed.shipTo}
          usual={addressLines(order.parties.shipTo.address, language).join(', ')}
          refused={fields}
          onChange={(shipTo) => set({ shipTo })}
        />
        <TermsField
          value={typed.terms}
          usual={describeTerms(order.paymentTerms, language)}
          error={refusedTerms(fields)}
          onChange={(terms) => set({ terms })}
        />
        <TextInput
          label={t.sales.freight}
          inputMode="decimal"
          value={typed.freight}
          maxLength={20}
          onChange={(event) => set({ freight: event.currentTarget.value })}
          error={fields['freight']}
        />
      </SimpleGrid>
    </Panel>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useWords();
  return (
    <Panel title={t.sales.changes}>
      <Rows
        none={t.sales.noChanges}
        heads={[t.sales.what, t.sales.before, t.sales.after]}
        rows={changes.map(({ what, before, after }) => ({ key: what, cells: [what, before, after] }))}
      />
    </Panel>
  );
}
