import type { AcquisitionSpend } from '../contracts/acquisition-spend.js';
import type { Capacity } from '../contracts/capacity.js';
import type { MonthEnd } from '../contracts/month-end.js';
import { figureWords } from './figures.js';
import { capital, formatMonth } from './format.js';
import { by, columnsFor, extra, yesOrNo } from './lists.js';

const monthEnd = columnsFor<MonthEnd>();
const capacity = columnsFor<Capacity>();
const spend = columnsFor<AcquisitionSpend>();

/** The columns of the lists beside the figures, in their order. */
export const figureListColumns = {
  'month-ends': [
    monthEnd.text(
      'month',
      ({ language }) => figureWords(language).monthEnds.month,
      ({ month }, { language }) => formatMonth(month, language),
      by('month'),
    ),
    monthEnd.quantity('version', ({ language }) => figureWords(language).monthEnds.version, 'version'),
    monthEnd.text(
      'latest',
      ({ language }) => capital(figureWords(language).monthEnds.latest),
      ({ isLatest }, spoken) => yesOrNo(isLatest, spoken),
      extra,
    ),
    monthEnd.day('madeOn', ({ language }) => figureWords(language).monthEnds.madeOn, 'madeOn', by('madeOn')),
    monthEnd.text(
      'madeBy',
      ({ language }) => figureWords(language).monthEnds.madeBy,
      ({ madeBy }, { language }) => madeBy ?? figureWords(language).monthEnds.schedule,
    ),
    monthEnd.text('reason', ({ language }) => figureWords(language).monthEnds.reason, 'reason'),
  ],
  capacities: [
    capacity.text('person', ({ language }) => figureWords(language).capacityPerson, 'name', by('name')),
    capacity.text(
      'work',
      ({ language }) => figureWords(language).capacityWork,
      ({ work }, { words }) => capital(words.work[work]),
    ),
    capacity.quantity('perDay', ({ language }) => figureWords(language).perDay, 'perDay', by('perDay')),
    capacity.day('from', ({ language }) => figureWords(language).capacityFrom, 'from', by('from')),
    capacity.text('setBy', ({ language }) => figureWords(language).capacitySetBy, 'setBy', extra),
  ],
  'acquisition-spends': [
    spend.text(
      'month',
      ({ language }) => figureWords(language).spendMonth,
      ({ month }) => month.slice(0, 'YYYY-MM'.length),
      by('month'),
    ),
    spend.text('what', ({ language }) => figureWords(language).spendWhat, 'what'),
    spend.amount('amount', ({ language }) => figureWords(language).spendAmount, 'amount', by('amount')),
    spend.text('enteredBy', ({ language }) => figureWords(language).spendBy, 'enteredBy'),
    spend.moment('enteredAt', ({ language }) => figureWords(language).spendAt, 'enteredAt', {
      ...by('enteredAt'),
      ...extra,
    }),
    spend.text(
      'state',
      ({ language }) => figureWords(language).spendState,
      ({ withdrawnBy }, { language }) => {
        const f = figureWords(language);
        return withdrawnBy === null ? f.spendCounts : f.withdrawnBy(withdrawnBy);
      },
    ),
  ],
} as const;
