import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconDots, IconHome, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ListName } from '../../contracts/lists.js';
import type { SavedView } from '../../contracts/views.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { useAddress, type Address } from './address.js';

const path = '/v1/views';
const place = ['after', 'page', 'view'];

/** What of an address a view keeps: not where in the list one is. */
const keptOf = (address: Address): string =>
  new URLSearchParams(
    Object.entries(address).flatMap(([name, value]) =>
      value === undefined || value === '' || place.includes(name) ? [] : [[name, value]],
    ),
  ).toString();

/** How one looks at a list, saved under a name: one's own views and those that are shared, each an address. */
export function SavedViews({ list }: { readonly list: ListName }) {
  const spoken = useWords();
  const { t } = spoken;
  const { address, replace } = useAddress();
  const [isNaming, naming] = useDisclosure(false);
  const query = useQuery({
    queryKey: [path, list],
    queryFn: ({ signal }) => get<{ readonly items: readonly SavedView[] }>(path, { list }, signal),
  });
  const views = query.data?.items ?? [];
  const open = (view: SavedView): void => replace({ ...addressOf(view), view: view.id });
  useDefault(views, address, open);
  const current = views.find(({ id }) => id === address['view']);
  return (
    <>
      <Menu position="bottom-end" withinPortal width={300}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />} maw={220}>
            {current?.name ?? t.lists.views}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>{t.lists.noViews}</Menu.Label>}
          <Part title={t.lists.viewsOfMine} views={views.filter(({ isMine }) => isMine)} onOpen={open} />
          <Part title={t.lists.viewsOfAll} views={views.filter(({ isMine }) => !isMine)} onOpen={open} />
          <Menu.Divider />
          {/* An empty view says that the list was asked for as it comes. */}
          <Menu.Item onClick={() => replace({ view: 'none' })}>{t.lists.wholeList}</Menu.Item>
          <Menu.Item onClick={naming.open}>{t.lists.saveView}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {current && <Manage view={current} kept={keptOf(address)} />}
      <NameDialog
        opened={isNaming}
        onClose={naming.close}
        title={t.lists.saveView}
        request={(name) => ({ path, body: { list, name, address: keptOf(address) } })}
        onDone={(view) => {
          tellDone(spoken, t.lists.viewSaved(view.name));
          open(view);
        }}
      />
    </>
  );
}

const addressOf = ({ address }: SavedView): Address => Object.fromEntries(new URLSearchParams(address));

/** A list that was opened without saying how begins with the view that its reader chose. */
function useDefault(views: readonly SavedView[], address: Address, open: (view: SavedView) => void): void {
  const usual = views.find(({ isDefault }) => isDefault);
  const isBare = Object.values(address).every((value) => value === undefined);
  useEffect(() => {
    if (usual !== undefined && isBare) open(usual);
  });
}

function Part({
  title,
  views,
  onOpen,
}: {
  readonly title: string;
  readonly views: readonly SavedView[];
  readonly onOpen: (view: SavedView) => void;
}) {
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          onClick={() => onOpen(view)}
          leftSection={view.isDefault ? <IconHome size={14} aria-hidden /> : <span />}
          rightSection={view.shared ? <IconUsers size={14} aria-hidden /> : undefined}
        >
          {view.name}
          {!view.isMine && (
            <Text span size="xs" c="dimmed">
              {' '}
              {view.owner.name}
            </Text>
          )}
        </Menu.Item>
      ))}
    </>
  );
}

/** What may be done with the view that is open. */
function Manage({ view, kept }: { readonly view: SavedView; readonly kept: string }) {
  const spoken = useWords();
  const { t } = spoken;
  const may = useMay();
  const { replace } = useAddress();
  const [isNaming, naming] = useDisclosure(false);
  const action = useAction<unknown>({ touches: [[path]], onError: tellProblem(spoken) });
  const change = (body: object, onSuccess?: () => void): void =>
    action.mutate({ method: 'PATCH', path: pathOf(path, view.id), body }, { onSuccess: () => onSuccess?.() });
  const isMineToChange = view.isMine || (view.shared && may('views.share'));
  const remove = (): void =>
    change({ removed: true }, () => {
      replace({ view: 'none' });
      tellDone(spoken, t.lists.viewRemoved(view.name), () => change({ removed: false }));
    });
  const choose = (): void =>
    action.mutate({ path: pathOf(path, 'default'), body: { list: view.list, view: view.isDefault ? null : view.id } });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t.lists.manageView(view.name)}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={choose}>{view.isDefault ? t.lists.unchooseView : t.lists.chooseView}</Menu.Item>
          {isMineToChange && <Menu.Item onClick={naming.open}>{t.lists.rename}</Menu.Item>}
          {isMineToChange && (
            <Menu.Item
              onClick={() => change({ address: kept }, () => tellDone(spoken, t.lists.viewChanged(view.name)))}
              disabled={kept === view.address}
            >
              {t.lists.replaceView}
            </Menu.Item>
          )}
          {isMineToChange && may('views.share') && (
            <Menu.Item
              onClick={() => action.mutate({ path: pathOf(path, view.id, 'sharing'), body: { shared: !view.shared } })}
            >
              {view.shared ? t.lists.unshareView : t.lists.shareView}
            </Menu.Item>
          )}
          {isMineToChange && (
            <Menu.Item color="red" onClick={remove}>
              {t.lists.removeView}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        opened={isNaming}
        onClose={naming.close}
        title={t.lists.rename}
        name={view.name}
        request={(name) => ({ method: 'PATCH', path: pathOf(path, view.id), body: { name } })}
        onDone={({ name }) => tellDone(spoken, t.lists.viewChanged(name))}
      />
    </>
  );
}

function NameDialog({
  opened,
  onClose,
  title,
  name: given = '',
  request,
  onDone,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly name?: string;
  readonly request: (name: string) => { readonly method?: 'PATCH'; readonly path: string; readonly body: unknown };
  readonly onDone: (view: SavedView) => void;
}) {
  const { t } = useWords();
  const [name, setName] = useState(given);
  useEffect(() => setName(given), [given, opened]);
  useKeptTyping({ name: `view:${title}`, isOpen: opened, typed: name === given ? null : name, giveBack: setName });
  const action = useAction<SavedView>({
    touches: [[path]],
    onDone: (view) => {
      onClose();
      onDone(view);
    },
  });
  const refused = action.error === null ? undefined : (fieldsOf(action.error)['name'] ?? action.error.message);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t.shell.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          action.mutate(request(name.trim()));
        }}
      >
        <Stack>
          <TextInput
            label={t.lists.viewName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
            required
            data-autofocus
            error={refused}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.lists.cancel}
            </Button>
            <Button type="submit" loading={action.isPending} disabled={name.trim() === ''}>
              {t.lists.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
