import assert from 'node:assert/strict';
import { call, refusedCall } from '../rest.mjs';
import { addJob, client, sh, until } from '../support.mjs';

export default async c => {
  const id = await addJob(client(), 'rest-task');
  const task = ['/jobs/{jobId}/tasks/{taskId}', id, 't'];
  const at = action => [`/jobs/{jobId}/tasks/{taskId}/${action}`, id, 't'];
  const get = async () => (await call(c, 'get', task, 200)).body;
  const state = wanted => until(`the task is ${wanted}`, async () => (await get()).state === wanted);

  const { headers } = await call(c, 'post', ['/jobs/{jobId}/tasks', id], 201, {
    body: {
      id: 't', commandLine: sh('sleep 600'), requiredSlots: 1, displayName: 'näme', environmentSettings: [{ name: 'EMPTY', value: '' }],
      userIdentity: { autoUser: { scope: 'pool', elevationLevel: 'admin' } }, constraints: { maxWallClockTime: 'PT1H', retentionTime: 'P1D', maxTaskRetryCount: 0 },
    },
  });
  assert.ok(headers.etag && headers.location.endsWith(`/jobs/${id}/tasks/t`) && headers.dataserviceid);
  await state('running');
  // A task is replaced by what was got, of which only the constraints count.
  await call(c, 'put', task, 200, { body: { ...(await get()), constraints: { maxTaskRetryCount: 2 } } });
  assert.equal((await get()).constraints.maxTaskRetryCount, 2);
  await refusedCall(c, 'post', at('reactivate'), 409, 'TaskNotCompleted');
  await call(c, 'post', at('terminate'), 204);
  await state('completed');
  const { executionInfo } = await get();
  assert.deepEqual([executionInfo.result, executionInfo.failureInfo.category, executionInfo.failureInfo.code], ['failure', 'usererror', 'TaskEnded']);
  await call(c, 'post', at('reactivate'), 204);
  await state('running');
  await call(c, 'delete', task, 200, { headers: { 'if-match': (await get()).eTag } });
  await refusedCall(c, 'get', task, 404, 'TaskNotFound');
};
