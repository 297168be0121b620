import type { Request, Response } from 'express';
import type { Language } from '../../contracts/vocabulary.js';
import type { Deps, Principal } from '../context.js';
import type { ProblemError } from '../problem.js';

/** What a page is made from. */
export type View = {
  readonly deps: Deps;
  readonly req: Request;
  readonly res: Response;
  readonly principal: Principal | null;
  /** Why nobody can say who is signed in; null: they can. */
  readonly unidentified: ProblemError | null;
  readonly language: Language;
};
export type SignedIn = View & { readonly principal: Principal };

export type Shown = {
  readonly template: string;
  readonly title: string;
  readonly data: object;
  readonly status?: number;
};
