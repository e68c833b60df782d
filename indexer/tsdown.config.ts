import { library } from "../tsdown.library";

export default library({ entry: ["src/index.ts", "src/main.ts"] });
