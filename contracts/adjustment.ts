import { z } from 'zod';
import { Amount, Line } from './primitives.js';
import { mistake } from './said.js';
import { adjustmentBases, adjustmentKinds, ECO_CONTRIBUTION, taxClasses, type AdjustmentKind } from './vocabulary.js';

/** UNTDID 5189, as EN 16931 has it (BR-CL-19). */
const allowanceReasons = '41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105'.split(' ');
/** UNTDID 7161, as EN 16931 has it (BR-CL-20). */
const chargeReasons = (
  'AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS ABT ABU ACF ACG ACH ACI ' +
  'ACJ ACK ACL ACM ACS ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT ADW ADY ADZ AEA AEB AEC AED AEF AEH AEI AEJ AEK ' +
  'AEL AEM AEN AEO AEP AES AET AEU AEV AEW AEX AEY AEZ AJ AU CA CAB CAD CAE CAF CAI CAJ CAK CAL CAM CAN CAO CAP CAQ CAR ' +
  'CAS CAT CAU CAV CAW CAX CAY CAZ CD CG CS CT DAB DAC DAD DAF DAG DAH DAI DAJ DAK DAL DAM DAN DAO DAP DAQ DL EG EP ER ' +
  'FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID IF IR IS KO L1 LA LAA LAB LF MAE MI ML NAA OA PA PAA PC PL RAB RAC RAD ' +
  'RAF RE RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB TAC TT TV V1 V2 WH XAA YY ZZZ'
).split(' ');

const isOneOf = (codes: readonly string[], code: string): boolean => codes.includes(code);

const fields = {
  kind: z.enum(adjustmentKinds),
  /** UNTDID 5189 of an allowance, UNTDID 7161 of a charge (EN 16931 BT-98, BT-105, BT-140, BT-145). */
  reason: z.string().max(3),
  /** As the customer reads it (BT-97, BT-104, BT-139, BT-144). */
  text: Line(100),
  basis: z.enum(adjustmentBases),
  /** An amount in the order's currency, a percentage, or an amount for each unit. */
  value: z
    .string({ error: mistake('positive-amount-as-text') })
    .max(20)
    .regex(/^(?!0+(\.0+)?$)(0|[1-9]\d{0,12})(\.\d{1,4})?$/, mistake('positive-amount-digits')),
};

const isPercentage = (value: string): boolean => /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(value);

type Named = { readonly kind: AdjustmentKind; readonly reason: string };
/** What is told of waste comes of the product, and is not typed. */
const hasReason = ({ kind, reason }: Named): boolean =>
  reason !== ECO_CONTRIBUTION && isOneOf(kind === 'allowance' ? allowanceReasons : chargeReasons, reason);
const wrongReason = { path: ['reason'], message: mistake('wrong-adjustment-reason') };

const hasPercentage = ({ basis, value }: { readonly basis: string; readonly value: string }): boolean =>
  basis !== 'percent' || isPercentage(value);
const wrongPercentage = { path: ['value'], message: mistake('positive-percentage-digits') };

/** What comes off the price of a line or on top of it (EN 16931 BG-27, BG-28). */
export const LineAdjustmentInput = z
  .strictObject(fields)
  .refine(hasReason, wrongReason)
  .refine(hasPercentage, wrongPercentage)
  .meta({ id: 'LineAdjustmentInput' });

export const LineAdjustments = z.array(LineAdjustmentInput).max(10);

/**
 * What comes off an order or on top of it (BG-20, BG-21), tax excluded: of all its goods, or of those of one tax class. Its
 * goods bear it line by line, and it is taxed as they are.
 */
export const OrderAdjustment = z
  .strictObject({
    ...fields,
    basis: z.enum(['amount', 'percent']),
    /** Left out: of all goods. */
    taxClass: z.enum(taxClasses).optional(),
  })
  .refine(hasReason, wrongReason)
  .refine(hasPercentage, wrongPercentage)
  .meta({ id: 'OrderAdjustment' });
export type OrderAdjustment = z.infer<typeof OrderAdjustment>;

export const OrderAdjustments = z.array(OrderAdjustment).max(10);

/** What makes an adjustment of a line its share of one of the order. */
const share = {
  /** 1, 2, 3 … of the order's; left out: the line's own. */
  of: z.number().int().min(1).optional(),
  /** Percentage that the order's is; left out: an amount. */
  percent: z.string().optional(),
};

/** An adjustment of a line as it is agreed: its own, or its share of one of the order. */
export const Adjustment = z.strictObject({ ...fields, ...share }).meta({ id: 'Adjustment' });
export type Adjustment = z.infer<typeof Adjustment>;

/** The same as it is charged: what it comes to, and of a percentage what that is of (BT-93, BT-100, BT-137, BT-142). */
export const ChargedAdjustment = z
  .strictObject({ ...fields, ...share, value: z.string(), base: Amount.nullable(), amount: Amount })
  .meta({ id: 'ChargedAdjustment' });
export type ChargedAdjustment = z.infer<typeof ChargedAdjustment>;
