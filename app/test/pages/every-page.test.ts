import { expect } from "chai";
import { faultsOf, furnishPages, PLACES, PLACES_BESIDE_KEEPER, type Place } from "../support/places";
import { describeApp, describeWithKeeper, type Suite } from "../support/suite";

let receipt = "";

describeApp("every page", (suite) => {
  before(async () => {
    receipt = await furnishPages(suite.world);
  });

  looksRight(suite, PLACES);
});

describeWithKeeper("every page beside a keeper", (suite) => looksRight(suite, PLACES_BESIDE_KEEPER));

function looksRight(suite: Suite, places: Record<string, Place>): void {
  for (const [name, place] of Object.entries(places)) {
    it(`${name}: for everybody, at every width, light and dark`, async () => {
      expect(await faultsOf(suite, receipt, place)).to.deep.equal([]);
    });
  }
}
