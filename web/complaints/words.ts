import { useMemo } from 'react';
import type { SpokenOfComplaints } from '../../words/complaint-lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { room } from '../app/room.js';

/** What is said of complaints; it comes with their pages, and not with a first visit. */
export const useComplaintWords = room({
  fr: () => import('../../words/fr/console/complaints.js').then(({ complaintPage }) => complaintPage),
  en: () => import('../../words/en/console/complaints.js').then(({ complaintPage }) => complaintPage),
});

export function useComplaints(): SpokenOfComplaints & Spoken {
  const spoken = useWords();
  const c = useComplaintWords();
  return useMemo(() => ({ ...spoken, c }), [spoken, c]);
}
