import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Role } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { get } from '../http/client.js';

export type Colleague = { readonly person: string; readonly name: string; readonly role: Role };

const RARELY_MS = 300_000;
const none: readonly Colleague[] = [];

/** Who works here; nobody until it is read. */
export function useColleagues(): readonly Colleague[] {
  const query = useQuery({
    queryKey: ['/v1/colleagues'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Colleague[] }>('/v1/colleagues', {}, signal),
    staleTime: RARELY_MS,
  });
  return query.data?.items ?? none;
}

/** Whose lines the worklist is narrowed to: the query's value, and what it is called. */
export type Owner = { readonly value: string; readonly label: string };

/** The reader first, then nobody, then the others. */
export function useOwners(): readonly Owner[] {
  const { t } = useWords();
  const me = useMe();
  const colleagues = useColleagues();
  return useMemo(() => {
    const others = colleagues.filter(({ person }) => person !== me.person);
    return [
      { value: me.person, label: t.work.mine },
      { value: 'nobody', label: capital(t.work.nobody) },
      ...others.map(({ person, name }) => ({ value: person, label: name })),
    ];
  }, [colleagues, me.person, t]);
}
