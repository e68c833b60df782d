import type { Demo } from "../performance/demo";

/** A part of the story. */
export interface Chapter {
  title: string;
  play: (demo: Demo) => Promise<void>;
}
