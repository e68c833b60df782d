/** Which address shows which page. Each page is a file of its own that is fetched when it is needed. */
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { lazy, type ReactNode } from "react";
import { NotFound, PageFault } from "./fault";
import { Layout } from "./layout";

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: PageFault });

/** React's `lazy`, not the router's: that one shows nothing at all before the first page is there. */
const page = <Path extends string>(path: Path, load: () => Promise<{ default: () => ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazy(load), errorComponent: PageFault });

const routes = [
  page("/", () => import("../pages/marketplace/marketplace")),
  page("/bot/$bot", () => import("../pages/bot/bot")),
  page("/bot/$bot/subscribe", () => import("../pages/subscribe/subscribe")),
  createRoute({
    getParentRoute: () => root,
    path: "/creator",
    component: lazy(() => import("../pages/creator/creator")),
    errorComponent: PageFault,
    // Whose bots; left out, those of the connected wallet.
    validateSearch: ({ wallet }): { wallet?: string } => (typeof wallet === "string" ? { wallet } : {}),
  }),
  page("/creator/new", () => import("../pages/creator/publish")),
  page("/creator/$bot", () => import("../pages/creator/bot")),
  page("/me", () => import("../pages/me/me")),
  page("/operator", () => import("../pages/operator/operator")),
  page("/lab", () => import("../pages/lab/lab")),
  page("/s/$subscription", () => import("../pages/subscription/subscription")),
  page("/verify", () => import("../pages/verify/choose")),
  page("/verify/$address", () => import("../pages/verify/verify")),
  page("/receipt/$signature", () => import("../pages/receipt/receipt")),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
