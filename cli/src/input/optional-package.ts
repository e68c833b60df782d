/** Packages that only some commands need, and that are not installed with this one. */
import { createRequire } from "node:module";
import { InvalidInput } from "@profit-share/sdk";

// Some of them have ES modules that are none that Node takes.
const requireModule = createRequire(__filename);

/** @param who needs it, such as "usb://ledger" @throws InvalidInput if it is not installed */
export function loadOptional<Module>(name: string, who: string): Module {
  try {
    return requireModule(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new InvalidInput(`${who} needs a package that is not installed: npm install ${name}`);
  }
}
