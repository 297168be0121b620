import {
  ActionIcon,
  Button,
  Checkbox,
  ColorInput,
  FileButton,
  Fieldset,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Logo, TemplateBody } from '../../contracts/document-template.js';
import {
  documentColumns,
  templateColors,
  templateTexts,
  type DocumentColumn,
  type Language,
  type TemplatedKind,
} from '../../contracts/vocabulary.js';
import { columnsOf, usualColumns } from '../../domain/document-template.js';
import { useAction } from '../http/use-action.js';
import { ProblemNote } from '../parts/problem-note.js';
import { moved, toggled, withColumns, withWord, wordsOf, type Worded } from './template-draft.js';
import { useTemplateWords } from './template-words.js';

type Of = { readonly draft: TemplateBody; readonly onChange: (next: TemplateBody) => void };
type Refused = { readonly refused: Readonly<Record<string, string>> };

export function ColorFields({ draft, onChange, refused }: Of & Refused) {
  const w = useTemplateWords();
  return (
    <Fieldset legend={w.colors}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {templateColors.map((color) => (
          <ColorInput
            key={color}
            label={w.color[color]}
            format="hex"
            withEyeDropper={false}
            value={draft.colors[color]}
            onChange={(value) => onChange({ ...draft, colors: { ...draft.colors, [color]: value.toLowerCase() } })}
            error={refused[`colors.${color}`]}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}

const USUAL_WIDTH_MM = 40;

export function LogoField({ draft, onChange }: Of) {
  const w = useTemplateWords();
  const { logo } = draft;
  const keeping = useAction<Logo>({
    touches: [],
    onDone: ({ sha256 }) => onChange({ ...draft, logo: { sha256, widthMm: logo?.widthMm ?? USUAL_WIDTH_MM } }),
  });
  const keep = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const content = inBase64(new Uint8Array(await file.arrayBuffer()));
    keeping.mutate({ path: '/v1/document-logos', body: { content } });
  };
  return (
    <Fieldset legend={w.logo}>
      <Group>
        <Text size="sm">{logo === null ? w.noLogo : w.hasLogo}</Text>
        <FileButton accept="image/png,image/jpeg" onChange={(file) => void keep(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={keeping.isPending}>
              {logo === null ? w.chooseLogo : w.otherLogo}
            </Button>
          )}
        </FileButton>
        {logo !== null && (
          <>
            <NumberInput
              label={w.logoWidth}
              min={10}
              max={80}
              allowDecimal={false}
              value={logo.widthMm}
              onChange={(value) =>
                typeof value === 'number' && onChange({ ...draft, logo: { ...logo, widthMm: value } })
              }
            />
            <Button variant="default" onClick={() => onChange({ ...draft, logo: null })}>
              {w.removeLogo}
            </Button>
          </>
        )}
      </Group>
      <ProblemNote error={keeping.error} />
    </Fieldset>
  );
}

function inBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export function ColumnFields({ draft, onChange, kind }: Of & { readonly kind: TemplatedKind }) {
  const w = useTemplateWords();
  const chosen: readonly DocumentColumn[] = columnsOf(draft, kind);
  const left = documentColumns[kind].filter((column) => !chosen.includes(column));
  const name = (column: DocumentColumn): string => w.columns[column] ?? column;
  return (
    <Fieldset legend={w.columnsOf(w.kind[kind])}>
      <Stack gap={4}>
        {[...chosen, ...left].map((column) => (
          <Group key={column} gap="xs" wrap="nowrap">
            <Checkbox
              label={name(column)}
              checked={chosen.includes(column)}
              onChange={() => onChange(toggled(draft, kind, column))}
              flex={1}
            />
            {chosen.includes(column) && (
              <>
                <ActionIcon
                  variant="default"
                  aria-label={w.up(name(column))}
                  disabled={column === chosen[0]}
                  onClick={() => onChange(moved(draft, kind, column, -1))}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  aria-label={w.down(name(column))}
                  disabled={column === chosen.at(-1)}
                  onClick={() => onChange(moved(draft, kind, column, 1))}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
              </>
            )}
          </Group>
        ))}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onChange(withColumns(draft, kind, usualColumns[kind]))}
          >
            {w.usualColumns}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

const longest = { header: 300, closing: 1_500, terms: 8_000, footer: 300 } as const;

type Wording = Of & Refused & { readonly of: Worded; readonly language: Language };

export function WordFields({ draft, onChange, of, language, refused }: Wording) {
  const w = useTemplateWords();
  const words = wordsOf(draft, of, language);
  return (
    <Fieldset legend={w.wordsFor(of === 'every' ? w.every : w.kind[of], w.languages[language])}>
      <Stack gap="sm">
        {templateTexts.map((text) => (
          <Textarea
            key={text}
            label={w.text[text]}
            autosize
            minRows={text === 'terms' ? 3 : 1}
            maxRows={12}
            maxLength={longest[text]}
            {...(of !== 'every' && { description: w.ownHint })}
            value={words[text] ?? ''}
            onChange={(event) => onChange(withWord(draft, of, language, { [text]: event.currentTarget.value }))}
            error={refused[`texts.${of}.${language}.${text}`]}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}
