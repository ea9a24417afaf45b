import assert from 'node:assert/strict';
import { completed, poolOf, refused, sh, until } from '../support.mjs';

const stateOf = async (c, id, state) => until(`job ${id} is ${state}`, async () => (await c.job.get(id)).state === state);

export default async c => {
  const id = 'disabled';
  await c.pool.add(poolOf(id, 1));
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 'requeued', commandLine: sh('test -e tried && exit 0; touch tried; sleep 600') });
  await until('the task has begun', async () => c.file.getPropertiesFromTask(id, 'requeued', 'wd/tried').then(() => true, () => false));

  await c.job.disable(id, 'requeue');
  await stateOf(c, id, 'disabled');
  assert.equal((await c.job.get(id)).previousState, 'disabling');
  assert.equal((await c.task.get(id, 'requeued')).state, 'active');
  await c.task.add(id, { id: 'later', commandLine: sh('true') });
  await c.job.enable(id);
  assert.equal((await completed(c, id, 'requeued')).executionInfo.requeueCount, 1);
  await completed(c, id, 'later');
  assert.equal((await c.job.get(id)).state, 'active');

  await c.task.add(id, { id: 'ended', commandLine: sh('sleep 600') });
  await until('the task runs', async () => (await c.task.get(id, 'ended')).state === 'running');
  await c.job.disable(id, 'terminate');
  await stateOf(c, id, 'disabled');
  assert.equal((await c.task.get(id, 'ended')).executionInfo.failureInfo.code, 'TaskEnded');
  await c.job.terminate(id);
  await stateOf(c, id, 'completed');
  await refused(c.job.disable(id, 'wait'), 409, 'JobCompleted');
};
