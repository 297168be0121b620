import { Eta } from 'eta';
import type { Company } from '../contracts/company.js';
import type { MailContent } from '../contracts/documents.js';
import type { Language } from '../contracts/vocabulary.js';
import { oneLine } from '../words/format.js';
import { identityLines } from './letterhead.js';
import { wordsOf } from '../words/index.js';

/** A part of a mail. Texts are plain: the layouts escape them. */
export type MailBlock =
  | { readonly kind: 'paragraph'; readonly text: string; readonly strong?: boolean }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly total: readonly string[];
    }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type MailLetter = {
  readonly language: Language;
  readonly company: Company;
  readonly subject: string;
  /** Null for our own people, who need neither greeting nor signature. */
  readonly customerName: string | null;
  readonly blocks: readonly MailBlock[];
};

/** The letter as subject, text and HTML: same content in both, every value escaped in HTML, no remote resource. */
export function layoutMail(letter: MailLetter): MailContent {
  const { mail, colon } = wordsOf(letter.language);
  const subject = oneLine(letter.subject);
  const ours = letter.customerName === null;
  const data = {
    language: letter.language,
    colon,
    subject,
    company: oneLine(letter.company.legalName),
    addressee: ours ? '' : oneLine(letter.customerName),
    greeting: ours ? '' : mail.greeting,
    closing: ours ? '' : mail.closing,
    blocks: letter.blocks.map(cleanBlock),
    identity: identityLines(letter.company, letter.language).map(oneLine),
  };
  return { subject, text: plain.render('@text', data), html: escaping.render('@html', data) };
}

function cleanBlock(block: MailBlock): MailBlock {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, text: oneLine(block.text) };
    case 'facts':
      return { ...block, rows: block.rows.map(([label, value]) => [oneLine(label), oneLine(value)] as const) };
    case 'table':
      return {
        ...block,
        head: block.head.map(oneLine),
        rows: block.rows.map((row) => row.map(oneLine)),
        total: block.total.map(oneLine),
      };
    case 'list':
      return { ...block, items: block.items.map(oneLine) };
    case 'link':
      return safeLink(block);
  }
}

// A mail reader runs what a link says: anything but the web is shown and not linked.
function safeLink(block: Extract<MailBlock, { kind: 'link' }>): MailBlock {
  const text = oneLine(block.text);
  const url = oneLine(block.url);
  if (/^https?:\/\/[^\s]+$/i.test(url)) return { kind: 'link', text, url };
  return { kind: 'facts', rows: [[text, url]] };
}

const TEXT = `<% if (it.greeting) { %>
<%= it.greeting %>


<% } %>
<% for (const block of it.blocks) { %>
<% if (block.kind === 'paragraph') { %>
<%= block.text %>

<% } else if (block.kind === 'facts') { %>
<% for (const [label, value] of block.rows) { %>
  <%= label %><%= it.colon %><%= value %>

<% } %>
<% } else if (block.kind === 'table') { %>
<% for (const row of [block.head, ...block.rows, block.total]) { %>
  <%= row.filter(Boolean).join(' · ') %>

<% } %>
<% } else if (block.kind === 'list') { %>
<% for (const item of block.items) { %>
  - <%= item %>

<% } %>
<% } else { %>
<%= block.text %><%= it.colon %><%= block.url %>

<% } %>

<% } %>
<% if (it.closing) { %>
<%= it.closing %>

<% } %>
<%= it.company %>


-- 
<% for (const line of it.identity) { %>
<%= line %>

<% } %>
`;

const HTML = `<!doctype html>
<html lang="<%= it.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title><%= it.subject %></title>
</head>
<body style="margin:0;padding:24px 12px;background:#f3f5f8;color:#1c2430;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;margin:0 auto;background:#ffffff;border-top:4px solid #1f3a5f">
<tr><td style="padding:24px 32px 0;font-size:18px;font-weight:bold;color:#1f3a5f"><%= it.company %></td></tr>
<tr><td style="padding:4px 32px 0;font-size:13px;color:#5b6675"><%= it.addressee %></td></tr>
<tr><td style="padding:16px 32px 24px">
<h1 style="margin:0 0 16px;font-size:17px;line-height:1.35;color:#1c2430"><%= it.subject %></h1>
<% if (it.greeting) { %>
<p style="margin:0 0 14px"><%= it.greeting %></p>
<% } %>
<% for (const block of it.blocks) { %>
<% if (block.kind === 'paragraph') { %>
<p style="margin:0 0 14px<%= block.strong ? ';font-weight:bold' : '' %>"><%= block.text %></p>
<% } else if (block.kind === 'facts') { %>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px;background:#f3f5f8;font-size:14px">
<% for (const [label, value] of block.rows) { %>
<tr><td style="padding:6px 12px;color:#5b6675;vertical-align:top"><%= label %></td><td style="padding:6px 12px;text-align:right;vertical-align:top"><%= value %></td></tr>
<% } %>
</table>
<% } else if (block.kind === 'table') { %>
<table width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px;font-size:13px;border-collapse:collapse">
<tr><% block.head.forEach((cell, index) => { %><th style="padding:6px 8px;background:#f3f5f8;color:#5b6675;font-weight:bold;text-align:<%= index === 0 ? 'left' : 'right' %>"><%= cell %></th><% }) %></tr>
<% for (const row of block.rows) { %>
<tr><% row.forEach((cell, index) => { %><td style="padding:6px 8px;border-bottom:1px solid #d5dbe3;text-align:<%= index === 0 ? 'left' : 'right' %>"><%= cell %></td><% }) %></tr>
<% } %>
<tr><% block.total.forEach((cell, index) => { %><td style="padding:6px 8px;font-weight:bold;text-align:<%= index === 0 ? 'left' : 'right' %>"><%= cell %></td><% }) %></tr>
</table>
<% } else if (block.kind === 'list') { %>
<ul style="margin:0 0 14px;padding-left:20px">
<% for (const item of block.items) { %>
<li style="margin:0 0 4px"><%= item %></li>
<% } %>
</ul>
<% } else { %>
<p style="margin:0 0 14px"><a href="<%= block.url %>" style="color:#1f3a5f;font-weight:bold"><%= block.text %></a></p>
<% } %>
<% } %>
<% if (it.closing) { %>
<p style="margin:0"><%= it.closing %><br><%= it.company %></p>
<% } %>
</td></tr>
<tr><td style="padding:12px 32px 20px;border-top:1px solid #d5dbe3;font-size:11px;line-height:1.45;color:#5b6675">
<% for (const line of it.identity) { %>
<%= line %><br>
<% } %>
</td></tr>
</table>
</body>
</html>
`;

const plain = new Eta({ autoEscape: false, useWith: false });
plain.loadTemplate('@text', TEXT);
const escaping = new Eta({ autoEscape: true, useWith: false });
escaping.loadTemplate('@html', HTML);
