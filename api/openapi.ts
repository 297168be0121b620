import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { ResponseConfig, ZodContentObject } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { Problem, problems } from '../contracts/problems.js';
import type { ProblemCode } from '../contracts/problems.js';
import { problemWords } from '../words/problems.js';
import { takesIfMatch } from './etags.js';
import { permissions } from './permissions.js';
import type { Grant } from './permissions.js';
import { changesSomething, isFile, ZIP, type Route } from './route.js';

const always: readonly ProblemCode[] = ['unauthenticated', 'forbidden', 'too-many-requests', 'internal', 'unavailable'];
const ofQuestions: readonly ProblemCode[] = [
  'malformed-json',
  'body-too-large',
  'unsupported-media-type',
  'invalid-request',
];
const ofKeys: readonly ProblemCode[] = ['idempotency-key-missing', 'idempotency-key-reused'];
const ofWrites: readonly ProblemCode[] = [...ofQuestions, ...ofKeys];
const ofFiles: readonly ProblemCode[] = [...ofWrites.filter((code) => code !== 'malformed-json'), 'malformed-xml'];

/** The codes that a route may answer with, beyond its success. */
function problemsOf(route: Route): readonly ProblemCode[] {
  const ofRoute: ProblemCode[] = [...(route.problems ?? [])];
  if (route.params) ofRoute.push('not-found');
  if (takesIfMatch(route.permission)) ofRoute.push('changed-meanwhile');
  const ofMethod: readonly ProblemCode[] = changesSomething(route)
    ? route.takes === undefined
      ? ofWrites
      : ofFiles
    : route.method === 'get'
      ? ['invalid-request']
      : ofQuestions;
  return [...new Set([...ofMethod, ...always, ...ofRoute])];
}

/** The OpenAPI 3.1 document of the routes: one operation each, from the very schemas that check requests and answers. */
export function openApiDocument(routes: readonly Route[], serverUrl: string): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key (`enc_…`) or an access token of the OIDC issuer.',
  });
  for (const route of routes) registry.registerPath(operationOf(route));
  for (const operation of publicOperations) registry.registerPath(operation);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Encours',
      version: '1',
      description:
        'Order to cash: from the quote an order answers to the last cent collected. Amounts, prices and quantities are ' +
        'decimals written as text. Every write carries an Idempotency-Key; failures are problem+json (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
  });
}

type Operation = Parameters<OpenAPIRegistry['registerPath']>[0];

function operationOf(route: Route): Operation {
  const grant: Grant = permissions[route.permission];
  const own = grant.ownership === 'own-customers' ? '; sales: their own customers, unless allowed more' : '';
  const headers = changesSomething(route) ? writeHeaders(route) : undefined;
  return {
    method: route.method,
    path: route.path,
    operationId: route.permission,
    summary: route.summary,
    description: [route.description, `Roles: ${grant.roles.join(', ')}${own}.`].filter(Boolean).join('\n\n'),
    tags: [...route.tags],
    security: [{ bearer: [] }],
    request: {
      ...(route.params && { params: route.params }),
      ...(route.query && { query: route.query }),
      ...(headers && { headers }),
      ...(route.method !== 'get' && { body: { required: true, content: contentOf(route) } }),
    },
    responses: { ...successes(route), ...failures(problemsOf(route)) },
  };
}

function contentOf(route: Exclude<Route, { method: 'get' }>): ZodContentObject {
  if (changesSomething(route) && route.takes !== undefined) return { [route.takes]: { schema: { type: 'string' } } };
  return { 'application/json': { schema: route.body } };
}

const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/)
    .meta({ description: 'A value of your own, such as a UUID; the same one when you try again.' }),
});

const guardedHeaders = idempotencyHeaders.extend({
  'If-Match': z
    .string()
    .optional()
    .meta({ description: 'The ETag of the GET that this is decided on: 412 when it changed since.' }),
});

const writeHeaders = ({ permission }: Route) => (takesIfMatch(permission) ? guardedHeaders : idempotencyHeaders);

function successes(route: Route): Record<string, ResponseConfig> {
  const entries = Object.entries(route.responses).map(([status, shape]): [string, ResponseConfig] => [
    status,
    {
      description: status === '201' ? 'Made; Location says where.' : 'Done.',
      content:
        typeof shape === 'string'
          ? { [shape]: { schema: { type: 'string', ...((isFile(shape) || shape === ZIP) && { format: 'binary' }) } } }
          : { 'application/json': { schema: shape } },
    },
  ]);
  return Object.fromEntries(entries);
}

function failures(codes: readonly ProblemCode[]): Record<string, ResponseConfig> {
  const statuses = new Set(codes.map((code) => problems[code].status));
  const entries = [...statuses].map((status): [string, ResponseConfig] => [
    String(status),
    {
      description: codes
        .filter((code) => problems[code].status === status)
        .map((code) => `\`${code}\`: ${problemWords('en')[code].title}.`)
        .join('\n\n'),
      content: { 'application/problem+json': { schema: Problem } },
    },
  ]);
  return Object.fromEntries(entries);
}

const text = (description: string, type: string): Record<string, ResponseConfig> => ({
  '200': { description, content: { [type]: { schema: { type: 'string' } } } },
});
const Standing = z.strictObject({ status: z.enum(['ok', 'unavailable']), down: z.array(z.string()) });

/** What everybody may ask. */
const publicOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    operationId: 'operations.health',
    summary: 'The process answers',
    tags: ['operations'],
    security: [],
    responses: text('It does.', 'text/plain'),
  },
  {
    method: 'get',
    path: '/readyz',
    operationId: 'operations.readiness',
    summary: 'PostgreSQL and Temporal answer',
    tags: ['operations'],
    security: [],
    responses: {
      '200': { description: 'Both do.', content: { 'application/json': { schema: Standing } } },
      '503': { description: 'Not all do, or we are stopping.', content: { 'application/json': { schema: Standing } } },
    },
  },
  {
    method: 'get',
    path: '/metrics',
    operationId: 'operations.metrics',
    summary: 'Metrics for Prometheus',
    tags: ['operations'],
    security: [],
    responses: text('Prometheus text format.', 'text/plain'),
  },
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'operations.openapi',
    summary: 'This document',
    tags: ['operations'],
    security: [],
    responses: text('OpenAPI 3.1.', 'application/json'),
  },
];
