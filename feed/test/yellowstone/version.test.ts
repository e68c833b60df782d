import { expect } from "chai";
import { askYellowstone } from "../../src";
import { YellowstoneServer } from "../support/yellowstone-server";

describe("asking a Yellowstone server", () => {
  it("answers its version, to who has the token", async () => {
    const server = await YellowstoneServer.start();
    try {
      expect(await askYellowstone({ url: server.url, token: "sesame-word" })).to.equal("yellowstone of the tests");
      expect(server.tokens).to.deep.equal(["sesame-word"]);
    } finally {
      server.close();
    }
  });

  it("says that nobody answers, without the token", async () => {
    const error = await askYellowstone({ url: "http://127.0.0.1:1/sesame-word", token: "sesame-word" }).catch(
      (reason: Error) => reason,
    );
    expect(error).to.be.instanceOf(Error);
    expect((error as Error).message).to.not.include("sesame-word");
  });
});
