import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** How the console looks: dense, calm, and with contrast enough for WCAG AA in both schemes. */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
  components: {
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm', highlightOnHover: true } },
    // The frame has the colour; the word is read (WCAG 2.2, 1.4.3).
    Badge: {
      defaultProps: { radius: 'sm', tt: 'none', fw: 600, miw: 'max-content', variant: 'outline' },
      styles: { label: { color: 'var(--mantine-color-text)' } },
    },
    // What is wider than the window is scrolled by the keyboard too.
    TableScrollContainer: { defaultProps: { tabIndex: 0 } },
    Select: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    Anchor: { defaultProps: { size: 'sm' } },
  },
});

/** Greys, the red of a mistake and what light buttons say, that are read: at least 4.5 to 1 on what they stand on (WCAG 2.2, 1.4.3). */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    // Of a light button, also while the mouse is on it.
    '--mantine-color-cyan-light': colors.cyan[0],
    '--mantine-color-cyan-light-hover': colors.cyan[1],
  },
  dark: { '--mantine-color-dimmed': colors.dark[1], '--mantine-color-placeholder': colors.dark[1] },
});
