import { Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import { Go } from '../parts/link.js';
import { useWords } from './language.js';
import { useMay } from './session.js';
import { places } from './navigation.js';

/** What is pressed, one after the other or at once, and what it does. */
type Key = readonly [pressed: readonly string[], does: string];

/** The keys that lead somewhere, and those of the worklist and of a form of lines. */
export function Help({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const rooms = useKeys();
  return (
    <Modal opened={opened} onClose={onClose} title={t.shell.help} closeButtonProps={{ 'aria-label': t.shell.close }}>
      <Stack gap="md">
        <Go to="/guide" onClick={onClose}>
          {t.shell.guide}
        </Go>
        {rooms.map(([title, keys]) => (
          <Stack key={title} gap="xs" component="section" aria-label={title}>
            <Title order={3} size="h6">
              {title}
            </Title>
            {keys.map(([pressed, does]) => (
              <Group key={does} justify="space-between" wrap="nowrap">
                <Text size="sm">{does}</Text>
                <Group gap={4} wrap="nowrap">
                  {pressed.map((each) => (
                    <Kbd key={each}>{each}</Kbd>
                  ))}
                </Group>
              </Group>
            ))}
          </Stack>
        ))}
      </Stack>
    </Modal>
  );
}

function useKeys(): readonly (readonly [title: string, keys: readonly Key[]])[] {
  const { t } = useWords();
  const may = useMay();
  const { shortcuts, keys: names } = t.shell;
  const leading = places.flatMap(({ key, name, permission }): readonly Key[] =>
    may(permission) ? [[['g', key], t.shell.named(t.shell.goTo, t.shell[name])]] : [],
  );
  return [
    [
      shortcuts.everywhere,
      [
        [['Ctrl', 'K'], shortcuts.search],
        [['?'], shortcuts.help],
        [['/'], shortcuts.filter],
        ...(may('orders.create') ? [[['n'], shortcuts.newOrder] as const] : []),
        ...leading,
        [['Esc'], shortcuts.close],
      ],
    ],
    [
      shortcuts.inWorklist,
      [
        [['j'], shortcuts.nextItem],
        [['k'], shortcuts.itemBefore],
        [[names.enter], shortcuts.openItem],
      ],
    ],
    [
      shortcuts.inForm,
      [
        [['Ctrl', names.enter], shortcuts.send],
        [[names.enter], shortcuts.onward],
        [['↑'], shortcuts.rowBefore],
        [['↓'], shortcuts.nextRow],
        [['Ctrl', names.delete], shortcuts.removeRow],
        [['Alt', '↓'], shortcuts.calendar],
      ],
    ],
  ];
}
