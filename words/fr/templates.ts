import type { LogoFault, TemplateColor, TemplatedKind, TemplateWarning } from '../../contracts/vocabulary.js';
import { documents } from './documents.js';

const { column, dunning, quote, statement, title } = documents;

const kind: Readonly<Record<TemplatedKind, string>> = {
  quote: title.quote,
  acknowledgement: title.acknowledgement,
  'delivery-note': title.deliveryNote,
  invoice: title.invoice,
  'credit-note': title.creditNote,
  'dunning-letter': 'Lettre de relance',
  statement: title.statement,
};

const columns: Readonly<Record<string, string>> = {
  ...column,
  ...statement.column,
  ...dunning.column,
  delivery: quote.delivery,
};

const color: Readonly<Record<TemplateColor, string>> = {
  ink: 'Texte',
  muted: 'Petit texte',
  accent: 'Titres et montants',
  rule: 'Filets',
  panel: 'Fonds',
};

const logoFault: Readonly<Record<LogoFault, string>> = {
  neither: 'Le fichier n’est ni un PNG ni un JPEG.',
  damaged: 'L’image est abîmée : elle ne se lit pas jusqu’au bout.',
  'too-large': 'L’image dépasse 2 000 pixels de côté.',
  interlaced: 'Le PNG est entrelacé.',
  'print-colors': 'Le JPEG est en couleurs d’impression (CMJN), que l’archivage PDF/A n’admet pas ici.',
};

/** Ce qui se dit des modèles de documents. */
export const templates = {
  kind,
  columns,
  color,
  logoFault,
  warned: (warning: TemplateWarning): string => {
    switch (warning.kind) {
      case 'mention-lost':
        return `${kind[warning.document]} : il manque la colonne « ${columns[warning.column] ?? warning.column} », qui est une mention obligatoire.`;
      case 'little-room':
        return `${kind[warning.document]} : il ne reste presque pas de place pour « ${columns[warning.column] ?? warning.column} ».`;
      case 'low-contrast':
        return `${color[warning.color]} : contraste de ${warning.ratio.replace('.', ',')} sur ${warning.on === 'paper' ? 'le papier' : 'les fonds'}, il en faut 4,5 pour être lu.`;
    }
  },
};
