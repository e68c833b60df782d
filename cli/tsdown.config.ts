import { library } from "../scripts/library";

export default library({ entry: ["src/main.ts", "src/deploy.ts"] });
