/** Makes a failing list of operations as short as it gets in the time there is. */
import type { Address } from "./addresses";
import { turnEventLoop } from "./event-loop";
import { Lockstep } from "./lockstep";
import { addressesOf, type Operation } from "./operations";

/** The violation that the operations lead to, and how many of them it takes; null if none. */
export async function replay(operations: readonly Operation[]): Promise<{ violation: string; steps: number } | null> {
  const lockstep = new Lockstep();
  for (const [index, operation] of operations.entries()) {
    await turnEventLoop(index);
    const violation = lockstep.perform(operation);
    if (violation !== null) return { violation, steps: index + 1 };
  }
  const violation = lockstep.everything();
  return violation === null ? null : { violation, steps: operations.length };
}

/** @param milliseconds when to stop trying @returns the shortest list found that ends in the same violation */
export async function shrink(all: readonly Operation[], milliseconds: number): Promise<Operation[]> {
  const deadline = Date.now() + milliseconds;
  const wanted = await replay(all);
  if (wanted === null) throw new Error("These operations violate nothing");
  const target = all[wanted.steps - 1]!;
  // What was a right before may be none without the steps that are left out.
  const operations = all
    .slice(0, wanted.steps)
    .map((one) => (one.kind === "send" && one !== target ? { ...one, rightful: false } : one));
  const failing = async (list: readonly Operation[]): Promise<Operation[] | null> => {
    const found = await replay(list);
    if (found === null || firstLine(found.violation) !== firstLine(wanted.violation)) return null;
    return list[found.steps - 1] === target ? list.slice(0, found.steps) : null;
  };
  let best = (await failing(await related(operations, failing))) ?? [...operations];
  for (
    let size = Math.ceil(best.length / 2);
    size >= 1 && Date.now() < deadline;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = 0; start < best.length && Date.now() < deadline; ) {
      const shorter = await failing([...best.slice(0, start), ...best.slice(start + size)]);
      if (shorter === null) start += size;
      else best = shorter;
    }
  }
  return best;
}

/** Only what concerns the accounts of the last operation, or the accounts that those concern, and so on. */
async function related(
  operations: readonly Operation[],
  failing: (list: readonly Operation[]) => Promise<Operation[] | null>,
): Promise<readonly Operation[]> {
  const concerned = new Set<Address>(addressesOf(operations.at(-1)!));
  for (let count = 0; count !== concerned.size; ) {
    count = concerned.size;
    const list = operations.filter(
      (operation) => operation.kind === "time" || addressesOf(operation).some((address) => concerned.has(address)),
    );
    if ((await failing(list)) !== null) return list;
    for (const address of list.flatMap(addressesOf)) concerned.add(address);
  }
  return operations;
}

const firstLine = (text: string): string => text.split("\n")[0]!;
