import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its private key: paths of PEM files. */
export type Issued = { readonly cert: string; readonly key: string };

/** A certificate authority of a test's own. */
export type Authority = {
  /** Path of its certificate, PEM. */
  readonly ca: string;
  /** A folder for what belongs to it. */
  readonly folder: string;
  readonly issue: (commonName: string, options?: { readonly host?: string }) => Issued;
  readonly close: () => void;
};

export function openAuthority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'encours-ca-'));
  const at = (file: string): string => join(folder, file);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { stdio: 'pipe', cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  const [ca, caKey] = [at('ca.pem'), at('ca.key')];
  openssl('req', '-x509', ...newKey, '-keyout', caKey, '-out', ca, '-days', '2', '-subj', `/CN=${name}`);
  return {
    ca,
    folder,
    issue: (commonName, { host } = {}) => {
      const [cert, key, request] = [at(`${commonName}.pem`), at(`${commonName}.key`), at(`${commonName}.csr`)];
      openssl('req', '-new', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${commonName}`);
      writeFileSync(
        at('extensions'),
        host === undefined ? 'extendedKeyUsage=clientAuth\n' : `subjectAltName=DNS:${host}\n`,
      );
      const signer = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-extfile', at('extensions')];
      openssl('x509', '-req', '-in', request, '-out', cert, '-days', '2', ...signer);
      return { cert, key };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
