import { Button, Menu, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import type { WorkItem } from '../../contracts/work-item.js';
import { rolesWithLinesOf } from '../../domain/worklist.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { useAction } from '../http/use-action.js';
import { Popover } from '../parts/popover.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { useColleagues } from './colleagues.js';

const DayPicker = lazy(() => import('../parts/day-picker.js'));

const touches = [['/v1/worklist'], ['/v1/worklist/counts']] as const;

/** Whose it is, and whether it waits: taken, given, given back, put aside, taken up again; each is undone by one click. */
export function Hands({ item }: { readonly item: WorkItem }) {
  const may = useMay();
  return (
    <>
      {may('worklist.assign') && <Assign item={item} />}
      {may('worklist.put-aside') && <PutAside item={item} />}
    </>
  );
}

function Assign({ item }: { readonly item: WorkItem }) {
  const spoken = useWords();
  const { t } = spoken;
  const me = useMe();
  const path = pathOf('/v1/worklist', item.id, 'assignment');
  const before = item.assignee?.person ?? null;
  const action = useAction({ touches, onError: tellProblem(spoken) });
  const give = (person: string | null, message: string): void =>
    action.mutate(
      { path, body: { person } },
      {
        onSuccess: () => tellDone(spoken, message, () => action.mutate({ path, body: { person: before } })),
      },
    );
  const others = useColleagues().filter(
    ({ role, person }) => person !== me.person && rolesWithLinesOf(item.role).includes(role),
  );
  return (
    <>
      {item.assignee?.person === me.person ? (
        <Button size="xs" variant="default" onClick={() => give(null, t.work.givenBack)}>
          {t.work.giveBack}
        </Button>
      ) : (
        <Button size="xs" variant="light" onClick={() => give(me.person, t.work.assigned(me.name))}>
          {t.work.takeIt}
        </Button>
      )}
      {others.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default">
              {t.work.assign}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ScrollArea.Autosize mah={260}>
              {others.map(({ person, name }) => (
                <Menu.Item key={person} onClick={() => give(person, t.work.assigned(name))}>
                  {name}
                </Menu.Item>
              ))}
            </ScrollArea.Autosize>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function PutAside({ item }: { readonly item: WorkItem }) {
  const spoken = useWords();
  const { t, words } = spoken;
  const { today } = useMe();
  const [opened, picker] = useDisclosure(false);
  const path = pathOf('/v1/worklist', item.id, 'put-aside');
  const action = useAction({ touches, onError: tellProblem(spoken) });
  const put = (until: string | null): void => {
    picker.close();
    action.mutate(
      { path, body: { until } },
      {
        onSuccess: () =>
          tellDone(spoken, until === null ? t.work.broughtBack : t.work.putAsideDone(words.say.date(until)), () =>
            action.mutate({ path, body: { until: item.putAsideUntil } }),
          ),
      },
    );
  };
  if (item.putAsideUntil !== null)
    return (
      <Button size="xs" variant="light" onClick={() => put(null)}>
        {t.work.bringBack}
      </Button>
    );
  return (
    <Popover opened={opened} onChange={picker.set} label={t.work.putAside}>
      <Suspense>
        <DayPicker label={t.work.putAsideUntil} after={today} onPick={put} />
      </Suspense>
    </Popover>
  );
}
