import { decodeBase64 } from "../binary";
import { invalidParams } from "../errors";
import { type Methods, method } from "../method";
import { address, flag, fullU64, struct, text, unsigned, variants } from "../params";

const base64 = text.transform((value) => decodeBase64(value, (fault) => `Invalid param: invalid base64: ${fault}`));

const accountFields = struct("Account", {
  lamports: fullU64,
  owner: address,
  data: base64.nullish(),
  executable: flag.nullish(),
});

const clockConfig = variants({ unixTimestamp: unsigned("u64"), forward: unsigned("u64") });

/** Keeps the time inside what a double's milliseconds hold. */
const MAX_UNIX_SECONDS = 100_000_000_000;
const MAX_SLOTS = 100_000;

/** Methods that no node has: they write accounts, programs and the clock of this chain. */
export const ownMethods: Methods = {
  /** `[address, {lamports, owner, data?: base64, executable?} | null]`; null removes the account. */
  localnet_setAccount: method(2, [address, accountFields.nullable()], (chain, key, fields) => {
    const account = fields && {
      lamports: fields.lamports,
      owner: fields.owner,
      data: fields.data ?? new Uint8Array(),
      executable: fields.executable ?? false,
    };
    try {
      chain.setAccount(key, account);
    } catch (error) {
      throw invalidParams(`Invalid param: ${key} cannot be written: ${(error as Error).message}`);
    }
    return null;
  }),

  /** `[address, elf: base64]`. */
  localnet_setProgram: method(2, [address, base64], (chain, key, elf) => {
    try {
      chain.loadProgram(key, elf);
    } catch (error) {
      throw invalidParams(`Invalid param: ${key} is no loadable program: ${(error as Error).message}`);
    }
    return null;
  }),

  /** `[{unixTimestamp} | {forward}]`, seconds; answers the chain's time, which runs on from there. */
  localnet_setClock: method(1, [clockConfig], (chain, config) => {
    const time = config.kind === "unixTimestamp" ? config.value : chain.time() + config.value;
    if (time > MAX_UNIX_SECONDS) throw invalidParams(`Invalid param: the time may be at most ${MAX_UNIX_SECONDS}`);
    chain.setTime(time);
    return chain.time();
  }),

  /** `[count]`; answers the slot that is open then. */
  localnet_advanceSlots: method(1, [unsigned("u64")], (chain, count) => {
    if (count > MAX_SLOTS) throw invalidParams(`Invalid param: at most ${MAX_SLOTS} slots at once`);
    chain.advanceSlots(count);
    return chain.slots.slot;
  }),
};
