import { Go } from '../parts/link.js';

type Props = {
  readonly payment: string;
  /** Left out: who reads it may not read payments. */
  readonly reference: string | undefined;
};

/** A payment, by its bank reference or by what it is called where that is not at hand. */
export const PaymentLink = ({ payment, reference }: Props) =>
  reference !== undefined && (
    <Go to="/payments/$id" params={{ id: payment }}>
      {reference}
    </Go>
  );
