import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ProformaReceipt } from '../../contracts/proforma.js';
import { pathOf } from '../../domain/paths.js';
import { useAction } from '../http/use-action.js';
import { useDepositWords } from './deposit-words.js';
import { DocumentFrame } from './document-frame.js';
import { ProblemNote } from './problem-note.js';

/** Makes a proforma of an order or a quote, and shows it. @param path of the order or the quote */
export function ProformaButton({ path }: { readonly path: string }) {
  const d = useDepositWords();
  const [made, setMade] = useState<number | null>(null);
  const action = useAction<ProformaReceipt>({ onDone: ({ version }) => setMade(version) });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={action.isPending}
        onClick={() => action.mutate({ path: pathOf(path, 'proformas'), body: {} })}
      >
        {d.proforma}
      </Button>
      <ProblemNote error={action.error} />
      {made !== null && (
        <DocumentFrame title={d.proformaNo(made)} path={pathOf(path, 'proformas', made, 'document.pdf')} />
      )}
    </>
  );
}
