import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { addJob, completed, sh, text } from '../support.mjs';

export default async c => {
  const server = createServer((_, response) => response.end('fetched')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const id = await addJob(c, 'task-resources');
  try {
    const httpUrl = `http://127.0.0.1:${server.address().port}/file`;
    await c.task.add(id, { id: 't', commandLine: sh('cat in/a.txt; stat -c %a in/a.txt'), resourceFiles: [{ httpUrl, filePath: 'in/a.txt', fileMode: '0640' }] });
    assert.equal((await completed(c, id, 't')).executionInfo.exitCode, 0);
    assert.equal(await text(await c.file.getFromTask(id, 't', 'stdout.txt')), 'fetched640\n');
  } finally {
    server.close();
  }
};
