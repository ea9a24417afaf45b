// Judges JSON files by a schema with ajv and prints one JSON object: file → null when it passes, else what ajv says.
// Usage: node judge.mjs SCHEMA FILE-OR-FOLDER…
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';

const [schemaFile, ...inputs] = process.argv.slice(2);
const ajv = new Ajv2020.default({ strict: true, strictRequired: false, strictTypes: false, allErrors: false });
// A schema may refer to others that lie beside it.
for (const other of readdirSync(dirname(schemaFile)).filter(f => f.endsWith('.schema.json') && f !== basename(schemaFile))) {
  ajv.addSchema(JSON.parse(readFileSync(join(dirname(schemaFile), other), 'utf8')));
}
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
const files = inputs.flatMap(i => (statSync(i).isDirectory() ? readdirSync(i).sort().map(f => join(i, f)) : [i]));
const verdicts = {};
for (const file of files) {
  let json;
  try {
    json = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (e) {
    verdicts[file] = `not JSON: ${e.message}`;
    continue;
  }
  verdicts[file] = validate(json) ? null : ajv.errorsText(validate.errors);
}
process.stdout.write(JSON.stringify(verdicts));
