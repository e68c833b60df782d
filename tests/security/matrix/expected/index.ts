import { BOT } from "./bot";
import { KEEPER } from "./keeper";
import { LEAVE } from "./leave";
import { MONEY } from "./money";
import { PUBLISH_BOT } from "./publish_bot";
import { SETTLE } from "./settle";
import { SUBSCRIBE } from "./subscribe";
import type { Expectations } from "./types";

export const EXPECTED: Expectations = {
  ...KEEPER,
  ...PUBLISH_BOT,
  ...BOT,
  ...SUBSCRIBE,
  ...SETTLE,
  ...MONEY,
  ...LEAVE,
};
