import { library } from "../tsdown.library";

// The tables by themselves: together with the rest they would load all of it.
export default [library({ entry: ["src/index.ts", "src/main.ts"] }), library({ entry: ["src/tables.ts"] })];
