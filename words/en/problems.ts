import type { ProblemWords } from '../problems.js';

/** What each failure of the catalogue is called, and what to do about it where the one who reports it knows nothing better. */
export const problems: ProblemWords = {
  'invalid-request': {
    title: 'The request is not valid',
    remedy: 'Correct the fields listed in errors; /docs shows what each may hold.',
  },
  'malformed-json': { title: 'The body is not JSON', remedy: 'Send one JSON object in UTF-8.' },
  'malformed-xml': { title: 'The body is no XML that is read here', remedy: 'Send one well-formed document in UTF-8.' },
  'unsupported-media-type': {
    title: 'The body must be application/json',
    remedy: 'Send Content-Type: application/json.',
  },
  'body-too-large': { title: 'The body is too large', remedy: 'Send at most 1 MB; divide what is larger.' },
  'idempotency-key-missing': {
    title: 'The Idempotency-Key header is missing',
    remedy: 'Send a value of your own, such as a UUID, and the same one when you try again.',
  },
  'idempotency-key-reused': {
    title: 'This Idempotency-Key was used with another body',
    remedy: 'Take a new key for a new request; repeat a request with its own body.',
  },
  unauthenticated: {
    title: 'Sign in first',
    remedy: 'Send "Authorization: Bearer" with an API key or an access token.',
  },
  'sign-in-refused': {
    title: 'Name or password is wrong',
    remedy: 'Write name and password again, or ask an admin for a new password.',
  },
  'code-needed': {
    title: 'The code of the authenticator is needed',
    remedy: 'Send the code that the authenticator shows now, or a recovery code.',
  },
  forbidden: { title: 'Your role may not do this', remedy: 'Ask somebody whose role allows it.' },
  'password-change-needed': {
    title: 'Change the password first',
    remedy: 'POST /v1/me/password, then everything else.',
  },
  'own-rights': { title: 'Nobody takes their own rights of an admin', remedy: 'Ask another admin.' },
  'last-admin': { title: 'The last admin stays one', remedy: 'Make somebody else an admin first.' },
  'session-needed': {
    title: 'This is for somebody who is signed in',
    remedy: 'Sign in on the console: a key has no session and no password.',
  },
  'four-eyes': { title: 'Somebody else has to decide this', remedy: 'Ask a colleague with the same role.' },
  'not-found': {
    title: 'There is nothing here',
    remedy: 'Check the number; the list shows what there is for you to see.',
  },
  'method-not-allowed': { title: 'This method is not allowed here', remedy: 'Use a method that Allow names.' },
  'too-many-requests': { title: 'Too many requests', remedy: 'Wait as long as Retry-After says.' },
  'already-exists': { title: 'This already exists', remedy: 'Read the one that exists, or take another number.' },
  'customer-unknown': { title: 'The customer is not known', remedy: 'Take a customer of GET /v1/customers.' },
  'product-unknown': {
    title: 'The product is not known or not for sale',
    remedy: 'Take a product of GET /v1/products?active=true.',
  },
  'quote-unusable': {
    title: 'The quote cannot be ordered',
    remedy: 'Read the quote; make a new revision, or order without it.',
  },
  'currency-mismatch': {
    title: "The currency is not that of the customer's account",
    remedy: "Use the currency of the customer's account.",
  },
  'order-closed': { title: 'The order is closed', remedy: 'Read the order for how it ended; enter a new one.' },
  'order-not-ready': { title: 'The order is not at this stage', remedy: 'Read the order for what it waits for.' },
  'credit-stopped': {
    title: 'A credit stop holds the deliveries',
    remedy: 'Finance lifts the stop of the customer, or releases the deliveries of the order.',
  },
  'deposit-unpaid': {
    title: 'The deposit is not paid',
    remedy: 'Wait for the payment of the deposit, or credit the deposit invoice.',
  },
  'order-delivered': { title: 'The order has deliveries', remedy: 'Cancel the remainder and enter a new order.' },
  'over-delivery': { title: 'More than is left to deliver', remedy: 'Look at the open quantities of the order.' },
  'not-allocated': {
    title: 'Not enough stock is allocated',
    remedy: 'Wait for the next stock receipt, or deliver less.',
  },
  'over-cancellation': { title: 'More than is left to cancel', remedy: 'Look at the open quantities of the order.' },
  'line-unknown': { title: 'The order has no such line', remedy: 'Read the order for its lines.' },
  'discrepancy-unknown': {
    title: 'The order has no such discrepancy',
    remedy: 'Read the order for its discrepancies.',
  },
  'discrepancy-decided': {
    title: 'The discrepancy is already decided',
    remedy: 'Read the order for what was decided.',
  },
  'delivery-not-ready': { title: 'The delivery is not at this point', remedy: 'Read the delivery for where it is.' },
  'delivery-proved': { title: 'The delivery is already proved', remedy: 'Read the delivery.' },
  'complaint-settled': { title: 'The complaint is settled', remedy: 'Read the complaint.' },
  'complaint-not-ready': { title: 'The complaint is not at this point', remedy: 'Read the complaint for where it is.' },
  'quote-closed': { title: 'The quote is closed', remedy: 'Make a new quote.' },
  'over-allocation': {
    title: 'The allocations exceed the payment',
    remedy: 'Allocate no more than the payment has left.',
  },
  'payment-assigned': { title: 'It is known whose money this is', remedy: 'Read the payment for its customer.' },
  'payment-unassigned': {
    title: 'Nobody knows yet whose money this is',
    remedy: 'Assign the payment to a customer first.',
  },
  'over-return': {
    title: 'More went back than the payment brought',
    remedy: 'Name the payment whose money went back; what it brought is the most that can go back.',
  },
  'allocation-reversed': { title: 'No such allocation stands', remedy: 'Read the payment for its allocations.' },
  'nothing-open': { title: 'So much is not open', remedy: 'Read the account for what is open.' },
  'over-refund': { title: 'More than is ours to give', remedy: 'Look at what is left of the credit note.' },
  'over-credit': { title: 'More than is left to credit', remedy: 'Look at what was credited of the invoice before.' },
  'step-resolved': {
    title: 'Nothing waits for this decision any more',
    remedy: 'Read it again: only what is UNKNOWN or FAILED is resolved by hand.',
  },
  'too-late-to-undo': { title: 'It is too late to take this back', remedy: 'It stays as it is.' },
  'line-closed': { title: 'The line of the worklist is done', remedy: 'Read the worklist for what is open.' },
  'changed-meanwhile': {
    title: 'It has changed since it was read',
    remedy: 'Read it again, look at what changed, and decide again.',
  },
  'document-not-ready': { title: 'The document is not written yet', remedy: 'Ask again in a moment.' },
  unavailable: {
    title: 'The system is not available',
    remedy: 'Try again with the same Idempotency-Key: nothing is done twice.',
  },
  internal: { title: 'Something went wrong', remedy: 'Try again; tell the operators the request id when it stays.' },
};
