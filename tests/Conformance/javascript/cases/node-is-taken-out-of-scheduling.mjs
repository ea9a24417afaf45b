import assert from 'node:assert/strict';
import { completed, poolOf, refused, sh, until } from '../support.mjs';

export default async c => {
  const id = 'offline';
  await c.pool.add(poolOf(id, 1));
  const node = await until('the node is idle', async () => (await c.computeNode.list(id)).find(n => n.state === 'idle'));
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: sh('test -e seen || { touch seen; sleep 600; }') });
  await until('the task has written', async () => c.file.getPropertiesFromTask(id, 't', 'wd/seen').then(() => true, () => false));

  await c.computeNode.disableScheduling(id, node.id, { nodeDisableSchedulingOption: 'requeue' });
  const offline = await until('the node is offline', async () => {
    const n = await c.computeNode.get(id, node.id);
    return n.state === 'offline' && n;
  });
  assert.equal(offline.schedulingState, 'disabled');
  assert.equal((await c.task.get(id, 't')).executionInfo.requeueCount, 1);
  await refused(c.computeNode.disableScheduling(id, node.id), 409, 'NodeAlreadyInTargetSchedulingState');

  await c.computeNode.enableScheduling(id, node.id);
  assert.equal((await completed(c, id, 't')).executionInfo.result, 'success');
  assert.equal((await c.computeNode.get(id, node.id)).schedulingState, 'enabled');
};
