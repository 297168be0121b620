export { account } from './account.js';
export { housekeeping } from './housekeeping.js';
export { monthEnd, monthEnds } from './month-end.js';
export { order } from './order.js';
export { mailErrand } from './mail-errand.js';
export { proofErrand } from './proof-errand.js';
export { moveIn } from './move-in.js';
export { retention } from './retention.js';
export { rendering } from './rendering.js';
