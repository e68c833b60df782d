import { standing } from "../../answers/standing";
import { status } from "../schemas";
import { FAILURES, type Server, type Sources } from "./route";

export function statusRoutes(server: Server, { db, kept }: Sources): void {
  server.get(
    "/v1/status",
    { schema: { summary: "How far the index has come", response: { 200: status, ...FAILURES } } },
    async () => ({ ...(await standing(db)), kept: kept !== null }),
  );
}
