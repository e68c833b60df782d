/** Whether a Yellowstone server answers, for who checks a configuration. */
import { reasonOf } from "../secrets";
import { loadYellowstone } from "./library";
import { within } from "./within";

const ANSWER_MS = 10_000;

/** @returns its version, as it says it @throws Error why it does not answer, or what to install; the token is not in it */
export async function askYellowstone({ url, token }: { url: string; token: string | null }): Promise<string> {
  const { default: Client } = await loadYellowstone();
  const ask = async (): Promise<string> => {
    const client = new Client(url, token ?? undefined, { grpcConnectTimeout: ANSWER_MS });
    await client.connect();
    return (await client.getVersion()).version;
  };
  try {
    return await within(ANSWER_MS, ask());
  } catch (error) {
    throw new Error(reasonOf(error, token));
  }
}
