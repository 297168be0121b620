import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { KpiDimension, KpiFigure, KpiList, KpiName, KpiOrder } from '../../contracts/kpi.js';
import type { CustomerStanding } from '../../contracts/vocabulary.js';
import type { Period } from '../../domain/kpis.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';

/** Figures change with the facts and not with each click. */
const STILL_FRESH_MS = 60_000;

/** The figures that the reader may see. */
export function useRegistry(): UseQueryResult<KpiList> {
  const { language } = useWords();
  return useQuery({
    queryKey: ['/v1/kpis', language],
    queryFn: ({ signal }) => get<KpiList>('/v1/kpis', {}, signal),
    staleTime: STILL_FRESH_MS,
  });
}

type Asked = {
  readonly name: KpiName;
  readonly period: Period;
  readonly by?: KpiDimension;
  readonly order?: KpiOrder;
  readonly kind?: CustomerStanding | undefined;
};

export function useFigure({ name, period, by, order, kind }: Asked): UseQueryResult<KpiFigure> {
  const { language } = useWords();
  const path = pathOf('/v1/kpis', name);
  const query = { ...period, kind, by, order: by === undefined ? undefined : order };
  return useQuery({
    queryKey: ['/v1/kpis', language, path, query],
    queryFn: ({ signal }) => get<KpiFigure>(path, query, signal),
    staleTime: STILL_FRESH_MS,
  });
}
