import { Alert } from '@mantine/core';
import { createContext, use, useCallback, useEffect, useEffectEvent, useId, useState, type ReactNode } from 'react';
import { useWords } from '../app/language.js';

/** A form that somebody has opened: at rest, or on its way to the API. */
type Stance = 'open' | 'sending';
type Forms = ReadonlyMap<string, Stance>;
type Tell = (form: string, stance: Stance | null) => void;

const noForms: Forms = new Map();
const nobodyAsks: Tell = () => undefined;
const Keeping = createContext<{ readonly gone: ReactNode; readonly tell: Tell }>({ gone: null, tell: nobodyAsks });

function withForm(forms: Forms, form: string, stance: Stance | null): Forms {
  if ((forms.get(form) ?? null) === stance) return forms;
  const others = [...forms].filter(([id]) => id !== form);
  return new Map(stance === null ? others : [...others, [form, stance]]);
}

type KeepProps = {
  /** Why what is inside would be gone by now; null: it stands. */
  readonly gone: ReactNode;
  /** Told when somebody begins at a form inside, and when nobody is at one any more. */
  readonly onAt: (isAt: boolean) => void;
  readonly children: ReactNode;
};

/** Knows of the forms inside that are open. */
export function Keep({ gone, onAt, children }: KeepProps) {
  const outer = use(Keeping);
  const [forms, setForms] = useState(noForms);
  const tellOuter = outer.tell;
  const tell = useCallback<Tell>(
    (form, stance) => {
      setForms((before) => withForm(before, form, stance));
      tellOuter(form, stance);
    },
    [tellOuter],
  );
  const isAt = forms.size > 0;
  const onChange = useEffectEvent(onAt);
  useEffect(() => {
    if (!isAt) return undefined;
    onChange(true);
    return () => onChange(false);
  }, [isAt]);
  return <Keeping value={{ gone: outer.gone ?? gone, tell }}>{children}</Keeping>;
}

type KeptProps = {
  readonly isOffered: boolean;
  /** Told to who is at a form when it is no longer offered. */
  readonly why: ReactNode;
  /** What stands in its place. */
  readonly otherwise?: ReactNode;
  readonly children: ReactNode;
};

/** What stands while it is offered, and then for as long as somebody is at a form of it: they are told, and keep what they typed. */
export function Kept({ isOffered, why, otherwise = null, children }: KeptProps) {
  const [isAt, setAt] = useState(false);
  if (!isOffered && !isAt) return otherwise;
  return (
    <Keep gone={isOffered ? null : why} onAt={setAt}>
      {children}
    </Keep>
  );
}

/** Says that somebody is at a form. @returns why it would be gone by now; null: it stands, or is just being sent */
export function useAtForm(isOpen: boolean, isSending: boolean): ReactNode {
  const form = useId();
  const { gone, tell } = use(Keeping);
  const stance = isOpen ? (isSending ? 'sending' : 'open') : null;
  useEffect(() => tell(form, stance), [tell, form, stance]);
  useEffect(() => () => tell(form, null), [tell, form]);
  return stance === 'open' ? gone : null;
}

/** Tells who is at a form what became of it meanwhile. */
export function GoneNote({ why }: { readonly why: ReactNode }) {
  const { t } = useWords();
  if (why === null) return null;
  return (
    <Alert variant="outline" color="orange" title={t.shell.gone} role="note" aria-live="polite">
      {why}
    </Alert>
  );
}
