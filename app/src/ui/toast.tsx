/** Short news at the lower edge, read out by screen readers. Nothing that matters is said only here. */
import { useSyncExternalStore } from "react";
import { CrossIcon } from "./icons";

interface Toast {
  id: number;
  title: string;
  detail: string;
}

const SHOWN_MS = 6_000;
let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

export function toast(title: string, detail = ""): void {
  last += 1;
  const id = last;
  change([...toasts, { id, title, detail }]);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

const dismiss = (id: number): void => change(toasts.filter((one) => one.id !== id));

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div aria-live="polite" className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-end gap-2">
      {shown.map(({ id, title, detail }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-sm items-start gap-3 rounded-xl border border-line bg-card p-4 text-sm shadow-lg"
        >
          <div className="min-w-0">
            <p className="font-medium">{title}</p>
            {detail !== "" && <p className="break-all text-muted">{detail}</p>}
          </div>
          <button
            type="button"
            aria-label="Dismiss"
            className="cursor-pointer text-muted hover:text-ink"
            onClick={() => dismiss(id)}
          >
            <CrossIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
