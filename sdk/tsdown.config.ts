import { library } from "../tsdown.library";

export default library({ entry: ["src/index.ts", "src/anchor.ts", "src/drift.ts", "src/idl.ts"], platform: "neutral" });
