import type { PlatformInboxInput, PlatformInboxResult } from '../contracts/process.js';
import { platformInboxInputOf } from '../domain/upcasts.js';
import { takePlatformMessages } from './activity-proxies.js';
import { atTheDoor } from './door.js';

/** What a run takes at most; the next one goes on. */
const TURNS = 100;

/** What a schedule asks for each minute, and the API when a platform brings something: all that waits is read. */
export async function platformInbox(input: PlatformInboxInput): Promise<PlatformInboxResult> {
  atTheDoor(platformInboxInputOf, input);
  let read = 0;
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const taken = await takePlatformMessages();
    read += taken.read;
    if (taken.read === 0) break;
  }
  return { read };
}
