import assert from 'node:assert/strict';
import { completed, poolOf, sh, until } from '../support.mjs';

// One node of four slots: what is running decides what fits, and the job of the higher priority is served first.
export default async c => {
  const pool = 'slots';
  await c.pool.add(poolOf(pool, 1, { taskSlotsPerNode: 4 }));
  await until('the node is idle', async () => (await c.computeNode.list(pool)).some(n => n.state === 'idle'));
  const wait = 'until test -e $AZ_BATCH_NODE_SHARED_DIR/go; do sleep 0.05; done';
  for (const [id, priority] of [['slots-first', 0], ['slots-low', -5], ['slots-high', 100]])
    await c.job.add({ id, poolInfo: { poolId: pool }, priority });
  await c.task.add('slots-first', { id: 'three', requiredSlots: 3, commandLine: sh(wait) });
  await until('three slots are taken', async () => (await c.task.get('slots-first', 'three')).state === 'running');

  for (const id of ['slots-low', 'slots-high'])
    await c.task.add(id, { id: 'four', requiredSlots: 4, commandLine: sh('date +%s%N > $AZ_BATCH_NODE_SHARED_DIR/$AZ_BATCH_JOB_ID; sleep 0.2') });
  await c.task.add('slots-low', { id: 'one', requiredSlots: 1, commandLine: sh('touch $AZ_BATCH_NODE_SHARED_DIR/go') });
  await completed(c, 'slots-low', 'one');

  const [high, low] = [await completed(c, 'slots-high', 'four'), await completed(c, 'slots-low', 'four')];
  assert.ok(high.executionInfo.startTime <= low.executionInfo.startTime, 'the higher priority was not served first');
  const { taskSlotCounts } = await c.job.getTaskCounts('slots-high');
  assert.equal(taskSlotCounts.succeeded, 4);
};
