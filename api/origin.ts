import type { Request } from 'express';
import type { Config } from '../config/env.js';

/**
 * Does the request come from a page of our own? Browsers say so by Sec-Fetch-Site, and where they keep that to themselves
 * (plain http) by the Origin that no write leaves without. What carries neither comes from no page.
 */
export function isSameOrigin({ publicUrl }: Pick<Config['api'], 'publicUrl'>, req: Request): boolean {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = req.get('Origin');
  if (origin === undefined) return false;
  return ['http', 'https'].some((scheme) => origin === `${scheme}://${req.host}`) || isAt(publicUrl, origin);
}

const isAt = (url: string, origin: string): boolean => URL.canParse(url) && new URL(url).origin === origin;
