/** Writes docs/program.md from the IDL. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import idl from "@profit-share/sdk/idl.json";
import type { Idl } from "./idl-docs";
import { programPage } from "./program-docs";

writeFileSync(join(__dirname, "../docs/program.md"), programPage(idl as Idl));
