import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { DayInput } from '../parts/day-input.js';
import { useMe } from '../app/session.js';
import { useAdjustmentWords } from '../sales/words.js';

/** A contribution whose amount may be anything yet. */
type TypedContribution = { readonly text: string; readonly from: string; readonly amountPerUnit: string };

type Props = {
  readonly value: readonly TypedContribution[];
  /** By path, such as `ecoContributions.0.from`. */
  readonly errorOf: (field: string) => string | undefined;
  readonly onChange: (value: readonly TypedContribution[]) => void;
};

const MOST = 40;

/** What is told of a product's waste, from which day on. */
export function ContributionsField({ value, errorOf, onChange }: Props) {
  const said = useAdjustmentWords();
  const { today } = useMe();
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {said.contributions}
      </Text>
      {value.map((each, at) => {
        const set = (changes: Partial<TypedContribution>) => onChange(value.with(at, { ...each, ...changes }));
        const refused = (name: keyof TypedContribution) => errorOf(`ecoContributions.${at}.${name}`);
        return (
          <Group key={at} align="flex-start" wrap="nowrap" gap="xs">
            <TextInput
              label={said.contribution}
              value={each.text}
              maxLength={80}
              onChange={(event) => set({ text: event.currentTarget.value })}
              error={refused('text')}
              style={{ flex: 1 }}
            />
            <DayInput
              label={said.from}
              value={each.from}
              onChange={(from) => set({ from: from ?? today })}
              error={refused('from')}
              w={140}
            />
            <TextInput
              label={said.perUnit}
              inputMode="decimal"
              value={each.amountPerUnit}
              maxLength={20}
              onChange={(event) => set({ amountPerUnit: event.currentTarget.value })}
              error={refused('amountPerUnit')}
              w={100}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              mt={25}
              aria-label={said.remove(each.text)}
              onClick={() => onChange(value.toSpliced(at, 1))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        );
      })}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={value.length >= MOST}
          onClick={() => onChange([...value, { text: '', from: today, amountPerUnit: '' }])}
        >
          {said.addContribution}
        </Button>
      </Group>
    </Stack>
  );
}
