import type { MailPage, MailSummary } from './store.js';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => escapes[char] ?? char);

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8884; overflow-wrap: anywhere }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem }
dd { margin: 0; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid #8884; border-radius: 4px }
iframe { width: 100%; height: 32rem; border: 1px solid #8884; border-radius: 4px; background: #fff }
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;

/** Readable to the second, UTC. */
const moment = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

export function listPage({ items, nextCursor }: MailPage): string {
  const rows = items.map(
    (mail) => `<tr><td>${moment(mail.receivedAt)}</td><td>${escape(mail.envelope.to.join(', '))}</td>
<td><a href="/dev/mail/${mail.id}">${escape(mail.subject || '(no subject)')}</a></td>
<td>${mail.attachments.map((part) => escape(part.name)).join('<br>')}</td></tr>`,
  );
  const table = `<table>
<thead><tr><th scope="col">Received</th><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Attached</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
  const empty = '<p>No mail yet. Whatever Encours sends by e-mail arrives here and goes nowhere else.</p>';
  const older = nextCursor === null ? '' : `<p><a href="/dev/mail?cursor=${nextCursor}">Older mails</a></p>`;
  return page('Mail inbox', `<h1>Mail inbox</h1>\n${items.length === 0 ? empty : table}\n${older}`);
}

export function mailPage(mail: MailSummary): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Received', moment(mail.receivedAt)],
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Delivered to', mail.envelope.to.join(', ')],
    ['Message-ID', mail.messageId],
  ];
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('\n');
  const parts = mail.attachments.map(
    (part, index) =>
      `<li><a href="/dev/mail/${mail.id}/attachments/${index}" download>${escape(part.name)}</a> (${escape(part.type)}, ${Math.ceil(part.sizeBytes / 1024)} KiB)</li>`,
  );
  const attached = parts.length === 0 ? '' : `<h2>Attachments</h2>\n<ul>\n${parts.join('\n')}\n</ul>`;
  const html = mail.hasHtml
    ? `<h2>HTML</h2>\n<iframe sandbox title="HTML part of this mail" src="/dev/mail/${mail.id}/html"></iframe>`
    : '';
  const text = mail.text === '' ? '' : `<h2>Text</h2>\n<pre>${escape(mail.text)}</pre>`;
  return page(
    mail.subject || 'Mail',
    `<p><a href="/dev/mail">All mails</a> · <a href="/dev/mail/${mail.id}/raw">As received (.eml)</a></p>
<h1>${escape(mail.subject || '(no subject)')}</h1>
<dl>
${list}
</dl>
${attached}
${text}
${html}`,
  );
}

export const missingPage = (): string =>
  page('No such mail', '<h1>No such mail</h1>\n<p><a href="/dev/mail">All mails</a></p>');
