import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { places } from './navigation.js';
import { useMay } from './session.js';

const PAUSE_MS = 1_200;

/**
 * Keys that lead somewhere: `?` help, `/` the list's filter, `n` a new order, `g` and a letter a page, `j` and `k` the lines of
 * the worklist, and Enter the thing that a line is about. Never while somebody writes, and none leads away from an open dialog
 * or menu.
 */
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
        void navigate({ to: '/new-order' });
      } else if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
      } else if (event.key === 'j' || event.key === 'k') toLine(event.key === 'j' ? 1 : -1);
      else if (event.key === 'Enter') openLine();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, may, onHelp]);
}

const isInside = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=dialog], [role=menu]') !== null;

/** From the line that has the focus, or something in it, so many on; from none to the first. */
function toLine(steps: number): void {
  const { activeElement } = document;
  const lines = [...document.querySelectorAll<HTMLElement>('[data-line]')];
  lines[lines.findIndex((line) => line.contains(activeElement)) + steps]?.focus();
}

/** What the line that has the focus is about: its first link leads there. */
function openLine(): void {
  const { activeElement } = document;
  if (activeElement?.matches('[data-line]')) activeElement.querySelector<HTMLAnchorElement>('a[href]')?.click();
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
