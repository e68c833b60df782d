import { expect } from "chai";
import { type Exits, exits } from "./exits";

/** Courses of each source. */
const COURSES = 25;
const SEED = 1;

describe("fuzz: exits", () => {
  describe("when a subscriber leaves and everybody else is hostile", () => {
    let found: Exits;
    before(async () => {
      found = await exits({ courses: COURSES, seed: SEED });
    });

    it("it is out within 30 + 7 days, attested within 7 + 7, paid to the last unit", () => {
      expect(found.violation).to.equal(null);
      expect(found.courses).to.deep.equal({ drift: COURSES, attested: COURSES });
    });

    it("some courses take all of that time", () => {
      expect(found.latest).to.be.greaterThan(0);
    });
  });
});
