import type { Operator } from "../mutant";
import { accounts } from "./accounts";
import { conditions } from "./conditions";
import { effects } from "./effects";
import { fields } from "./fields";
import { guards } from "./guards";
import { values } from "./values";

export const OPERATORS: Operator[] = [accounts, guards, conditions, values, effects, fields];
