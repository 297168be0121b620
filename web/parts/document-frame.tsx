import { Anchor, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useWords } from '../app/language.js';
import { Panel } from './panel.js';

type Props = {
  readonly title: string;
  /** Path of the PDF. */
  readonly path: string;
};

/** A document as it was issued: shown in place when asked for, or in a tab of its own. */
export function DocumentFrame({ title, path }: Props) {
  const { t } = useWords();
  const [opened, shown] = useDisclosure(false);
  const right = (
    <Group gap="sm">
      <Button size="xs" variant="default" onClick={shown.toggle} aria-expanded={opened}>
        {opened ? t.finance.hideDocument : t.finance.showDocument}
      </Button>
      <Anchor href={path} target="_blank" rel="noreferrer" size="sm">
        {t.finance.newTab}
      </Anchor>
    </Group>
  );
  return (
    <Panel title={title} right={right}>
      {opened && <iframe className="document" title={title} src={path} />}
    </Panel>
  );
}
