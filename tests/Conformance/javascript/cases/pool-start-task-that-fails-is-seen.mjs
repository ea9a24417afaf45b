import assert from 'node:assert/strict';
import { poolOf, until } from '../support.mjs';

export default async c => {
  const id = 'unprepared';
  await c.pool.add(poolOf(id, 1, { startTask: { commandLine: "/bin/sh -c 'exit 4'", maxTaskRetryCount: 2, waitForSuccess: true } }));

  const node = await until('the start task has failed', async () => (await c.computeNode.list(id)).find(n => n.state === 'starttaskfailed'));
  assert.equal(node.startTaskInfo.exitCode, 4);
  assert.equal(node.startTaskInfo.retryCount, 2);
  assert.ok(node.startTaskInfo.lastRetryTime instanceof Date);
  assert.equal(node.startTaskInfo.failureInfo.code, 'FailureExitCode');
  const [counts] = await c.account.listPoolNodeCounts({ accountListPoolNodeCountsOptions: { filter: `poolId eq '${id}'` } });
  assert.equal(counts.dedicated.startTaskFailed, 1);

  await c.pool.patch(id, { startTask: { commandLine: '/bin/true' } });
  await c.computeNode.reboot(id, node.id, { nodeRebootOption: 'requeue' });
  await until('the node is idle', async () => (await c.computeNode.get(id, node.id)).state === 'idle');
};
