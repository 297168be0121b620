/** The installation that a command line looks at, as far as the environment names one. */
export type Target = {
  readonly temporalNamespace: string | undefined;
  /** See `Config.codecKeys`. */
  readonly codecKeys: string | undefined;
};

export function readTarget(env: NodeJS.ProcessEnv = process.env): Target {
  return {
    temporalNamespace: env['TEMPORAL_NAMESPACE'] || undefined,
    codecKeys: env['CODEC_KEYS'] || undefined,
  };
}
