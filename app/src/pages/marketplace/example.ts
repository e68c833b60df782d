/** $100 won, $40 lost, $70 won, at 10 % above the high-water mark: the first table of docs/fees.md. */
import type { Step } from "@profit-share/sdk/history";

const DOLLAR = 1_000_000n;
const NO_FLAGS = { liquidation: false, recreated: false, capped: false, final: false, ended: false };

function step(sequence: bigint, realized: [bigint, bigint], mark: [bigint, bigint]): Step {
  const profit = (mark[1] - mark[0]) * DOLLAR;
  return {
    sequence,
    time: 0n,
    flags: NO_FLAGS,
    profit,
    dropped: 0n,
    realized: { before: realized[0] * DOLLAR, after: realized[1] * DOLLAR },
    mark: { before: mark[0] * DOLLAR, after: mark[1] * DOLLAR },
    unrecorded: 0n,
    loss: { before: 0n, after: 0n },
    forgiven: 0n,
    accrued: profit / 10n,
    credited: profit / 10n,
  };
}

export const EXAMPLE: readonly Step[] = [
  step(1n, [0n, 100n], [0n, 100n]),
  step(2n, [100n, 60n], [100n, 100n]),
  step(3n, [60n, 130n], [100n, 130n]),
];
