import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import { run } from "./run";

/** A few of what `npm run crash` does for every point and many seeds: one of each phase of a close. */
const SAMPLE = ["take_close.after", "admit_closes.before", "store_flight.after", "send.after", "land_flight.before"];

describeWithPostgres("a keeper that is killed, on a PostgreSQL server", (server) => {
  for (const [index, point] of SAMPLE.entries()) {
    it(`loses nothing and settles nothing twice: ${point}`, async () => {
      const { deaths, wrong } = await run(point, 100 + index, server, server.newDatabase());
      expect(wrong).to.deep.equal([]);
      expect(deaths, "the point was never reached").to.be.at.least(1);
    });
  }
});
