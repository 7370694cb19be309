// Google's rules for structured data, by Adobe's validator: pages in by standard input as JSON {name: html}, findings
// out as {name: {types: [...], issues: [...]}}. It reads the data out of the page itself, by an extractor of its own.
import { readFileSync } from 'node:fs';
import * as validators from '@adobe/structured-data-validator';
import extractors from '@marbec/web-auto-extractor';

const Validator = validators.Validator ?? validators.default;
const Extractor = extractors.default ?? extractors;

globalThis.fetch = () => { throw new Error('no network here'); };

const place = (issue) => (issue.path ?? []).map((part) => part.property ?? part.type).join('.');
const line = (issue) =>
  `${issue.severity} ${issue.rootType}: ${issue.issueMessage} [${(issue.fieldNames ?? []).join(', ')}] at ${place(issue)}`;

const found = {};
for (const [name, html] of Object.entries(JSON.parse(readFileSync(0, 'utf8')))) {
  const data = new Extractor({ addLocation: true, embedSource: ['rdfa', 'microdata'] }).parse(html);
  const issues = await new Validator().validate(data);
  found[name] = { types: Object.keys(data.jsonld ?? {}), issues: issues.map(line) };
}
process.stdout.write(JSON.stringify(found));
