/** What the routes ask of the running orders and collections in Temporal. */
export type Processes = {
  /** Signals orders that stock was reserved for them, or that their customer's account has room; closed ones are left. */
  readonly notifyOrders: (orderNumbers: readonly string[], signal: 'stockArrived' | 'creditFreed') => Promise<void>;
};
