/** Puts what belongs together into as few transactions as fit. */
import type { Length, Part } from "./length";

/** What goes into one transaction or another as a whole. */
export interface Packable {
  part: Part;
}

/** What every transaction begins with, and how long it may get. */
export interface Envelope {
  empty: () => Length;
  limit: number;
}

interface Box<T> {
  items: T[];
  length: Length;
}

/**
 * @param groups of items that share addresses, so that a transaction holds most of one group; in each those first that are to
 *   go first
 * @returns the transactions' items; no two of the transactions fit into one
 */
export function pack<T extends Packable>(groups: readonly (readonly T[])[], envelope: Envelope): T[][] {
  const boxes: Box<T>[] = [];
  const rests: T[][] = [];
  for (const group of groups) {
    const own: Box<T>[] = [];
    for (const item of group) put(item, own, envelope);
    // A transaction that one group fills holds as many items as any can. What is left of the groups is mixed.
    const rest = own.pop();
    boxes.push(...own);
    if (rest !== undefined) rests.push(rest.items);
  }
  const largestFirst = rests.sort((a, b) => b.length - a.length);
  for (const item of largestFirst.flat()) put(item, boxes, envelope);
  return boxes.map(({ items }) => items);
}

/** Into the first box that has room, else into a new one. */
function put<T extends Packable>(item: T, boxes: Box<T>[], { empty, limit }: Envelope): void {
  let box = boxes.find(({ length }) => length.with(item.part) <= limit);
  if (box === undefined) {
    box = { items: [], length: empty() };
    boxes.push(box);
  }
  box.length.add(item.part);
  box.items.push(item);
}
