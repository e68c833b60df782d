/** What a question gave. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useIsBusy } from "../data/busy";
import { faultOf } from "../data/faults";
import { ErrorState, Loading, StaleNote } from "./states";

const BUSY = "The node is asked too often and lets this page wait: it goes on by itself.";

interface Props<Data> {
  query: UseQueryResult<Data, unknown>;
  /** What is being read, in a sentence. */
  reading: string;
  children: (data: Data) => ReactNode;
}

/** The answer, also the last one beside a fault and its age; else the fault in words. */
export function Answer<Data>({ query, reading, children }: Props<Data>) {
  const { data, error, dataUpdatedAt, refetch } = query;
  const isBusy = useIsBusy();
  const retry = () => void refetch();
  if (data === undefined) {
    if (error === null) return <Loading what={isBusy ? `${reading} ${BUSY}` : reading} />;
    const { title, words, mayPass } = faultOf(error);
    return <ErrorState title={title} words={words} retry={mayPass ? retry : undefined} />;
  }
  return (
    <>
      {error !== null && <StaleNote words={faultOf(error).words} ageMs={Date.now() - dataUpdatedAt} retry={retry} />}
      {children(data)}
    </>
  );
}
