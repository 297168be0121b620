import { Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClipboardList, IconPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { EstimatedLine } from '../../contracts/order-estimate.js';
import { useWords } from '../app/language.js';
import { Panel } from '../parts/panel.js';
import { WholeAdjustments, type OfWhole } from './line-adjustments.js';
import { LineRow } from './line-row.js';
import { PasteDialog } from './paste-dialog.js';
import type { TypedLine } from './typed-lines.js';
import { useGridKeys, type LinesEditor } from './use-lines.js';

type Props = {
  readonly lines: readonly TypedLine[];
  readonly editor: LinesEditor;
  readonly currency: string;
  readonly errors: Readonly<Record<string, string>>;
  /** What the column of dates is called. */
  readonly dateName: string;
  /** What holds for a line without a date. */
  readonly noDate: string;
  /** What comes off the whole or on top of it. */
  readonly whole: OfWhole;
  /** What the API makes of each line, by its number. */
  readonly estimates?: ReadonlyMap<number, EstimatedLine>;
};

/** The lines of an order or a quote, to be typed by keyboard alone. */
export function LineGrid({ lines, editor, currency, errors, dateName, noDate, whole, estimates }: Props) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [pasted, setPasted] = useState('');
  const keys = useGridKeys(lines, editor);
  const { open } = dialog;
  const pasteTable = useCallback(
    (text: string) => {
      setPasted(text);
      open();
    },
    [open],
  );
  return (
    <Panel
      title={t.sales.lines}
      right={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconClipboardList size={16} aria-hidden />}
          onClick={() => pasteTable('')}
        >
          {t.sales.paste}
        </Button>
      }
    >
      <Table.ScrollContainer minWidth={860} type="native">
        <Table highlightOnHover={false} horizontalSpacing={6}>
          <Heads dateName={dateName} />
          <Table.Tbody ref={keys.grid} onKeyDown={keys.onKeyDown}>
            {lines.map((line) => (
              <LineRow
                key={line.lineNo}
                line={line}
                currency={currency}
                errors={ofLine(errors, line.lineNo)}
                editor={editor}
                noDate={noDate}
                estimate={estimates?.get(line.lineNo)}
                onPasteTable={pasteTable}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group mt="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={keys.addAfter}
          disabled={lines.length >= 500}
        >
          {t.sales.addLine}
        </Button>
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t.sales.keys}
        </Text>
      </Group>
      <WholeAdjustments {...whole} />
      {opened && <PasteDialog initial={pasted} onRows={editor.append} onClose={dialog.close} />}
    </Panel>
  );
}

function Heads({ dateName }: Pick<Props, 'dateName'>) {
  const { t } = useWords();
  const figures = [t.sales.quantity, t.sales.price, t.sales.discount];
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col" aria-label="#" />
        <Table.Th scope="col">{t.sales.product}</Table.Th>
        {figures.map((name) => (
          <Table.Th key={name} scope="col" ta="right">
            {name}
          </Table.Th>
        ))}
        <Table.Th scope="col">{dateName}</Table.Th>
        <Table.Th scope="col" ta="right">
          {t.sales.total}
        </Table.Th>
        <Table.Td />
      </Table.Tr>
    </Table.Thead>
  );
}

const none: Props['errors'] = {};

/** What was refused of one line; the same nothing for all others, so that they are not drawn again. */
function ofLine(errors: Props['errors'], lineNo: number): Props['errors'] {
  const own = Object.entries(errors).filter(([cell]) => cell.startsWith(`${lineNo}.`));
  return own.length === 0 ? none : Object.fromEntries(own);
}
