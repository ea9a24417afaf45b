import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { addJob, completed } from '../support.mjs';

export default async c => {
  const server = createServer((_, response) => { response.statusCode = 404; response.end(); }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const id = await addJob(c, 'task-no-resource');
  try {
    await c.task.add(id, { id: 't', commandLine: 'true', resourceFiles: [{ httpUrl: `http://127.0.0.1:${server.address().port}/none`, filePath: 'a' }] });
    const { executionInfo } = await completed(c, id, 't');
    assert.deepEqual([executionInfo.result, executionInfo.failureInfo.code, executionInfo.failureInfo.category.toLowerCase()], ['failure', 'BlobNotFound', 'usererror']);
  } finally {
    server.close();
  }
};
