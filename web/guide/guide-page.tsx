import { Box, Code, Image, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { Loaded, Page } from '../parts/page.js';
import { loadGuide, pictureUrl } from './guides.js';
import { blocksOf, type Block, type Inline } from './markdown.js';

/** What the reader's role does all day, as docs/guides tells it. */
export function GuidePage() {
  const { language, t } = useWords();
  const { role } = useMe();
  const query = useQuery({
    queryKey: ['guide', role, language],
    queryFn: () => loadGuide(role, language),
    staleTime: Infinity,
  });
  const [first, ...rest] = blocksOf(query.data ?? '');
  return (
    <Page title={first?.kind === 'heading' ? first.text : t.shell.guide}>
      <Loaded query={query}>
        {() => (
          <Stack gap="md" maw={760}>
            {rest.map((block, at) => (
              <Part key={at} block={block} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Part({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <Title order={2}>{block.text}</Title>;
    case 'picture':
      return <Picture {...block} />;
    case 'paragraph':
      return (
        <Text>
          <Said of={block.of} />
        </Text>
      );
    case 'list':
      return (
        <List type={block.isOrdered ? 'ordered' : 'unordered'} spacing="xs">
          {block.items.map((of, at) => (
            <List.Item key={at}>
              <Said of={of} />
            </List.Item>
          ))}
        </List>
      );
  }
}

function Picture({ file, text }: { readonly file: string; readonly text: string }) {
  const url = pictureUrl(file);
  if (url === undefined) return null;
  return (
    <Box component="figure" m={0}>
      <Image src={url} alt="" w="auto" maw="100%" bd="1px solid var(--mantine-color-default-border)" />
      <Text component="figcaption" size="sm" c="dimmed" mt={4}>
        {text}
      </Text>
    </Box>
  );
}

function Said({ of }: { readonly of: readonly Inline[] }) {
  return of.map(({ kind, text }, at) => {
    if (kind === 'strong') return <strong key={at}>{text}</strong>;
    return kind === 'code' ? <Code key={at}>{text}</Code> : <span key={at}>{text}</span>;
  });
}
