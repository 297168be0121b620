import type { LogoFault, TemplateColor, TemplatedKind, TemplateWarning } from '../../contracts/vocabulary.js';
import type { templates as french } from '../fr/templates.js';
import { documents } from './documents.js';

const { column, dunning, quote, statement, title } = documents;

const kind: Readonly<Record<TemplatedKind, string>> = {
  quote: title.quote,
  acknowledgement: title.acknowledgement,
  'delivery-note': title.deliveryNote,
  invoice: title.invoice,
  'credit-note': title.creditNote,
  'dunning-letter': 'Letter of dunning',
  statement: title.statement,
};

const columns: Readonly<Record<string, string>> = {
  ...column,
  ...statement.column,
  ...dunning.column,
  delivery: quote.delivery,
};

const color: Readonly<Record<TemplateColor, string>> = {
  ink: 'Text',
  muted: 'Small text',
  accent: 'Titles and amounts',
  rule: 'Lines',
  panel: 'Grounds',
};

const logoFault: Readonly<Record<LogoFault, string>> = {
  neither: 'The file is neither a PNG nor a JPEG.',
  damaged: 'The picture is damaged: it cannot be read to its end.',
  'too-large': 'The picture has more than 2,000 pixels a side.',
  interlaced: 'The PNG is interlaced.',
  'print-colors': 'The JPEG is in the colours of print (CMYK), which archival PDF/A does not allow here.',
};

/** What is said of templates of documents. */
export const templates: typeof french = {
  kind,
  columns,
  color,
  logoFault,
  warned: (warning: TemplateWarning): string => {
    switch (warning.kind) {
      case 'mention-lost':
        return `${kind[warning.document]}: the column “${columns[warning.column] ?? warning.column}” is missing, which is a mandatory mention.`;
      case 'little-room':
        return `${kind[warning.document]}: there is hardly any room left for “${columns[warning.column] ?? warning.column}”.`;
      case 'low-contrast':
        return `${color[warning.color]}: a contrast of ${warning.ratio} on ${warning.on === 'paper' ? 'paper' : 'grounds'}; to be read it takes 4.5.`;
    }
  },
};
