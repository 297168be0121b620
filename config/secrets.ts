/** Passwords that stand in examples and manuals; whoever tries a door tries these first. */
const published = new Set(
  [
    'change-me',
    'changeme',
    'password',
    'passwd',
    'secret',
    'example',
    'encours',
    'encours_owner',
    'encours_app',
    'encours_registrar',
    'encours_audit',
    'temporal',
    'postgres',
    'admin',
    'root',
    'user',
    'test',
  ].flatMap((word) => [word, `${word}1`, `${word}123`]),
);

/** Secrets of releases before, readable by everybody. */
const publishedSecrets = ['embedded-stack-on-loopback-only-secret'];

const isPublished = (secret: string): boolean =>
  publishedSecrets.includes(secret) || published.has(secret.toLowerCase()) || new Set(secret).size === 1;

/** Settings that are a secret as they stand, by the ends of their names; any other may carry a password in its address. */
const secretName = /_(SECRET|API_KEY|TOKEN)$|^PGPASSWORD$/;
const keyRing = /_KEYS$/;

/**
 * The settings whose secret everybody can read: of every address its password, of every key ring its keys, of every
 * secret itself. None of them is printed.
 * @param settings by variable; what is not set is left out or empty
 */
export function publishedSecretProblems(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (typeof value !== 'string' || value === '') return [];
    if (secretName.test(name)) return isPublished(value) ? [`${name}: this one is published; set a random text.`] : [];
    if (keyRing.test(name))
      return keysIn(value).some(isPublished) ? [`${name}: this key is published; set random bytes.`] : [];
    return passwordsIn(value).some(isPublished) ? [`${name}: its password stands in examples.`] : [];
  });
}

/** `id:base64key,…`, each key as the text that its bytes spell. */
const keysIn = (ring: string): readonly string[] =>
  ring.split(',').map((entry) => Buffer.from(entry.slice(entry.indexOf(':') + 1).trim(), 'base64').toString('latin1'));

/** The passwords of an address: before its host, and in its query, where PostgreSQL takes one too. */
function passwordsIn(text: string): readonly string[] {
  const url = addressOf(text);
  if (url === null) return [];
  const isName = url.password !== '' && url.password === url.username;
  return [isName ? 'password' : decoded(url.password), ...url.searchParams.getAll('password')];
}

/** A per cent sign that introduces nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const addressOf = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);
