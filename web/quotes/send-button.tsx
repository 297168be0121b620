import { Anchor, Button } from '@mantine/core';
import type { Quote, SentQuote } from '../../contracts/quote.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { useAction } from '../http/use-action.js';
import { usePaperWords } from '../parts/paper-words.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';

/** Sends the quote to the customer as PDF, and leads to what was sent last. */
export function SendButton({ quote: { number, status } }: { readonly quote: Quote }) {
  const spoken = useWords();
  const w = usePaperWords();
  const may = useMay();
  const action = useAction<SentQuote>({
    touches: [['/v1/mails']],
    onDone: ({ version }) => tellDone(spoken, w.sent(version)),
  });
  const isStanding = status === 'open' || status === 'accepted';
  return (
    <>
      {may('quotes.send') && isStanding && (
        <Button
          size="xs"
          variant="default"
          loading={action.isPending}
          onClick={() => action.mutate({ path: pathOf('/v1/quotes', number, 'sendings'), body: {} })}
        >
          {w.send}
        </Button>
      )}
      {may('quotes.document') && (
        <Anchor href={pathOf('/v1/quotes', number, 'document.pdf')} target="_blank" rel="noreferrer" size="sm">
          {w.quote}
        </Anchor>
      )}
      <ProblemNote error={action.error} />
    </>
  );
}
