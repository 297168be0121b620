import type { Pair } from '../problems.js';

/** Ce qui ne va pas dans un champ, à lire après son nom ; le plus précis d’abord. */
export const mistakes: readonly Pair[] = [
  [
    'must be a product number: 1 to 30 letters without accents, digits, dashes, dots, underscores and tildes, a letter or digit first, such as "{example}"',
    'doit être un numéro d’article : 1 à 30 lettres sans accents, chiffres, tirets, points, soulignés et tildes, une lettre ou un chiffre en tête, par exemple "{example}"',
  ],
  [
    'holds "{character}" ({code}), which documents cannot print: write it in Latin, Greek, Cyrillic, Armenian or Georgian letters, without pictures',
    'contient "{character}" ({code}), que les documents ne peuvent pas imprimer : écrivez-le en lettres latines, grecques, cyrilliques, arméniennes ou géorgiennes, sans images',
  ],
  [
    'must be a claim: an invoice number, the number of its instalment and interest or recovery-fee, joined by colons, such as "{example}"',
    'doit être une créance accessoire : un numéro de facture, celui de son échéance et interest ou recovery-fee, joints par des deux-points, par exemple "{example}"',
  ],
  [
    'must be one e-mail address: letters without accents, digits and signs, one @, and a domain with a dot in it, such as "{example}"',
    'doit être une adresse électronique : lettres sans accents, chiffres et signes, un @, et un domaine avec un point, par exemple "{example}"',
  ],
  [
    'must be an invoice number: 2 to 6 capital letters, the year, and at least 6 digits, joined by dashes, such as "{example}"',
    'doit être un numéro de facture : 2 à 6 capitales, l’année et au moins 6 chiffres, joints par des tirets, par exemple "{example}"',
  ],
  [
    'must be a customer number: 1 to 20 capital letters without accents, digits and dashes, no dash first, such as "{example}"',
    'doit être un numéro de client : 1 à 20 capitales sans accents, chiffres et tirets, sans tiret en tête, par exemple "{example}"',
  ],
  [
    'must be a VAT number: two capital letters, then 2 to 16 digits and capital letters without spaces, such as "{example}"',
    'doit être un numéro de TVA : deux capitales, puis 2 à 16 chiffres et capitales sans espaces, par exemple "{example}"',
  ],
  [
    'must be a code: 1 to 20 capital letters without accents, digits and dashes, no dash first, such as "{example}"',
    'doit être un code : 1 à 20 capitales sans accents, chiffres et tirets, sans tiret en tête, par exemple "{example}"',
  ],
  [
    'is VATEX-EU-132 in category E, VATEX-EU-AE in category AE, and null where VAT is charged',
    'est VATEX-EU-132 en catégorie E, VATEX-EU-AE en catégorie AE, et null où la TVA est due',
  ],
  [
    'is no VAT number: look for a mistyped sign; leave out the tax numbers of other countries',
    'n’est pas un numéro de TVA : cherchez un signe mal tapé ; laissez de côté les numéros fiscaux d’autres pays',
  ],
  [
    'must be a time of day: two digits, a colon, two digits, from 00:00 to 23:59, such as "{example}"',
    'doit être une heure : deux chiffres, deux-points, deux chiffres, de 00:00 à 23:59, par exemple "{example}"',
  ],
  [
    'is not that of the company: a French VAT number is FR, two digits and the SIREN',
    'n’est pas celui de la société : un numéro de TVA français est FR, deux chiffres et le SIREN',
  ],
  [
    'must be the code of a country: the two capital letters of ISO 3166, such as "{example}"',
    'doit être le code d’un pays : les deux capitales d’ISO 3166, par exemple "{example}"',
  ],
  [
    'must be a decimal written as text, such as "{example}": JSON numbers are refused for {what}',
    'doit être un décimal écrit comme du texte, par exemple "{example}" : les nombres JSON sont refusés pour {what}',
  ],
  [
    'must be lower-case letters, digits, dots and dashes, such as lucie.marchand',
    'doit être fait de minuscules, de chiffres, de points et de tirets, comme lucie.marchand',
  ],
  [
    'must be {what}: {prefix}, the year, and at least 6 digits, joined by dashes, such as "{example}"',
    'doit être {what} : {prefix}, l’année et au moins 6 chiffres, joints par des tirets, par exemple "{example}"',
  ],
  [
    'must be {what}: digits, a dot before decimals, no spaces or commas, such as "{example}"',
    'doit être {what} : des chiffres, un point avant les décimales, sans espaces ni virgules, par exemple "{example}"',
  ],
  [
    'is no SIREN: its check digit is wrong, look for a mistyped digit',
    'n’est pas un SIREN : sa clé est fausse, cherchez un chiffre mal tapé',
  ],
  [
    'is no SIRET: its check digit is wrong, look for a mistyped digit',
    'n’est pas un SIRET : sa clé est fausse, cherchez un chiffre mal tapé',
  ],
  [
    'is no IBAN: write it without spaces and look for a mistyped sign',
    'n’est pas un IBAN : écrivez-le sans espaces et cherchez un signe mal tapé',
  ],
  [
    'each level once, in the order {levels}, each later after the due date',
    'chaque niveau une seule fois, dans l’ordre {levels}, chacun plus tard après l’échéance',
  ],
  [
    'is above zero in category S, and zero in every other',
    'est au-dessus de zéro en catégorie S, et de zéro dans toute autre',
  ],
  [
    'must be a discrepancy of the order, such as "{example}"',
    'doit être un écart de la commande, par exemple "{example}"',
  ],
  ['only money that went back returns a payment', 'seul de l’argent reparti rend un règlement'],
  ['must be one line without control characters', 'doit tenir sur une ligne, sans caractères de commande'],
  ['holds the invisible character {code}: take it out', 'contient le caractère invisible {code} : ôtez-le'],
  [
    'must be a BIC of 8 or 11 signs, such as "{example}"',
    'doit être un BIC de 8 ou 11 signes, par exemple "{example}"',
  ],
  ['is a name under which Encours itself acts', 'est un nom sous lequel Encours agit lui-même'],
  ['must be given where money is allocated', 'doit être donné quand l’argent est affecté'],
  ['holds a character that cannot be kept', 'contient un caractère qui ne peut pas être conservé'],
  ['one address of a kind is the default', 'une seule adresse de chaque sorte est l’adresse habituelle'],
  ['must be a moment in UTC such as "{example}"', 'doit être un instant UTC tel que "{example}"'],
  ['money that went back pays nothing', 'de l’argent reparti ne règle rien'],
  ['must not hold control characters', 'ne doit pas contenir de caractères de commande'],
  ['must name each discrepancy once', 'doit citer chaque écart une seule fois'],
  ['must have at least {count} characters', 'doit avoir au moins {count} caractères'],
  ['must have at least {count} character', 'doit avoir au moins {count} caractère'],
  ['must have at most {count} characters', 'doit avoir au plus {count} caractères'],
  ['is not known here: there are {names}', 'n’est pas connu ici : il y a {names}'],
  ['must be between 1900 and 2299', 'doit être entre 1900 et 2299'],
  ['must have at most {count} character', 'doit avoir au plus {count} caractère'],
  ['line numbers must be unique', 'les numéros de ligne doivent être uniques'],
  ['each invoice or claim once', 'chaque facture ou créance une seule fois'],
  ['must have at least {count} items', 'doit avoir au moins {count} éléments'],
  ['must be a date such as "{example}"', 'doit être une date telle que "{example}"'],
  ['must have at most {count} items', 'doit avoir au plus {count} éléments'],
  ['must name each mail once', 'doit citer chaque courriel une seule fois'],
  ['must have at most {count} item', 'doit avoir au plus {count} élément'],
  ['must be a whole number', 'doit être un nombre entier'],
  ['must be true or false', 'doit être vrai ou faux (true ou false)'],
  ['must be a JSON object', 'doit être un objet JSON'],
  ['codes must be unique', 'les codes doivent être uniques'],
  ['each currency once', 'chaque devise une seule fois'],
  ['must not be empty', 'ne doit pas être vide'],
  ['must be at least {least}', 'doit être d’au moins {least}'],
  ['is not known here', 'n’est pas connu ici'],
  ['must be a number', 'doit être un nombre'],
  ['must be at most {most}', 'doit être d’au plus {most}'],
  ['must be one of {values}', 'doit être l’un de {values}'],
  ['must be {count} digits', 'doit avoir {count} chiffres'],
  ['must be a list', 'doit être une liste'],
  ['must be a UUID', 'doit être un UUID'],
  ['each day once', 'chaque jour une seule fois'],
  ['must be text', 'doit être du texte'],
  ['must be the bytes of the file in Base64', 'doit être les octets du fichier en Base64'],
  ['is missing', 'manque'],
  ['Invalid {what}', 'n’est pas valable ({what})'],
  ['must be {value}', 'doit être {value}'],
];
