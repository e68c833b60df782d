import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { buttonClass } from "../ui/button";
import { Page } from "../ui/page";
import { EmptyState, ErrorState } from "../ui/states";

/** Something in a page broke: the shell stays. */
export const PageFault = ({ error, reset }: ErrorComponentProps) => (
  <Page title="This page has a fault">
    <ErrorState
      title="Something in this page broke"
      words={error instanceof Error ? error.message : String(error)}
      retry={reset}
    />
  </Page>
);

export const NotFound = () => (
  <Page title="There is no such page">
    <EmptyState title="The address of this page is wrong, or it has moved">
      <Link to="/" className={buttonClass("primary")}>
        All bots
      </Link>
    </EmptyState>
  </Page>
);
