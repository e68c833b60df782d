import { library } from "../tsdown.library";

export default library({ entry: ["src/main.ts", "src/deploy.ts"] });
