import type { Operator } from "../mutant";
import { accounts } from "./accounts";
import { conditions } from "./conditions";
import { effects } from "./effects";
import { fields } from "./fields";
import { guards } from "./guards";
import { parties } from "./parties";
import { values } from "./values";

export const OPERATORS: Operator[] = [accounts, parties, guards, conditions, values, effects, fields];
