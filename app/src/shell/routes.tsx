/** Which address shows which page. Each page is a file of its own that is fetched when it is needed. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { NotFound, PageFault } from "./fault";
import { Layout } from "./layout";

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: PageFault });

const page = <Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load), errorComponent: PageFault });

const routes = [
  page("/", () => import("../pages/marketplace/marketplace")),
  page("/bot/$bot", () => import("../pages/bot/bot")),
  page("/s/$subscription", () => import("../pages/subscription/subscription")),
  page("/verify", () => import("../pages/verify/choose")),
  page("/verify/$address", () => import("../pages/verify/verify")),
  page("/receipt/$signature", () => import("../pages/receipt/receipt")),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
