/** What is set does not fit. The message names each variable and its remedy, and shows no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
