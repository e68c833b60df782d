import { formatChange, formatExactly, formatMoney } from "../format/money";

interface Props {
  /** Base units. */
  amount: bigint;
  /** Every digit instead of cents. */
  exact?: boolean;
  /** Every digit, and a plus in front of what somebody gets. */
  change?: boolean;
  className?: string;
}

/** An amount. What is rounded for reading has its exact digits behind it. */
export const Money = ({ amount, exact = false, change = false, className = "" }: Props) => (
  <span
    className={`whitespace-nowrap ${className}`}
    data-amount={amount.toString()}
    title={exact || change ? undefined : formatExactly(amount)}
  >
    {change ? formatChange(amount) : exact ? formatExactly(amount) : formatMoney(amount)}
  </span>
);
