/** How much room there is. */
import { type RefObject, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

/** The width of an element, which pictures go by. 0 before it is known. */
export function useWidth<Element extends HTMLElement>(): [RefObject<Element | null>, number] {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current!;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

const narrow = window.matchMedia("(max-width: 639px)");

function onNarrow(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}

/** Whether there is only room for cards. */
export const useIsNarrow = (): boolean => useSyncExternalStore(onNarrow, () => narrow.matches);
