import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { Go } from '../parts/link.js';
import { useWords } from './language.js';
import { useMay } from './session.js';
import { places } from './navigation.js';

/** The keys that lead somewhere. */
export function Help({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const keys = [
    [['Ctrl', 'K'], t.shell.shortcuts.search],
    [['?'], t.shell.shortcuts.help],
    [['/'], t.shell.shortcuts.filter],
    ...(may('orders.create') ? [[['n'], t.shell.shortcuts.newOrder] as const] : []),
    ...places.flatMap(({ key, name, permission }) =>
      key !== undefined && may(permission) ? [[['g', key], t.shell.named(t.shell.goTo, t.shell[name])] as const] : [],
    ),
    [['Esc'], t.shell.shortcuts.close],
  ] as const;
  return (
    <Modal opened={opened} onClose={onClose} title={t.shell.help} closeButtonProps={{ 'aria-label': t.shell.close }}>
      <Stack gap="xs">
        <Go to="/guide" onClick={onClose}>
          {t.shell.guide}
        </Go>
        {keys.map(([pressed, what]) => (
          <Group key={what} justify="space-between">
            <Text size="sm">{what}</Text>
            <Group gap={4}>
              {pressed.map((each) => (
                <Kbd key={each}>{each}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
