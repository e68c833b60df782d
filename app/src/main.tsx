/** Starts the app: configuration first, then the shell, then whatever the page needs. */
import "./style.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ConfigProvider } from "./config/context";
import { loadConfig } from "./config/load";
import { newQueryClient } from "./data/query-client";
import { router } from "./shell/routes";
import { ErrorState } from "./ui/states";

const root = createRoot(document.getElementById("root")!);

loadConfig().then(
  (config) =>
    root.render(
      <StrictMode>
        <ConfigProvider config={config}>
          <QueryClientProvider client={newQueryClient()}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ConfigProvider>
      </StrictMode>,
    ),
  (problem: Error) =>
    root.render(
      <main className="mx-auto max-w-2xl p-6">
        <h1 className="mb-4 text-xl font-semibold">Profit share</h1>
        <ErrorState title="The app is not configured" words={problem.message} />
      </main>,
    ),
);
