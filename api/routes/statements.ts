import { z } from 'zod';
import { CustomerNumber } from '../../contracts/primitives.js';
import { IssuedStatement, StatementInput } from '../../contracts/statement.js';
import { pathOf } from '../../domain/paths.js';
import { issueStatement } from '../../prisma/commands/statements.js';
import { defineRoute } from '../route.js';
import { created, nowMs, scopeOf } from './answers.js';

const issue = defineRoute({
  method: 'post',
  path: '/v1/customers/{number}/statements',
  permission: 'customers.issue-statement',
  summary: 'Issue a statement of account, and send it',
  description:
    'What is open of each invoice at the end of a day, what is claimed, what is to the customer’s credit, and what is owed by ' +
    'its age. With `mail` it goes to the contact for invoices, or to whom is written instead.',
  tags: ['customers'],
  idempotent: true,
  params: z.strictObject({ number: CustomerNumber }),
  body: StatementInput,
  responses: { 201: IssuedStatement },
  async handler(ctx) {
    const { number: customer } = ctx.params;
    const reply = await ctx.once(async (tx) =>
      created(await issueStatement(tx, customer, ctx.body, ctx.actor, scopeOf(ctx), nowMs(ctx)), ({ number }) =>
        pathOf('/v1/statements', number, 'document.pdf'),
      ),
    );
    const { mail } = reply.body;
    if (mail !== null)
      await ctx.deps.processes.sendMail({
        schemaVersion: 1,
        mailId: mail,
        orderNumber: null,
        customerNumber: customer,
      });
    return reply;
  },
});

export const statementRoutes = [issue];
