import type { Fault } from '../../api/import/rows.js';
import type { ImportFault } from '../../contracts/import.js';
import { tellIn } from '../../words/said.js';

/** Why a row was not taken, as the report says it. */
export const toldFault = ({ field, said, remedy }: Fault): ImportFault => ({
  field,
  message: tellIn('en', said),
  remedy: tellIn('en', remedy),
});
