import { formatExactly, formatMoney, signed } from "../format/money";

interface Props {
  /** Base units. */
  amount: bigint;
  /** Every digit instead of cents. */
  exact?: boolean;
  /** With a plus in front of what somebody gets. */
  change?: boolean;
  className?: string;
}

/** An amount. What is rounded for reading has its exact digits behind it. */
export function Money({ amount, exact = false, change = false, className = "" }: Props) {
  const text = exact ? formatExactly(amount) : formatMoney(amount);
  return (
    <span
      className={`whitespace-nowrap ${className}`}
      data-amount={amount.toString()}
      title={exact ? undefined : formatExactly(amount)}
    >
      {change ? signed(amount, text) : text}
    </span>
  );
}
