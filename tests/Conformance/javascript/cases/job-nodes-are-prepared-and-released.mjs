import assert from 'node:assert/strict';
import { completed, poolOf, sh, text, until } from '../support.mjs';

export default async c => {
  const id = 'job-prepared';
  await c.pool.add(poolOf(id, 1, { taskSlotsPerNode: 2 }));
  await c.job.add({
    id,
    poolInfo: { poolId: id },
    jobPreparationTask: { commandLine: sh('echo data > data'), waitForSuccess: true },
    jobReleaseTask: { commandLine: sh('echo released >> $AZ_BATCH_NODE_SHARED_DIR/log') },
  });
  await c.task.add(id, { id: '1', commandLine: sh('cat $AZ_BATCH_JOB_PREP_WORKING_DIR/data') });
  await completed(c, id, '1');
  assert.equal(await text(await c.file.getFromTask(id, '1', 'stdout.txt')), 'data\n');

  await c.job.terminate(id);
  await until('the job is completed', async () => (await c.job.get(id)).state === 'completed');
  const nodes = await c.job.listPreparationAndReleaseTaskStatus(id);
  assert.equal(nodes.length, 1);
  const [{ nodeId, poolId, jobPreparationTaskExecutionInfo: prepared, jobReleaseTaskExecutionInfo: released }] = nodes;
  assert.equal(poolId, id);
  assert.deepEqual([prepared.state, prepared.result, prepared.exitCode, prepared.retryCount], ['completed', 'success', 0, 0]);
  assert.deepEqual([released.state, released.result, released.exitCode], ['completed', 'success', 0]);
  assert.ok(prepared.startTime instanceof Date && released.endTime >= prepared.endTime);
  assert.equal(await text(await c.file.getFromComputeNode(id, nodeId, 'shared/log')), 'released\n');
  assert.equal(await text(await c.file.getFromComputeNode(id, nodeId, `${prepared.taskRootDirectory}/wd/data`)), 'data\n');
};
