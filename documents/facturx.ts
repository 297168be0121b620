import type { LocalDate } from '../domain/calendar.js';
import type { Sheet } from './pdf.js';

/** Where the reader of a hybrid invoice looks for it (Factur-X 1.09, 6.2.2). */
const FILE_NAME = 'factur-x.xml';
const NAMESPACE = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

/** What the metadata of the PDF says of the XML. */
const properties = [
  { name: 'DocumentFileName', value: FILE_NAME, meaning: 'Name of the XML' },
  { name: 'DocumentType', value: 'INVOICE', meaning: 'Kind of document' },
  { name: 'Version', value: '1.0', meaning: 'Version of the format' },
  { name: 'ConformanceLevel', value: 'EN 16931', meaning: 'Profile of the XML' },
];

/** PDF/A takes properties beyond its own only where the same packet describes them (ISO 19005-3, 6.6.2.3). */
const METADATA =
  `<rdf:Description xmlns:fx="${NAMESPACE}" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" ` +
  `xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">` +
  properties.map(({ name, value }) => `<fx:${name}>${value}</fx:${name}>`).join('') +
  `<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">` +
  `<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>` +
  `<pdfaSchema:namespaceURI>${NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>` +
  `<pdfaSchema:property><rdf:Seq>` +
  properties
    .map(
      ({ name, meaning }) =>
        `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name>` +
        `<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>` +
        `<pdfaProperty:description>${meaning}</pdfaProperty:description></rdf:li>`,
    )
    .join('') +
  `</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;

/** Makes the document a Factur-X: the XML in it says the same as its pages (ISO 19005-3, annexe E: Alternative). */
export function embedInvoice(sheet: Sheet, xml: string, date: LocalDate): void {
  const moment = new Date(`${date}T00:00:00Z`);
  // Apart from the call: pdfkit's types do not know the relationship.
  const file = {
    name: FILE_NAME,
    type: 'text/xml',
    relationship: 'Alternative',
    description: 'Factur-X',
    creationDate: moment,
    modifiedDate: moment,
  };
  sheet.doc.file(Buffer.from(xml, 'utf8'), file);
  sheet.doc.appendXML(METADATA);
}
