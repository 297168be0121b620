/** The language that the environment speaks (POSIX: LC_ALL, LC_MESSAGES, LANG): French, or else English. */
export const environmentLanguage = (env: NodeJS.ProcessEnv = process.env): 'fr' | 'en' =>
  /^fr/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'fr' : 'en';
