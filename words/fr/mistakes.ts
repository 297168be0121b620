import { dunningLevels, signatureField } from '../../contracts/vocabulary.js';
import type { MistakeWords } from '../said.js';

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
const digits = (what: string, example: string): string =>
  `doit être ${what} : des chiffres, un point avant les décimales, sans espaces ni virgules, par exemple "${example}"`;
const asText = (what: string, example: string): string =>
  `doit être un décimal écrit comme du texte, par exemple "${example}" : les nombres JSON sont refusés pour ${what}`;
const visible = (what: string, example: string): string =>
  `doit être ${what}, par exemple "${example}" : 1 à 40 caractères visibles, sans espace au début ni à la fin`;

/** Ce qui ne va pas dans un champ, à lire après son nom. */
export const mistakes: MistakeWords = {
  'too-few-characters': ({ least }) => `doit avoir au moins ${counted(least, 'caractère')}`,
  'too-many-characters': ({ most }) => `doit avoir au plus ${counted(most, 'caractère')}`,
  'too-few-items': ({ least }) => `doit avoir au moins ${counted(least, 'élément')}`,
  'too-many-items': ({ most }) => `doit avoir au plus ${counted(most, 'élément')}`,
  'too-small': ({ least }) => `doit être d’au moins ${least}`,
  'too-large': ({ most }) => `doit être d’au plus ${most}`,
  'other-value': ({ values }) => `doit être ${values.length > 1 ? 'l’un de ' : ''}${values.join(', ')}`,
  'one-of': ({ values }) => `doit être l’un de ${values.join(', ')}`,
  'same-as-before': 'doit être un autre qu’avant',
  'not-percent-encoded': 'doit être de l’UTF-8 encodé par pourcents',
  'not-visible-ascii': ({ most }) => `doit être fait de 1 à ${most} caractères ASCII visibles`,
  'quote-never-closed': 'ouvre un guillemet qui ne se ferme jamais',
  'quote-closed-early': 'ferme un guillemet avant la fin de sa cellule',
  'nameless-column': ({ column }) => `a quelque chose dans la colonne ${column}, que l’en-tête ne nomme pas`,
  'ragged-row': ({ cells, expected, goesOn }) =>
    `a ${cells} cellules${goesOn ? ', dont une sur plusieurs lignes' : ''}, là où l’en-tête en a ${expected}`,
  'not-an-object': 'n’est pas un objet JSON',
  'field-twice': 'y figure deux fois',
  'unknown-field': ({ known }) => `n’est pas connu ici${known.length === 0 ? '' : ` : il y a ${known.join(', ')}`}`,
  'not-valid': ({ what }) => `n’est pas valable (${what})`,
  'invisible-character': ({ code }) => `contient le caractère invisible ${code} : ôtez-le`,
  'unprintable-character': ({ character, code }) =>
    `contient "${character}" (${code}), que les documents ne peuvent pas imprimer : écrivez-le en lettres latines, grecques, cyrilliques, arméniennes ou géorgiennes, sans images`,
  'amount-digits': digits('un montant', '1234.50'),
  'amount-as-text': asText('un montant', '1234.50'),
  'amount-owed-digits': digits('un montant nul ou positif', '1234.50'),
  'amount-owed-as-text': asText('un montant nul ou positif', '1234.50'),
  'positive-amount-digits': digits('un montant au-dessus de zéro', '1234.50'),
  'positive-amount-as-text': asText('un montant au-dessus de zéro', '1234.50'),
  'signed-amount-digits': digits('un montant autre que zéro', '1234.50'),
  'signed-amount-as-text': asText('un montant autre que zéro', '1234.50'),
  'entered-amount-digits': digits('un montant nul ou positif', '0.00'),
  'entered-amount-as-text': asText('un montant nul ou positif', '0.00'),
  'unit-price-digits': digits('un prix unitaire', '12.3456'),
  'unit-price-as-text': asText('un prix unitaire', '12.3456'),
  'quantity-digits': digits('une quantité au-dessus de zéro, à 3 décimales au plus', '10'),
  'quantity-as-text': asText('une quantité au-dessus de zéro, à 3 décimales au plus', '10'),
  'signed-quantity-digits': digits('une quantité autre que zéro, à 3 décimales au plus', '10'),
  'signed-quantity-as-text': asText('une quantité autre que zéro, à 3 décimales au plus', '10'),
  'any-quantity-digits': digits('une quantité', '10'),
  'any-quantity-as-text': asText('une quantité', '10'),
  'percentage-digits': digits('un pourcentage de 0 à 100', '5.50'),
  'percentage-as-text': asText('un pourcentage de 0 à 100', '5.50'),
  'positive-percentage-digits': digits('un pourcentage au-dessus de 0, 100 au plus', '30'),
  'positive-percentage-as-text': asText('un pourcentage au-dessus de 0, 100 au plus', '30'),
  'parts-not-whole': 'doit faire 100 % en tout',
  'date-in-standing-terms': 'doit valoir pour toute facture : une date se convient dans un devis ou une commande',
  'wrong-customer-number': visible('un numéro de client', 'ALFKI'),
  'wrong-product-number': visible('un numéro d’article', 'P-011'),
  'wrong-quote-number': visible('un numéro de devis', 'DE-2026-000017'),
  'wrong-order-number': visible('un numéro de commande', 'SO-2026-000017'),
  'wrong-delivery-number': visible('un numéro de livraison', 'BL-2026-000017'),
  'wrong-invoice-number': visible('un numéro de facture', 'FA-2026-000017'),
  'wrong-new-customer-number':
    'doit être un numéro de client : 1 à 20 capitales sans accents, chiffres et tirets, sans tiret en tête, par exemple "ALFKI"',
  'wrong-address-code':
    'doit être un code : 1 à 20 capitales sans accents, chiffres et tirets, sans tiret en tête, par exemple "DEPOT-2"',
  'wrong-new-product-number':
    'doit être un numéro d’article : 1 à 30 lettres sans accents, chiffres, tirets, points, soulignés et tildes, une lettre ou un chiffre en tête, par exemple "P-011"',
  'wrong-letter-number':
    'doit être le numéro d’une relance : RL, l’année et au moins 6 chiffres, joints par des tirets, par exemple "RL-2026-000017"',
  'wrong-email-address':
    'doit être une adresse électronique : lettres sans accents, chiffres et signes, un @, et un domaine avec un point, par exemple "name@company.example"',
  'wrong-country-code': 'doit être le code d’un pays : les deux capitales d’ISO 3166, par exemple "FR"',
  'wrong-claim':
    'doit être une créance accessoire : un numéro de facture, celui de son échéance et interest ou recovery-fee, joints par des deux-points, par exemple "FA-2026-000017:1:interest"',
  'wrong-date': 'doit être une date telle que "2026-11-22"',
  'wrong-moment': 'doit être un instant UTC tel que "2026-11-22T08:30:00Z"',
  'not-between-centuries': 'doit être entre 1900 et 2299',
  'not-first-of-month': 'doit être le premier jour d’un mois',
  'wrong-month': 'doit être un mois tel que 2026-10',
  'wrong-time-of-day':
    'doit être une heure : deux chiffres, deux-points, deux chiffres, de 00:00 à 23:59, par exemple "08:30"',
  'not-one-line': 'doit tenir sur une ligne, sans caractères de commande',
  'control-characters': 'ne doit pas contenir de caractères de commande',
  'not-nine-digits': 'doit avoir 9 chiffres',
  'not-fourteen-digits': 'doit avoir 14 chiffres',
  'wrong-siren': 'n’est pas un SIREN : sa clé est fausse, cherchez un chiffre mal tapé',
  'wrong-siret': 'n’est pas un SIRET : sa clé est fausse, cherchez un chiffre mal tapé',
  'wrong-vat-number-form':
    'doit être un numéro de TVA : deux capitales, puis 2 à 16 chiffres et capitales sans espaces, par exemple "FR40303265045"',
  'wrong-vat-number':
    'n’est pas un numéro de TVA : cherchez un signe mal tapé ; laissez de côté les numéros fiscaux d’autres pays',
  'wrong-vat-number-of-company':
    'n’est pas celui de la société : un numéro de TVA français est FR, deux chiffres et le SIREN',
  'wrong-iban': 'n’est pas un IBAN : écrivez-le sans espaces et cherchez un signe mal tapé',
  'wrong-bic': 'doit être un BIC de 8 ou 11 signes, par exemple "BNPAFRPP"',
  'wrong-principal': 'doit être fait de minuscules, de chiffres, de points et de tirets, comme lucie.marchand',
  'system-principal': 'est un nom sous lequel Encours agit lui-même',
  'wrong-discrepancy-id': 'doit être un écart de la commande, par exemple "1-2"',
  'wrong-base64': 'doit être les octets du fichier en Base64',
  'wrong-strokes': 'doit être des traits tels que "M10 20 L30 40 L31 42 M50 60 L70 80"',
  'not-strokes-inside': `doit tenir dans ${signatureField.width} × ${signatureField.height}`,
  'wrong-address-query': 'doit être ce qui suit le point d’interrogation d’une adresse',
  'wrong-stock-total': 'doit être un nombre tel que "1234.5"',
  'wrong-money-total': 'doit être un nombre tel que "1234.50"',
  'wrong-line-number': 'doit être un nombre entier de 1 à 999',
  'wrong-vat-rate-of-category': 'est au-dessus de zéro en catégorie S, et de zéro dans toute autre',
  'wrong-exemption-of-category':
    'est VATEX-EU-132 en catégorie E, VATEX-EU-AE en catégorie AE, et null où la TVA est due',
  'wrong-prefix': 'doit être de 2 à 6 majuscules sans accent et chiffres, une lettre d’abord, par exemple "FA"',
  'all-need-prefix': 'doit être donné quand il s’agit de toutes les commandes',
  'return-pays-nothing': 'de l’argent reparti ne règle rien',
  'only-return-returns': 'seul de l’argent reparti rend un règlement',
  'customer-of-allocations': 'doit être donné quand l’argent est affecté',
  'codes-unique': 'les codes doivent être uniques',
  'line-numbers-unique': 'les numéros de ligne doivent être uniques',
  'one-default-each': 'une seule adresse de chaque sorte est l’adresse habituelle',
  'only-money-out-refunds': 'seul un montant négatif qui ne rend aucun règlement rembourse un avoir',
  'targets-once': 'chaque facture ou créance une seule fois',
  'mails-once': 'doit citer chaque courriel une seule fois',
  'discrepancies-once': 'doit citer chaque écart une seule fois',
  'currencies-once': 'chaque devise une seule fois',
  'days-once': 'chaque jour une seule fois',
  'levels-in-order': `chaque niveau une seule fois, dans l’ordre ${dunningLevels.join(', ')}, chacun plus tard après l’échéance`,
  missing: 'manque',
  'not-text': 'doit être du texte',
  'not-number': 'doit être un nombre',
  'not-whole-number': 'doit être un nombre entier',
  'not-boolean': 'doit être vrai ou faux (true ou false)',
  'not-object': 'doit être un objet JSON',
  'not-list': 'doit être une liste',
  'not-uuid': 'doit être un UUID',
  empty: 'ne doit pas être vide',
  'unstorable-character': 'contient un caractère qui ne peut pas être conservé',
};
