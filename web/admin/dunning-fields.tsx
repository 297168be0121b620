import { Button, Checkbox, Fieldset, Group, NumberInput, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DunningPolicy } from '../../contracts/policies.js';
import { currencies, dunningLevels, policyBounds, timeZones, workingCalendars } from '../../contracts/vocabulary.js';
import type { WorkingCalendar } from '../../domain/holidays.js';
import { capital } from '../../words/format.js';
import { useMe } from '../app/session.js';
import { DayInput } from '../parts/day-input.js';
import type { PolicyForm } from './policy-page.js';
import { levelFlags } from './policy-values.js';
import { useAdmin } from './use-admin.js';

type Props = { readonly form: PolicyForm; readonly refused: Readonly<Record<string, string>> };
type Name = keyof ReturnType<typeof useAdmin>['a']['policies']['dunning'];

/** The dunning procedure: its levels, thresholds, rates and hours. */
export function DunningFields({ form, refused }: Props) {
  const { a } = useAdmin();
  const field = useField({ form, refused });
  const choice = (value: 'per-customer' | 'per-invoice' | WorkingCalendar) => ({
    value,
    label: a.policies.values[value],
  });
  return (
    <>
      <Select {...field('letters')} data={[choice('per-customer'), choice('per-invoice')]} allowDeselect={false} />
      <TextInput {...field('recoveryFee')} inputMode="decimal" />
      <Levels form={form} refused={refused} />
      <Thresholds form={form} refused={refused} />
      <Rates form={form} refused={refused} />
      <Part name="sendingWindow" error={undefined}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput {...field('windowFrom', 'sendingWindow.from')} placeholder="08:30" />
          <TextInput {...field('windowTo', 'sendingWindow.to')} placeholder="18:00" />
          <Select {...field('zone', 'sendingWindow.zone')} data={[...timeZones]} allowDeselect={false} />
          <Select
            {...field('calendar', 'sendingWindow.calendar')}
            data={workingCalendars.map(choice)}
            allowDeselect={false}
          />
        </SimpleGrid>
        <Flag form={form} name="workingDaysOnly" path="sendingWindow.workingDaysOnly" />
      </Part>
    </>
  );
}

/** Label, meaning, value and refusal of a field by its path. */
function useField({ form, refused }: Props) {
  const { a } = useAdmin();
  return (name: Name, path: string = name) => {
    const { label, does } = a.policies.dunning[name];
    return { label, ...(does !== '' && { description: does }), ...form.getInputProps(path), error: refused[path] };
  };
}

function Flag({ form, name, path }: { readonly form: PolicyForm; readonly name: Name; readonly path: string }) {
  const { a } = useAdmin();
  return (
    <Checkbox mt="xs" label={a.policies.dunning[name].label} {...form.getInputProps(path, { type: 'checkbox' })} />
  );
}

type PartProps = { readonly name: Name; readonly error: string | undefined; readonly children: ReactNode };

function Part({ name, error, children }: PartProps) {
  const { a } = useAdmin();
  const { label, does } = a.policies.dunning[name];
  return (
    <Fieldset legend={label}>
      <Text size="sm" c="dimmed" mb="xs">
        {does}
      </Text>
      {children}
      {error !== undefined && (
        <Text size="sm" c="red.9" role="alert">
          {error}
        </Text>
      )}
    </Fieldset>
  );
}

const valuesOf = (form: PolicyForm): DunningPolicy => form.values as unknown as DunningPolicy;

function Levels({ form, refused }: Props) {
  const { a, words } = useAdmin();
  const field = useField({ form, refused });
  const { levels } = valuesOf(form);
  const data = dunningLevels.map((level) => ({ value: level, label: capital(words.level[level]) }));
  const unused = dunningLevels.find((level) => levels.every((each) => each.level !== level));
  return (
    <Part name="levels" error={refused['levels']}>
      {levels.map(({ level, channel }, at) => (
        <Fieldset key={level} legend={capital(words.level[level])} mb="sm">
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <Select {...field('level', `levels.${at}.level`)} data={data} allowDeselect={false} />
            <NumberInput {...field('offsetDays', `levels.${at}.offsetDays`)} {...policyBounds.offsetDays} />
            <NumberInput
              {...field('minIntervalDays', `levels.${at}.minIntervalDays`)}
              {...policyBounds.minIntervalDays}
            />
          </SimpleGrid>
          <Group gap="lg">
            <Checkbox
              mt="xs"
              label={a.policies.dunning.channel.label}
              checked={channel === 'mail'}
              onChange={(event) =>
                form.setFieldValue(`levels.${at}.channel`, event.currentTarget.checked ? 'mail' : 'none')
              }
            />
            {levelFlags.map((name) => (
              <Flag key={name} form={form} name={name} path={`levels.${at}.${name}`} />
            ))}
          </Group>
          {levels.length > 1 && <Remove form={form} list="levels" at={at} what={capital(words.level[level])} />}
        </Fieldset>
      ))}
      {unused !== undefined && (
        <Button
          size="xs"
          variant="default"
          onClick={() => form.insertListItem('levels', { ...ofNewLevel, level: unused })}
        >
          {a.policies.addLevel}
        </Button>
      )}
    </Part>
  );
}

const ofNewLevel = {
  offsetDays: 0,
  minIntervalDays: 7,
  channel: 'mail',
  claimInterest: false,
  claimRecoveryFee: false,
  creditStop: false,
  handOver: false,
};

type RemoveProps = { readonly form: PolicyForm; readonly list: string; readonly at: number; readonly what: string };

function Remove({ form, list, at, what }: RemoveProps) {
  const { a } = useAdmin();
  return (
    <Button
      mt="xs"
      size="compact-xs"
      variant="default"
      aria-label={`${a.policies.remove} ${what}`}
      onClick={() => form.removeListItem(list, at)}
    >
      {a.policies.remove}
    </Button>
  );
}

function Thresholds({ form, refused }: Props) {
  const { a } = useAdmin();
  const field = useField({ form, refused });
  const { thresholds } = valuesOf(form);
  const unused = currencies.find((currency) => thresholds.every((each) => each.currency !== currency));
  return (
    <Part name="thresholds" error={refused['thresholds']}>
      {thresholds.map(({ currency }, at) => (
        <SimpleGrid key={currency} cols={{ base: 1, sm: 4 }} mb="xs">
          <Select {...field('currency', `thresholds.${at}.currency`)} data={[...currencies]} allowDeselect={false} />
          <TextInput {...field('minimum', `thresholds.${at}.minimum`)} inputMode="decimal" />
          <TextInput {...field('residue', `thresholds.${at}.residue`)} inputMode="decimal" />
          <Remove form={form} list="thresholds" at={at} what={currency} />
        </SimpleGrid>
      ))}
      {unused !== undefined && (
        <Button
          size="xs"
          variant="default"
          onClick={() => form.insertListItem('thresholds', { currency: unused, minimum: '0', residue: '0' })}
        >
          {a.policies.addThreshold}
        </Button>
      )}
    </Part>
  );
}

function Rates({ form, refused }: Props) {
  const { a } = useAdmin();
  const { today } = useMe();
  const field = useField({ form, refused });
  const { rates } = valuesOf(form);
  return (
    <Part name="rates" error={refused['rates']}>
      {rates.map(({ from }, at) => (
        <SimpleGrid key={`${at}`} cols={{ base: 1, sm: 4 }} mb="xs">
          <DayInput {...field('from', `rates.${at}.from`)} />
          <TextInput {...field('percent', `rates.${at}.percent`)} inputMode="decimal" />
          <TextInput {...field('source', `rates.${at}.source`)} />
          {rates.length > 1 && <Remove form={form} list="rates" at={at} what={from} />}
        </SimpleGrid>
      ))}
      <Button
        size="xs"
        variant="default"
        onClick={() => form.insertListItem('rates', { from: today, percent: '', source: '' })}
      >
        {a.policies.addRate}
      </Button>
    </Part>
  );
}
