// Runs all cases at once against one emulator and prints one JSON line a case.
import { readdir } from 'node:fs/promises';
import { management } from './management.mjs';
import { rest } from './rest.mjs';
import { client, timeLimit } from './support.mjs';

// A folder of cases for each client, which its cases get.
const clients = { cases: client, arm: management, rest };
const files = [];
for (const folder of Object.keys(clients))
  files.push(...(await readdir(new URL(`./${folder}/`, import.meta.url))).filter(name => name.endsWith('.mjs')).sort().map(file => ({ folder, file })));

async function run({ folder, file }) {
  let failure = null;
  try {
    const { default: body } = await import(new URL(`./${folder}/${file}`, import.meta.url));
    await timeLimit(body(clients[folder]()), 120_000);
  } catch (error) {
    failure = describe(error);
  }
  console.log(JSON.stringify({ case: file.replace(/\.mjs$/, ''), failure }));
}

// A service error is told by what was asked and answered; anything else by where it was thrown.
function describe(error) {
  if (error.response === undefined)
    return error.stack ?? String(error);
  const { method, url } = error.request ?? {};
  return `${method} ${url} answered ${error.statusCode} ${error.response.bodyAsText ?? JSON.stringify(error.body)}\n${error.stack}`;
}

await Promise.all(files.map(run));
process.exit(0);
