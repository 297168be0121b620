import {
  Alert,
  Anchor,
  AppShell,
  Burger,
  Button,
  Group,
  Kbd,
  Menu,
  NavLink,
  ScrollArea,
  Stack,
  Text,
} from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconHelp, IconSearch, IconUser } from '@tabler/icons-react';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { Go } from '../parts/link.js';
import { Help } from './help.js';
import { useWords } from './language.js';
import { useLive } from './live.js';
import { placeAt, places } from './navigation.js';
import { LanguageChoice, ThemeChoice } from './preferences.js';
import { openSearch, Search } from './search.js';
import { useDoors, useMay, useMe } from './session.js';
import { useShortcuts } from './shortcuts.js';
import { WorkCount } from './work-count.js';
import { WorkersNotice } from './workers-notice.js';

/** What stands around every page. */
export function Shell() {
  const { t } = useWords();
  const [isOpen, menu] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  useShortcuts({ onHelp: help.toggle });
  useFocusOnPage(main, menu.close);
  const isLive = useLive();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a href="#content" className="skip">
        {t.shell.skip}
      </a>
      <AppShell.Header className="no-print">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? t.shell.closeMenu : t.shell.openMenu}
            />
            <Go to="/" fw={700} underline="never" c="inherit">
              {t.shell.product}
            </Go>
          </Group>
          <SearchButton />
          <Group wrap="nowrap" gap="xs">
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={help.open}
              aria-label={t.shell.help}
              title={t.shell.help}
            >
              <IconHelp size={18} aria-hidden />
            </Button>
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className="no-print" aria-label={t.shell.navigation}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" ref={main} tabIndex={-1}>
        {!isLive && (
          <Alert color="yellow" mb="md" role="status">
            {t.shell.notLive}
          </Alert>
        )}
        <WorkersNotice />
        <Suspense>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <Search />
      <Help opened={isHelpOpen} onClose={help.close} />
    </AppShell>
  );
}

/** A new page is read from its beginning, also by who hears it. */
function useFocusOnPage(main: React.RefObject<HTMLElement | null>, closeMenu: () => void): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const first = useRef(path);
  useEffect(() => {
    closeMenu();
    if (first.current === path) return;
    first.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path, main, closeMenu]);
}

function SearchButton() {
  const { t } = useWords();
  const isWide = useMediaQuery('(min-width: 48em)');
  return (
    <Button
      variant="default"
      size="sm"
      onClick={openSearch}
      aria-label={isWide ? undefined : t.shell.search}
      leftSection={isWide && <IconSearch size={16} aria-hidden />}
      rightSection={isWide && <Kbd size="xs">Ctrl K</Kbd>}
    >
      {isWide ? t.shell.search : <IconSearch size={16} aria-hidden />}
    </Button>
  );
}

function Navigation() {
  const { t } = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const current = placeAt(path)?.to;
  return (
    <ScrollArea>
      <Stack gap={2}>
        {places
          .filter(({ permission }) => may(permission))
          .map(({ to, name, icon: Icon }) => (
            <NavLink
              key={to}
              href={to}
              label={t.shell[name]}
              leftSection={<Icon size={18} aria-hidden />}
              rightSection={to === '/worklist' && may('worklist.counts') ? <WorkCount /> : undefined}
              active={to === current}
              aria-current={path === to ? 'page' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                void navigate({ to });
              }}
            />
          ))}
      </Stack>
      <Elsewhere />
    </ScrollArea>
  );
}

function Elsewhere() {
  const { t } = useWords();
  const { temporalUiUrl, inboxUrl, role } = useMe();
  const links = [
    { href: '/docs/', text: t.shell.documentation, isShown: role === 'ops' || role === 'admin' },
    { href: temporalUiUrl, text: t.shell.temporal, isShown: temporalUiUrl !== '' },
    { href: inboxUrl, text: t.shell.inbox, isShown: inboxUrl !== '' },
  ];
  return (
    <Stack gap={4} mt="lg" px="sm">
      {links
        .filter(({ isShown }) => isShown)
        .map(({ href, text }) => (
          <Anchor key={href} href={href} target="_blank" rel="noreferrer" size="sm">
            {text}
          </Anchor>
        ))}
    </Stack>
  );
}

function AccountMenu() {
  const { t, words } = useWords();
  const { name, role } = useMe();
  const { signOut } = useDoors();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconUser size={18} aria-hidden />}
          aria-label={`${t.shell.account} · ${name}`}
        >
          <Text size="sm" maw={260} truncate visibleFrom="sm">
            {name} ({words.role[role]})
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.shell.language}</Menu.Label>
        <LanguageChoice />
        <Menu.Label>{t.shell.theme}</Menu.Label>
        <ThemeChoice />
        <Menu.Divider />
        <Menu.Item onClick={() => void navigate({ to: '/account' })}>{t.shell.account}</Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t.shell.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
