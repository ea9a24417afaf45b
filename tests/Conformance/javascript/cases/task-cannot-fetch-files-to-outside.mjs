import assert from 'node:assert/strict';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { addJob, completed } from '../support.mjs';

export default async c => {
  const server = createServer((_, response) => response.end('x')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const id = await addJob(c, 'task-outside');
  try {
    const httpUrl = `http://127.0.0.1:${server.address().port}/x`;
    const outside = `${tmpdir()}/autobatch-outside-${process.pid}`;
    for (const [taskId, filePath] of [['up', `${'../'.repeat(30)}${outside.slice(1)}`], ['rooted', outside]]) {
      await c.task.add(id, { id: taskId, commandLine: 'true', resourceFiles: [{ httpUrl, filePath }] }).then(
        async () => assert.equal((await completed(c, id, taskId)).executionInfo.result, 'failure', filePath),
        error => assert.equal(error.code, 'InvalidPropertyValue'));
      await assert.rejects(access(outside), undefined, filePath);
    }
  } finally {
    server.close();
  }
};
