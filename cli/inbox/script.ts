import { z } from 'zod';

/** Where in the SMTP dialogue a rule applies (RFC 5321): at the greeting, at MAIL FROM, at RCPT TO, or after the mail's last line. */
const Stage = z.enum(['connect', 'mail', 'rcpt', 'data']);
export type Stage = z.infer<typeof Stage>;

const Action = z.discriminatedUnion('kind', [
  /** Answers with an error: 421 and 451 may be tried again, 550 may not. */
  z.object({ kind: z.literal('refuse'), code: z.number().int().min(400).max(599), message: z.string().default('') }),
  /** Takes the mail (or not, `keep: false`) and closes the connection before any answer. Only after data. */
  z.object({ kind: z.literal('drop'), keep: z.boolean().default(true) }),
  /** Answers as usual, later. */
  z.object({ kind: z.literal('delay'), delayMs: z.number().int().min(0).max(600_000) }),
]);
export type Action = z.infer<typeof Action>;

const Rule = z.object({
  stage: Stage,
  /** Only mails with a recipient that contains this text. Left out: all. */
  to: z.string().optional(),
  action: Action,
  /** How often it applies. Left out: always. */
  times: z.number().int().min(1).optional(),
});

/** What a test tells the inbox to do: the first rule that fits and is not used up applies. */
export const SmtpScript = z.object({ rules: z.array(Rule) });
export type SmtpScript = z.infer<typeof SmtpScript>;

export type ScriptedReplies = {
  readonly set: (script: SmtpScript) => void;
  /** The rules with how often each applied so far. */
  readonly state: () => readonly (z.infer<typeof Rule> & { readonly applied: number })[];
  /** The action for this moment of the dialogue; undefined: behave. */
  readonly next: (stage: Stage, recipients: readonly string[]) => Action | undefined;
};

export function scriptedReplies(): ScriptedReplies {
  let rules: (z.infer<typeof Rule> & { applied: number })[] = [];
  return {
    set: (script) => {
      rules = script.rules.map((rule) => ({ ...rule, applied: 0 }));
    },
    state: () => rules,
    next: (stage, recipients) => {
      const fits = (to: string | undefined): boolean => to === undefined || recipients.some((one) => one.includes(to));
      const rule = rules.find(
        (candidate) =>
          candidate.stage === stage && candidate.applied < (candidate.times ?? Infinity) && fits(candidate.to),
      );
      if (rule === undefined) return undefined;
      rule.applied += 1;
      return rule.action;
    },
  };
}
