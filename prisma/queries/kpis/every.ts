import type { KpiName } from '../../../contracts/kpi.js';
import { activityFacts } from './activity.js';
import { complaintFacts } from './complaints.js';
import { costFacts } from './costs.js';
import type { Facts } from './facts.js';
import { loadFacts } from './load.js';
import { marketFacts } from './market.js';
import { moneyFacts } from './money.js';
import { qualityFacts } from './quality.js';
import { speedFacts } from './speed.js';

export const factsOf: Readonly<Record<KpiName, Facts>> = {
  ...activityFacts,
  ...speedFacts,
  ...qualityFacts,
  ...complaintFacts,
  ...moneyFacts,
  ...costFacts,
  ...loadFacts,
  ...marketFacts,
};
