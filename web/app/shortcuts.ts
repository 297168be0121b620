import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { places } from './navigation.js';
import { useMay } from './session.js';

const PAUSE_MS = 1_200;

/** Keys that lead somewhere: `?` help, `/` the list's filter, `n` a new order, `g` and a letter a page. Never while somebody writes, and none leads away from an open dialog or menu. */
export function useShortcuts({ onHelp }: { readonly onHelp: () => void }): void {
  const navigate = useNavigate();
  const may = useMay();
  const leader = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      if (event.key === '?') onHelp();
      if (isInside(event.target)) return;
      const isSecond = Date.now() - leader.current < PAUSE_MS;
      leader.current = event.key === 'g' ? Date.now() : 0;
      const place = places.find(({ key, permission }) => key === event.key && may(permission));
      if (isSecond && place) {
        event.preventDefault();
        void navigate({ to: place.to });
      } else if (event.key === 'n' && may('orders.create')) {
        event.preventDefault();
        void navigate({ to: '/orders/new' });
      } else if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, may, onHelp]);
}

const isInside = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=dialog], [role=menu]') !== null;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
