export { collection } from './collection.js';
export { order } from './order.js';
