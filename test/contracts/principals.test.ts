import { describe, expect, it } from 'vitest';
import { AnyPrincipal, KeyPrincipal, tokenPrincipal } from '../../contracts/principals.js';
import { systemPrincipals } from '../../contracts/vocabulary.js';

const may = (id: string): boolean => KeyPrincipal.safeParse(id).success;

describe('the holder of a key', () => {
  it('has a name of small letters, digits, dots and dashes, and none under which Encours acts', () => {
    expect(['lucie.marchand', 'bank-interface', 'a'].filter(may)).toHaveLength(3);
    expect([...systemPrincipals, 'Lucie', 'lucie@id.example', '', '.x', 'a'.repeat(65), 'lucie\n'].filter(may)).toEqual(
      [],
    );
  });
});

describe('the holder of a token', () => {
  it.each(systemPrincipals)('is never %s, nor anybody who could hold a key', (name) => {
    const holder = tokenPrincipal(name, 'https://id.example') ?? '';
    expect(holder).toBe(`${name}@id.example`);
    expect([may(holder), AnyPrincipal.safeParse(holder).success]).toEqual([false, true]);
  });

  it('is another at another issuer, whatever signs the subject has', () => {
    const holders = [
      tokenPrincipal('a', 'https://b.example'),
      tokenPrincipal('a', 'http://b.example'),
      tokenPrincipal('a', 'https://b.example/'),
      tokenPrincipal('a', 'https://c.example'),
      tokenPrincipal('a@b.example', 'https://b.example'),
      tokenPrincipal('a@http://b.example', 'https://b.example'),
    ];
    expect(new Set(holders).size).toBe(6);
  });

  it.each(['', 'two words', 'two\nlines', 'é', 'x'.repeat(61)])('cannot be named by the subject %j', (subject) => {
    expect(tokenPrincipal(subject, 'https://id.example')).toBeNull();
  });
});
