import assert from 'node:assert/strict';
import { call, pages, refusedCall } from '../rest.mjs';
import { addJob, client, until } from '../support.mjs';

export default async c => {
  const id = await addJob(client(), 'rest-collection');
  const add = (count, prefix, commandLine = 'true') => ({ body: { value: Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, commandLine })) } });
  const path = ['/jobs/{jobId}/addtaskcollection', id];

  // The helpers of the clients halve a collection that is too large, and go by this code.
  await refusedCall(c, 'post', path, 413, 'RequestBodyTooLarge', add(100, 'large', 'x'.repeat(20_000)));
  await refusedCall(c, 'post', path, 400, 'InvalidPropertyValue', add(101, 'many'));
  await call(c, 'post', path, 200, add(50, 't'));
  const { body } = await call(c, 'post', path, 200, add(100, 't'));
  assert.deepEqual(body.value.map(result => result.status), Array.from({ length: 100 }, (_, n) => n < 50 ? 'clienterror' : 'success'));
  assert.deepEqual(Object.keys(body.value[0]).sort(), ['error', 'status', 'taskId']);
  assert.equal(body.value[0].error.code, 'TaskExists');
  assert.deepEqual(Object.keys(body.value[99]).sort(), ['eTag', 'lastModified', 'location', 'status', 'taskId']);

  await until('all tasks are completed', async () => (await call(c, 'get', ['/jobs/{jobId}/taskcounts', id], 200)).body.taskCounts.succeeded === 100);
  const { items, count } = await pages(c, ['/jobs/{jobId}/tasks', id], { maxresults: 40, $filter: "executionInfo/exitCode eq 0 and state eq 'completed'", $select: 'id,executionInfo', $expand: 'stats' });
  assert.deepEqual([items.length, count], [100, 3]);
};
