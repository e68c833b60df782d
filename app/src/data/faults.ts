/** What went wrong, in words for a person. */
import { isNodeFailure, NodeFailure, NotFound, WrongAccount } from "@profit-share/sdk";

export interface Fault {
  title: string;
  words: string;
  /** Whether trying again can help. */
  mayPass: boolean;
}

const TOO_OFTEN = 429;

export function faultOf(error: unknown): Fault {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof NodeFailure && error.status === TOO_OFTEN) {
    return {
      title: "The node is asked too often",
      words: "It lets this page ask again in a moment. Wait a little, or configure a node of your own.",
      mayPass: true,
    };
  }
  if (isNodeFailure(error)) return { title: "The node does not answer", words: sentence(words), mayPass: true };
  if (error instanceof NotFound)
    return { title: "There is nothing at this address", words: sentence(words), mayPass: true };
  if (error instanceof WrongAccount) {
    return { title: "This address is something else", words: sentence(words), mayPass: false };
  }
  return { title: "This cannot be shown", words: sentence(words), mayPass: true };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
