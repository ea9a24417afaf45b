// Starts a detached process (its own session, so Ctrl+C and the end of our process do not reach it) and prints its id.
// Usage: node launch.cjs LOGFILE detached|leashed SCRIPT [ARGUMENT...]
'use strict';
const { openSync } = require('node:fs');
const { spawn } = require('node:child_process');

const [logFile, mode, ...command] = process.argv.slice(2);
const log = openSync(logFile, 'a', 0o600);
// A leashed process inherits the pipe on our standard input: it sees the pipe close when the owner of the other end dies.
const child = spawn(process.execPath, command, {
  detached: true,
  stdio: [mode === 'leashed' ? 'inherit' : 'ignore', log, log],
  env: { ...process.env, AUTOBATCH_LEASHED: mode === 'leashed' ? '1' : '' },
});
child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
child.once('spawn', () => {
  process.stdout.write(`${child.pid}\n`);
  child.unref();
  process.stdin.unref?.();
});
