import { type ComponentProps, type ReactNode, useId } from "react";

interface Props extends Omit<ComponentProps<"input">, "id"> {
  label: string;
  /** What to write, in a sentence. */
  hint?: ReactNode;
  /** What is wrong with what is written; null if nothing is. */
  error?: string | null;
  /** Beside the input. */
  suffix?: ReactNode;
}

export function Field({ label, hint, error = null, suffix, ...input }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="mt-1.5 flex items-center gap-2">
        <input
          id={id}
          aria-invalid={error !== null}
          aria-describedby={`${id}-hint ${id}-error`}
          autoComplete="off"
          className="min-h-10 w-full min-w-0 rounded-lg border border-line bg-page px-3 text-base text-ink aria-invalid:border-danger"
          {...input}
        />
        {suffix}
      </div>
      <p id={`${id}-hint`} className="mt-1.5 text-xs text-muted empty:hidden">
        {hint}
      </p>
      <p id={`${id}-error`} aria-live="polite" className="mt-1 text-sm text-danger empty:hidden">
        {error}
      </p>
    </div>
  );
}
