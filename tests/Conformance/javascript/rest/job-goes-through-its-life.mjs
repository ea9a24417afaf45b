import assert from 'node:assert/strict';
import { call, refusedCall } from '../rest.mjs';
import { sharedPool, until } from '../support.mjs';

const id = 'rest-job';
const job = ['/jobs/{jobId}', id];
const at = action => [`/jobs/{jobId}/${action}`, id];

export default async c => {
  const get = async () => (await call(c, 'get', job, 200)).body;
  const poolInfo = { poolId: await sharedPool() };
  await call(c, 'post', ['/jobs'], 201, { body: { id, poolInfo, priority: 1, constraints: { maxWallClockTime: 'P1D' }, metadata: [{ name: 'a', value: 'b' }] } });
  await refusedCall(c, 'post', ['/jobs'], 409, 'JobExists', { body: { id, poolInfo } });

  // Nextflow ends its jobs so: with the pool that the job has.
  await call(c, 'patch', job, 200, { body: { poolInfo: (await get()).poolInfo, onAllTasksComplete: 'noaction', priority: 2 } });
  // Azure.Compute.Batch, azbatch and Python replace a job by what they got, read-only properties and all.
  await call(c, 'put', job, 200, { body: { ...(await get()), priority: 3 } });
  assert.equal((await get()).priority, 3);

  await call(c, 'post', at('disable'), 202, { body: { disableTasks: 'requeue' } });
  await until('the job is disabled', async () => (await get()).state === 'disabled');
  await call(c, 'post', at('enable'), 202);
  await until('the job is active', async () => (await get()).state === 'active');
  await call(c, 'post', at('terminate'), 202, { query: { force: false }, body: { terminateReason: 'enough' } });
  await until('the job is completed', async () => (await get()).state === 'completed');
  assert.equal((await get()).executionInfo.terminateReason, 'enough');
  await refusedCall(c, 'post', at('terminate'), 409, 'JobCompleted');
  await refusedCall(c, 'get', at('jobpreparationandreleasetaskstatus'), 409, 'JobPreparationTaskNotSpecified');
  await call(c, 'delete', job, 202, { query: { force: true } });
  await until('the job is gone', async () => (await c.pathUnchecked(...job).get()).status === '404');
};
