import assert from 'node:assert/strict';
import { call, pages, tokenRest } from '../rest.mjs';
import { sharedPool } from '../support.mjs';

const id = 'rest-by-token';

// A token goes over https only, and the links of a list stay at the account's own place.
export default async () => {
  const c = await tokenRest();
  await call(c, 'post', ['/jobs'], 201, { body: { id, poolInfo: { poolId: await sharedPool() } } });
  await call(c, 'post', ['/jobs/{jobId}/addtaskcollection', id], 200, { body: { value: Array.from({ length: 7 }, (_, n) => ({ id: `t${n}`, commandLine: 'true' })) } });
  const { items, count } = await pages(c, ['/jobs/{jobId}/tasks', id], { maxresults: 3, $select: { value: ['id', 'url'], explode: false, style: 'form' } });
  assert.deepEqual([items.length, count], [7, 3]);
  const { body: task } = await call(c, 'get', [items[0].url], 200, { query: { 'api-version': '2025-06-01' } });
  assert.equal(task.id, items[0].id);
  await call(c, 'delete', ['/jobs/{jobId}', id], 202);
};
