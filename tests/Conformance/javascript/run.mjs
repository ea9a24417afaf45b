// Runs all cases at once against one emulator and prints one JSON line a case.
import { readdir } from 'node:fs/promises';
import { client, timeLimit } from './support.mjs';

const folder = new URL('./cases/', import.meta.url);
const files = (await readdir(folder)).filter(name => name.endsWith('.mjs')).sort();

async function run(file) {
  let failure = null;
  try {
    const { default: body } = await import(new URL(file, folder));
    await timeLimit(body(client()), 120_000);
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
