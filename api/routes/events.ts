import { defineRoute } from '../route.js';

const changes = defineRoute({
  method: 'get',
  path: '/v1/events',
  permission: 'events.list',
  summary: 'What is changed, as it is changed, as server-sent events',
  description:
    'One `change` for each row of the record of who did what that the caller may see, its `data` being a Change. ' +
    '`Last-Event-ID` goes on after that one; `reset` says that too much was missed: read again what you show. A comment comes ' +
    'every 15 seconds; the stream ends with the session or key, and when the process stops.',
  tags: ['events'],
  responses: { 200: 'text/event-stream' },
  async handler({ deps, principal, header, still }) {
    const stream = await deps.events.open({ principal, since: header('last-event-id'), still });
    return { status: 200, body: stream };
  },
});

export const eventRoutes = [changes];
