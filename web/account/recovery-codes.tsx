import { Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Copy } from '../parts/copy.js';
import { useAccountWords } from './words.js';

type Props = { readonly codes: readonly string[]; readonly onKept: () => void };

/** The codes for who loses the authenticator: they are shown this once. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const a = useAccountWords();
  const text = `${codes.join('\n')}\n`;
  return (
    <Stack gap="sm" component="section" aria-label={a.codesTitle}>
      <Text fw={600}>{a.codesTitle}</Text>
      <Text size="sm">{a.codesHint}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" maw={460} component="ul" p={0} m={0}>
        {codes.map((code) => (
          <Code key={code} component="li" fz="sm" style={{ listStyle: 'none' }}>
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group>
        <Copy text={text} label={a.copy} done={a.copied} />
        <Button size="xs" variant="default" onClick={() => save(a.codesFile, text)}>
          {a.download}
        </Button>
        <Button size="xs" onClick={onKept}>
          {a.codesKept}
        </Button>
      </Group>
    </Stack>
  );
}

/** Hands a text to the reader as a file. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
