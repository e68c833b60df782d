import { type ReactNode, useEffect, useId, useRef } from "react";
import { CrossIcon } from "./icons";

interface Props {
  title: string;
  /** Called when somebody closes it, by Escape too. */
  onClose: () => void;
  children: ReactNode;
}

/**
 * Open as long as it is rendered. The browser's own dialog keeps the focus inside and gives it back; libraries for this write style
 * elements, which the policy refuses.
 */
export function Dialog({ title, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-2xl border border-line bg-card p-0 text-ink shadow-2xl"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="flex items-start justify-between gap-4 p-5 pb-0 sm:p-6 sm:pb-0">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        <button
          type="button"
          aria-label="Close"
          className="cursor-pointer p-1 text-muted hover:text-ink"
          onClick={onClose}
        >
          <CrossIcon />
        </button>
      </div>
      <div className="p-5 sm:p-6">{children}</div>
    </dialog>
  );
}
