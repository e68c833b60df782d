import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "../ui/states";

/** Something in a page broke: the shell stays. */
export const PageFault = ({ error, reset }: ErrorComponentProps) => (
  <ErrorState
    title="This page has a fault"
    words={error instanceof Error ? error.message : String(error)}
    retry={reset}
  />
);

export const NotFound = () => (
  <EmptyState title="There is no such page">
    <Link to="/" className="link">
      All bots
    </Link>
  </EmptyState>
);
