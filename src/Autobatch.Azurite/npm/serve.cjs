// Runs Azurite on one folder, and holds that folder by a state file so that no second one starts on it.
// Usage: node serve.cjs STATEFILE [AZURITE-OPTION...]
'use strict';
const { readFileSync, unlinkSync, writeFileSync } = require('node:fs');

const [stateFile] = process.argv.splice(2, 1);

// Field 22 of /proc/self/stat, the start in clock ticks since boot: with the id it names a process for good. Elsewhere: none.
function startTicks() {
  try {
    return readFileSync('/proc/self/stat', 'utf8').split(') ').pop().split(' ')[19];
  } catch {
    return '';
  }
}

try {
  writeFileSync(stateFile, JSON.stringify({ pid: process.pid, startTicks: startTicks() }), { flag: 'wx', mode: 0o600 });
} catch (error) {
  console.error(`Cannot take ${stateFile}: ${error.code}`);
  process.exit(1);
}
process.on('exit', () => {
  try {
    unlinkSync(stateFile);
  } catch {
    // The folder may be gone already; nobody needs the file then.
  }
});

// Azurite, once it is up, listens to the first signal of each kind only: a second one would end it while it writes what it acknowledged.
process.on('newListener', function outlast(event) {
  if (event === 'SIGTERM' || event === 'SIGINT') {
    process.off('newListener', outlast);
    process.on('SIGINT', () => {}).on('SIGTERM', () => {});
  }
});

if (process.env.AUTOBATCH_LEASHED === '1') {
  const release = () => process.kill(process.pid, 'SIGTERM');
  process.stdin.once('end', release).once('error', release).resume();
  // Azurite ends by running out of things to wait for; the leash is none.
  process.stdin.unref();
}

if (process.argv.includes('--oauth')) {
  acceptNewerDelegatedSignatures();
}

// Every few minutes Azurite removes what nothing refers to any more. In memory that is one extent for each write ever replaced or deleted, and it answers nobody meanwhile:
// 25,000 of them take minutes. What is in memory does not last, so there they stay.
if (process.argv.includes('--inMemoryPersistence')) {
  for (const service of ['blob', 'queue']) {
    require(`azurite/dist/src/${service}/utils/constants.js`).DEFAULT_GC_INTERVAL_MS = 2 ** 31 - 1;
  }
}

// Since version 2026-04-06 the text that a user delegation key signs has two lines more: the request headers and the query parameters that a SAS insists on.
// This Azurite leaves them out, so it would refuse every SAS of a current client. Ours insists on neither, so both lines are empty, as are those after them.
function acceptNewerDelegatedSignatures() {
  const signatures = require('azurite/dist/src/blob/authentication/IBlobSASSignatureValues.js');
  const { computeHMACSHA256 } = require('azurite/dist/src/common/utils/utils.js');
  const older = signatures.generateBlobSASSignatureWithUDK;
  signatures.generateBlobSASSignatureWithUDK = (values, resource, account, key) => {
    const signed = older(values, resource, account, key);
    if (values.version < '2026-04-06') {
      return signed;
    }

    const text = `${signed[1]}\n\n`;
    return [computeHMACSHA256(text, key), text];
  };
}

require('./full-disk.cjs');
require('azurite/dist/src/azurite.js');
