import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { isLanguage } from '../first.js';
import { useWords } from './language.js';

/** French or English. */
export function LanguageChoice() {
  const { language, change, t } = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t.shell.language}
      data={[
        { value: 'fr', label: 'Français' },
        { value: 'en', label: 'English' },
      ]}
      value={language}
      onChange={(value) => {
        if (isLanguage(value)) change(value);
      }}
    />
  );
}

/** Light, dark, or as the system is. */
export function ThemeChoice() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t.shell.theme}
      data={[
        { value: 'light', label: t.shell.light },
        { value: 'dark', label: t.shell.dark },
        { value: 'auto', label: t.shell.automatic },
      ]}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
    />
  );
}
