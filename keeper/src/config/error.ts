/** The configuration is wrong: the message names the key and says what to do. Nothing was sent. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
