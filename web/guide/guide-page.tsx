import { Box, Code, Image, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lexer, type MarkedToken, type Token } from 'marked';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { Loaded, Page } from '../parts/page.js';
import { loadGuide, pictureUrl } from './guides.js';

/** What the reader's role does all day, as docs/guides tells it. */
export function GuidePage() {
  const { language, t } = useWords();
  const { role } = useMe();
  const query = useQuery({
    queryKey: ['guide', role, language],
    queryFn: () => loadGuide(role, language),
    staleTime: Infinity,
  });
  const [first, ...rest] = lexer(query.data ?? '');
  return (
    <Page title={first?.type === 'heading' ? first['text'] : t.shell.guide}>
      <Loaded query={query}>
        {() => (
          <Stack gap="md" maw={760}>
            <Parts of={rest} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Parts({ of = [] }: { readonly of?: readonly Token[] | undefined }) {
  return of.map((token, at) => <Part key={at} token={token as MarkedToken} />);
}

/** A part of a guide; what none of them has is shown as it is written. */
function Part({ token }: { readonly token: MarkedToken }) {
  switch (token.type) {
    case 'space':
      return null;
    case 'heading':
      return <Title order={2}>{token.text}</Title>;
    case 'paragraph': {
      const [only, ...others] = token.tokens;
      return only?.type === 'image' && others.length === 0 ? (
        <Parts of={[only]} />
      ) : (
        <Text>
          <Parts of={token.tokens} />
        </Text>
      );
    }
    case 'image':
      return <Picture file={token.href.replace(/^.*\//, '')} text={token.text} />;
    case 'list':
      return (
        <List type={token.ordered ? 'ordered' : 'unordered'} spacing="xs">
          {token.items.map((item, at) => (
            <List.Item key={at}>
              <Parts of={item.tokens} />
            </List.Item>
          ))}
        </List>
      );
    case 'strong':
      return (
        <strong>
          <Parts of={token.tokens} />
        </strong>
      );
    case 'codespan':
      return <Code>{token.text}</Code>;
    case 'link':
      return <Parts of={token.tokens} />;
    case 'text':
      return token.tokens === undefined ? token.text : <Parts of={token.tokens} />;
    default:
      return token.raw;
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
