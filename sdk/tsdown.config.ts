import { library } from "../scripts/library";

export default library({ entry: ["src/index.ts", "src/anchor.ts", "src/drift.ts"], platform: "neutral" });
