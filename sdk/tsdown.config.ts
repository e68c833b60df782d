import { library } from "../tsdown.library";

export default library({
  entry: {
    index: "src/index.ts",
    history: "src/history/index.ts",
    listing: "src/listing/index.ts",
    watching: "src/watching/index.ts",
    sending: "src/sending/index.ts",
    claims: "src/claims/index.ts",
    profiles: "src/profiles/index.ts",
    anchor: "src/anchor.ts",
    drift: "src/drift.ts",
    idl: "src/idl.ts",
  },
  platform: "neutral",
});
