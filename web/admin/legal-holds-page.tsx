import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { LegalHold } from '../../contracts/legal-hold.js';
import type { Page } from '../../contracts/primitives.js';
import { heldKinds, type HeldKind } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useMay } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { Moment } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { More } from '../parts/more.js';
import { ProblemNote } from '../parts/problem-note.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { useRequired } from '../parts/required.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { AdminPage } from './admin-frame.js';
import { useAdmin } from './use-admin.js';

const path = '/v1/legal-holds';

/** What is kept whatever its term, why, and since when. */
export function LegalHoldsPage() {
  const { a } = useAdmin();
  const may = useMay();
  const [lifted, setLifted] = useState<LegalHold | null>(null);
  const query = usePages<Page<LegalHold>>(path, {});
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <AdminPage title={a.admin.legalHolds} right={may('legal-holds.place') && <PlaceHold />}>
      <Text size="sm" c="dimmed">
        {a.admin.legalHoldHint}
      </Text>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={a.admin.noLegalHold}
        minWidth={720}
        heads={[a.admin.heldKind, a.admin.heldSubject, a.admin.heldReason, a.admin.heldSince, a.admin.heldUntil]}
        rows={items.map((hold) => ({
          key: hold.id,
          cells: [
            a.admin.heldKinds[hold.kind],
            hold.subject,
            <span key="reason" className="wrap">
              {hold.reason}
            </span>,
            <Group key="since" gap={4}>
              <Moment at={hold.placedAt} /> {a.admin.writtenBy} {hold.placedBy}
            </Group>,
            hold.liftedAt === null ? (
              may('legal-holds.lift') && (
                <Button
                  key="lift"
                  size="compact-xs"
                  variant="default"
                  aria-label={`${a.admin.liftHold} ${hold.subject}`}
                  onClick={() => setLifted(hold)}
                >
                  {a.admin.liftHold}
                </Button>
              )
            ) : (
              <Group key="lifted" gap={4}>
                <Moment at={hold.liftedAt} /> {a.admin.writtenBy} {hold.liftedBy} : {hold.liftReason}
              </Group>
            ),
          ],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
      {lifted !== null && (
        <ReasonDialog
          opened
          onClose={() => setLifted(null)}
          title={`${a.admin.liftHold} · ${lifted.subject}`}
          confirm={a.admin.liftHold}
          ask={(reason) => ({ path: pathOf(path, lifted.id, 'lift'), body: { reason } })}
          done={() => a.admin.holdLifted}
        />
      )}
    </AdminPage>
  );
}

function PlaceHold() {
  const spoken = useAdmin();
  const { t, a } = spoken;
  const isGiven = useRequired();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({
    initialValues: { kind: 'customer' as HeldKind, subject: '', reason: '' },
    validate: { subject: isGiven, reason: isGiven },
  });
  useKept({ name: 'legal-hold', isOpen: opened }, form);
  const action = useAction<LegalHold>({
    onDone: () => {
      dialog.close();
      form.reset();
      tellDone(spoken, a.admin.holdPlaced);
    },
  });
  const refused = fieldsOf(action.error);
  const field = (name: 'kind' | 'subject' | 'reason') => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
  });
  return (
    <>
      <Button onClick={dialog.open}>{a.admin.placeHold}</Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={a.admin.placeHold}
        confirm={t.shell.save}
        onSubmit={form.onSubmit((body) => action.mutate({ path, body }))}
        isPending={action.isPending}
        error={action.error}
      >
        <Select
          label={a.admin.heldKind}
          allowDeselect={false}
          data={heldKinds.map((value) => ({ value, label: a.admin.heldKinds[value] }))}
          {...field('kind')}
        />
        <TextInput label={a.admin.heldSubject} required maxLength={40} data-autofocus {...field('subject')} />
        <TextInput label={a.admin.heldReason} required maxLength={500} {...field('reason')} />
      </FormDialog>
    </>
  );
}
