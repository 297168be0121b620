const PREFIX = 'encours-typed:';

/** Where this tab keeps what a person typed in a form. */
export const placeOf = (person: string, form: string): string => `${PREFIX}${person}:${form}`;

let isLeaving = false;

/** Whether the reader signs out by their own will: what they leave open is then left. */
export const isLeft = (): boolean => isLeaving;

/** Somebody signs out: nothing of what was typed stays. */
export function leaveTyping(): void {
  isLeaving = true;
  forget(() => true);
}

/** Somebody is in: what somebody else typed in this tab goes. */
export function takeUpTyping(person: string): void {
  isLeaving = false;
  forget((place) => !place.startsWith(placeOf(person, '')));
}

function forget(goes: (place: string) => boolean): void {
  for (const place of Object.keys(sessionStorage))
    if (place.startsWith(PREFIX) && goes(place)) sessionStorage.removeItem(place);
}
