import assert from 'node:assert/strict';
import { poolOf, refused, text, unread, until } from '../support.mjs';

export default async c => {
  const id = 'prepared';
  await c.pool.add(poolOf(id, 1, {
    startTask: {
      commandLine: "/bin/sh -c 'echo $GREETING from $AZ_BATCH_POOL_ID; pwd >&2'",
      environmentSettings: [{ name: 'GREETING', value: 'hello' }],
      maxTaskRetryCount: 1,
      waitForSuccess: true,
    },
  }));
  const pool = await c.pool.get(id);
  assert.equal(pool.startTask.waitForSuccess, true);
  assert.equal(pool.startTask.userIdentity.autoUser.elevationLevel, 'nonadmin');

  const [node] = await until('the node is idle', async () => {
    const list = await c.computeNode.list(id);
    return list.length === 1 && list[0].state === 'idle' && list;
  });
  assert.equal(node.startTaskInfo.state, 'completed');
  assert.equal(node.startTaskInfo.result, 'success');
  assert.equal(node.startTaskInfo.exitCode, 0);
  assert.equal(node.startTaskInfo.retryCount, 0);
  assert.ok(node.startTaskInfo.startTime instanceof Date && node.startTaskInfo.endTime instanceof Date);
  assert.equal(node.startTask.environmentSettings[0].name, 'GREETING');

  assert.equal(await text(await c.file.getFromComputeNode(id, node.id, 'startup/stdout.txt')), 'hello from prepared\n');
  assert.match(await text(await c.file.getFromComputeNode(id, node.id, 'startup/stderr.txt')), /\/startup\/wd\n$/);
  const properties = await c.file.getPropertiesFromComputeNode(id, node.id, 'startup/stdout.txt');
  assert.equal(properties.contentLength, 20);
  const files = await c.file.listFromComputeNode(id, node.id, { recursive: true });
  assert.ok(files.some(file => file.name === 'startup/stdout.txt' && file.properties.contentLength === 20));
  assert.ok(files.some(file => file.name === 'startup/wd' && file.isDirectory));
  await c.file.deleteFromComputeNode(id, node.id, 'startup/stdout.txt');
  await refused(c.file.getPropertiesFromComputeNode(id, node.id, 'startup/stdout.txt'), 404, unread);
};
