import type { ComponentProps } from "react";

const KINDS = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  quiet: "border border-line bg-card text-ink hover:bg-sunk",
  danger: "border border-line bg-card text-danger hover:bg-danger-soft",
};

const SHAPE =
  "inline-flex min-h-10 cursor-pointer items-center justify-center gap-2 rounded-lg px-4 text-sm font-medium motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-50";

/** How a link looks that is a button. */
export const buttonClass = (kind: keyof typeof KINDS = "quiet"): string => `${SHAPE} ${KINDS[kind]}`;

export const Button = ({
  kind = "quiet",
  className = "",
  ...props
}: ComponentProps<"button"> & { kind?: keyof typeof KINDS }) => (
  <button type="button" className={`${buttonClass(kind)} ${className}`} {...props} />
);
