import { library } from "../scripts/library";

export default library({ entry: ["src/index.ts", "src/main.ts"] });
