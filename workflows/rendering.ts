import type { RenderingInput } from '../contracts/process.js';
import { renderingInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { atTheDoor } from './door.js';
import { uncancelled } from './uncancelled.js';

/** Renders one document for a reader who came before anybody else had it rendered. */
export function rendering(input: RenderingInput): Promise<null> {
  const { documentId } = atTheDoor(renderingInputOf, input);
  return uncancelled(() => step('renderDocuments', [documentId]));
}
