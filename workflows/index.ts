export { collection } from './collection.js';
export { order } from './order.js';
export { mailErrand } from './mail-errand.js';
