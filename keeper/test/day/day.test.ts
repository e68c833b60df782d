import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import { day } from "./run";

describeWithPostgres("a day of trading, on a PostgreSQL server", (server) => {
  it("settles every close once while one of ten requests goes wrong", async function () {
    this.timeout(300_000);
    const sizes = { hours: 4, subscriptions: 8, closes: 160, faultPercent: 10, seed: 7 };
    const { hours, faults, wrong } = await day(sizes, server);
    expect(wrong).to.deep.equal([]);
    expect(hours.length).to.equal(4);
    expect(faults, "nothing went wrong").to.be.at.least(1);
  });
});
