import { Alert, Checkbox, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LikelyDouble } from '../../contracts/customer-habits.js';
import { get } from '../http/client.js';
import { Go } from '../parts/link.js';
import { useDeskWords } from './words.js';

const PAUSE_MS = 300;

type Asked = { readonly name: string; readonly siren: string; readonly vatNumber: string };

/** Customers on record that the one which is typed may be. */
export function useDoubles({ name, siren, vatNumber }: Asked): readonly LikelyDouble[] {
  const [asked] = useDebouncedValue([name, siren, vatNumber].map((text) => text.trim()).join('\n'), PAUSE_MS);
  const [ofName = '', ofSiren = '', ofVat = ''] = asked.split('\n');
  const isAsked = asked.trim() !== '';
  const query = useQuery({
    queryKey: ['/v1/customer-doubles', asked],
    queryFn: ({ signal }) =>
      get<{ items: readonly LikelyDouble[] }>(
        '/v1/customer-doubles',
        { name: ofName, siren: ofSiren, vatNumber: ofVat },
        signal,
      ),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  return isAsked ? (query.data?.items ?? []) : [];
}

type Props = {
  readonly doubles: readonly LikelyDouble[];
  readonly isAnother: boolean;
  readonly error: string | null;
  readonly onChange: (isAnother: boolean) => void;
};

/** They are named, and somebody has to say that it is another. */
export function Doubles({ doubles, isAnother, error, onChange }: Props) {
  const words = useDeskWords();
  if (doubles.length === 0) return null;
  return (
    <Alert color="orange" variant="outline" title={words.doubles} role="status">
      {doubles.map(({ number, name, city, because }) => (
        <Text key={number} size="sm">
          <Go to="/customers/$number" params={{ number }}>
            {name}
          </Go>{' '}
          ({number}, {city}) : {words.because[because]}
        </Text>
      ))}
      <Checkbox
        mt="sm"
        label={words.isAnother}
        checked={isAnother}
        error={error}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Alert>
  );
}
