import { Button, Menu, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { InformationRequest } from '../../contracts/information-request.js';
import { informationAskers } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { useAction } from '../http/use-action.js';
import { tellDone, tellProblem } from '../parts/tell.js';

const LONGEST = 200;

/** Somebody asked where the order is: who, in one click, with a word where one is worth it; taken back by the next click. */
export function AskForNews({ order }: { readonly order: string }) {
  const spoken = useWords();
  const { t, words } = spoken;
  const may = useMay();
  const [note, setNote] = useState('');
  useKeptTyping({ name: `news:${order}`, typed: note === '' ? null : note, giveBack: setNote });
  const path = pathOf('/v1/orders', order, 'information-requests');
  const touches = [[pathOf('/v1/orders', order, 'dossier')]] as const;
  const undo = useAction({ touches, onError: tellProblem(spoken) });
  const log = useAction<InformationRequest>({
    touches,
    onError: tellProblem(spoken),
    onDone: ({ id, asker }) => {
      setNote('');
      tellDone(spoken, t.orders.newsLogged(words.asker[asker]), () =>
        undo.mutate({ path: pathOf(path, id, 'withdrawal'), body: {} }),
      );
    },
  });
  if (!may('orders.log-request')) return null;
  const text = note.trim();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default" loading={log.isPending}>
          {t.orders.newsAsked}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.orders.whoAsked}</Menu.Label>
        {informationAskers.map((asker) => (
          <Menu.Item
            key={asker}
            onClick={() => log.mutate({ path, body: { asker, ...(text !== '' && { note: text }) } })}
          >
            {capital(words.asker[asker])}
          </Menu.Item>
        ))}
        <Stack p="xs">
          <TextInput
            size="xs"
            label={t.orders.newsNote}
            maxLength={LONGEST}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            onKeyDown={(event) => event.stopPropagation()}
          />
        </Stack>
      </Menu.Dropdown>
    </Menu>
  );
}
