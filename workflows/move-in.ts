import { setHandler } from '@temporalio/workflow';
import type { MoveInWorkInput } from '../contracts/process.js';
import { moveInWorkInputOf } from '../domain/upcasts.js';
import { workOnMoveIn } from './activity-proxies.js';
import { atTheDoor } from './door.js';
import { moveInNews } from './move-in-messages.js';
import { uncancelled } from './uncancelled.js';

/** Works on a move-in of the desk until it waits for a person, and once more for each word that came meanwhile. */
export function moveIn(input: MoveInWorkInput): Promise<null> {
  const { moveInId } = atTheDoor(moveInWorkInputOf, input);
  let heard = 0;
  setHandler(moveInNews, () => {
    heard += 1;
  });
  return uncancelled(async () => {
    let served: number;
    do {
      served = heard;
      await workOnMoveIn(moveInId);
    } while (served !== heard);
    return null;
  });
}
