import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import { bundleChild, run } from "./run";

/** A few of what `npm run crash` does for every point and many seeds: one of each phase of a close. */
const SAMPLE = [
  ...["take_close.after", "admit_closes.before", "store_flight.after", "send.after", "land_flight.before"],
  ...["reopen_flight.after", "record_transfer.after", "send_message.after"],
];

describeWithPostgres("a keeper that is killed, on a PostgreSQL server", (server) => {
  let child: string;

  before(() => {
    child = bundleChild();
  });

  for (const [index, point] of SAMPLE.entries()) {
    it(`loses nothing and settles nothing twice: ${point}`, async () => {
      const [database, rivalDatabase] = [server.newDatabase(), server.newDatabase()];
      const { deaths, wrong } = await run(point, 100 + index, { server, database, rivalDatabase, child });
      expect(wrong).to.deep.equal([]);
      expect(deaths, "the point was never reached").to.be.at.least(1);
    });
  }
});
