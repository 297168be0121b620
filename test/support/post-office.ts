import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attemptTimeoutMs, deliver, smtpSettings } from '../../activities/smtp.js';
import type { ActivityDeps } from '../../activities/deps.js';
import { scriptedReplies, type ScriptedReplies, type SmtpScript } from '../../cli/inbox/script.js';
import { createSmtpServer } from '../../cli/inbox/smtp.js';
import { openMailStore, type MailSummary } from '../../cli/inbox/store.js';

/** A real SMTP server in this process: it keeps what it takes, and answers as it is told. */
export type PostOffice = {
  /** What activities need to reach it. */
  readonly mail: ActivityDeps['mail'];
  /** What SMTP answers from now on; no rules: every mail is taken. */
  readonly answer: (...rules: SmtpScript['rules']) => void;
  /** The same for mails to one address, beside what is said of others: each answer is given once. */
  readonly answerTo: (to: string, ...answers: readonly ScriptedAnswer[]) => void;
  /** How many of the answers for an address were given. */
  readonly given: (to: string) => number;
  /** Every copy that was taken, oldest first. */
  readonly copies: () => Promise<readonly MailSummary[]>;
  /** Copies of one business mail, by its key. */
  readonly copiesOf: (mailId: string) => Promise<readonly MailSummary[]>;
  /** Nobody listens any more, until it is opened again at the same port. */
  readonly shut: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** One answer to one mail: `forever` to every mail from then on. */
export type ScriptedAnswer = Pick<SmtpScript['rules'][number], 'stage' | 'action'> & { readonly forever?: true };

const domain = 'encours.test';
/** No test waits for it: client and server share a process that may be kept from running for seconds. */
const silenceMs = 20_000;

export async function openPostOffice(): Promise<PostOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'encours-post-'));
  const store = openMailStore(folder);
  const scripts = new Map<string, ScriptedReplies>();
  const replies = inParallel(scripts);
  const script = (lane: string, rules: SmtpScript['rules']): void => {
    const lines = scriptedReplies();
    lines.set({ rules });
    scripts.set(lane, lines);
  };
  let smtp = createSmtpServer(store, replies);
  const listen = (at: number) => new Promise<void>((resolve) => smtp.listen(at, '127.0.0.1', resolve));
  const shut = () => new Promise<void>((resolve) => smtp.close(() => resolve()));
  await listen(0);
  const { port } = smtp.server.address() as AddressInfo;
  const settings = smtpSettings(`smtp://127.0.0.1:${port}`, silenceMs, false);
  const copies = async () => (await store.list(100_000)).items.toReversed();
  const messageId = (mailId: string) => `<${mailId.replaceAll(':', '.')}@${domain}>`;
  return {
    mail: {
      domain,
      attemptTimeoutMs: attemptTimeoutMs(settings),
      deliver: (message, envelope) => deliver(settings, envelope, message),
    },
    answer: (...rules) => script('', rules),
    answerTo: (to, ...answers) =>
      script(
        to,
        answers.map(({ forever, ...rule }) => ({ ...rule, to, ...(forever ? {} : { times: 1 }) })),
      ),
    given: (to) => (scripts.get(to)?.state() ?? []).reduce((total, rule) => total + rule.applied, 0),
    copies,
    copiesOf: async (mailId) => (await copies()).filter((copy) => copy.messageId === messageId(mailId)),
    shut,
    reopen: () => {
      smtp = createSmtpServer(store, replies);
      return listen(port);
    },
    close: async () => {
      await shut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tests that run beside each other script their own addresses. */
const inParallel = (scripts: ReadonlyMap<string, ScriptedReplies>): ScriptedReplies => ({
  set: () => undefined,
  state: () => [],
  next: (stage, recipients) => {
    for (const script of scripts.values()) {
      const action = script.next(stage, recipients);
      if (action !== undefined) return action;
    }
    return undefined;
  },
});
