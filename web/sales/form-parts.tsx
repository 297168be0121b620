import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import type { ShownCustomer } from '../../contracts/customer.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';

/** Ctrl and Enter send a form from wherever one is in it. */
export function sendByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || (!event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** A customer as a whole; undefined while none is chosen. */
export function useCustomer(number: string): ShownCustomer | undefined {
  const query = useQuery({
    queryKey: ['/v1/customers', number],
    queryFn: ({ signal }) => get<ShownCustomer>(pathOf('/v1/customers', number), {}, signal),
    enabled: number !== '',
  });
  return query.data;
}

type RefusedProps = {
  readonly fields: Readonly<Record<string, string>>;
  readonly count: number;
  /** Whether the API's answer tells it already. */
  readonly isTold: boolean;
};

/** That something has to be corrected before it can be sent. */
export function Refused({ fields, count, isTold }: RefusedProps) {
  const { t } = useWords();
  if (count === 0 || isTold) return null;
  return (
    <Text size="sm" c="red.9" fw={600} role="alert">
      {fields['lines'] ?? t.sales.wrongFields(count)}
    </Text>
  );
}
