// Azurite keeps its metadata in memory and writes it every few seconds. A write that fails since the disk is full it forgets, and at its end it loses what it has acknowledged.
// Here the write is made again until there is room, also at the end; meanwhile nothing that changes anything is taken in.
'use strict';
const { rmSync, writeSync } = require('node:fs');
const Loki = require('lokijs');

const PAUSE_MS = 500;
const NO_ROOM = /ENOSPC|EDQUOT/;
const ADVICE = 'The disk is full, make room';
const unwritten = new Set();

// The log lies on the same disk, most likely: a line that does not fit is left out, and is no reason to end.
for (const log of [process.stdout, process.stderr]) {
  let whole = true;
  log._write = (line, _, written) => {
    try {
      const bytes = whole ? line : Buffer.concat([Buffer.from('\n'), line]);
      whole = writeSync(log.fd, bytes) === bytes.length;
    } catch {
      whole = false;
    }
    written();
  };
}

const save = Loki.prototype.saveDatabaseInternal;
Loki.prototype.saveDatabaseInternal = function (saved) {
  save.call(this, (error) => {
    if (!error || !NO_ROOM.test(error.message)) {
      unwritten.delete(this);
      if (saved) {
        saved(error);
      } else if (error) {
        throw error;
      }
      return;
    }

    if (unwritten.size === 0) {
      console.error(`${ADVICE}: ${this.filename} cannot be written. What was acknowledged is kept in memory until it can be.`);
    }
    unwritten.add(this);
    // What fitted of the new file takes room from those who need it more.
    rmSync(`${this.filename}~`, { force: true });
    // Who ends Azurite waits for what is not written.
    this.collections.forEach((collection) => (collection.dirty = true));
    setTimeout(() => this.saveDatabaseInternal(saved), PAUSE_MS);
  });
};

for (const { Server } of [require('node:http'), require('node:https')]) {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, request, response) {
    if (event !== 'request' || unwritten.size === 0 || request.method === 'GET' || request.method === 'HEAD') {
      return emit.apply(this, arguments);
    }

    response.writeHead(503, ADVICE, { 'x-ms-error-code': 'ServerBusy', 'Retry-After': '1', 'Content-Length': 0 });
    response.end();
    return true;
  };
}
