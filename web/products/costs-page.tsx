import { useMemo } from 'react';
import { useWords } from '../app/language.js';
import { List } from '../lists/list.js';
import { Page } from '../parts/page.js';
import { listOf } from './costs.js';

/** What every product costs us, from which day on; a cost is entered on the page of its product. */
export function CostsPage() {
  const spoken = useWords();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.t.lists.names['product-costs']}>
      <List definition={definition} />
    </Page>
  );
}
