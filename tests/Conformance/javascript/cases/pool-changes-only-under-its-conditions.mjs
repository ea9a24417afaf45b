import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'pool-condition';
  await c.pool.add(poolOf(id, 0));
  await until('the pool is steady', async () => (await c.pool.get(id)).allocationState === 'steady');
  const { eTag } = await c.pool.get(id);
  assert.equal(await c.pool.get(id, { poolGetOptions: { ifNoneMatch: eTag } }).then(r => r._response.status, error => error.statusCode), 304);
  await refused(c.pool.patch(id, { metadata: [] }, { poolPatchOptions: { ifMatch: '0x8D000000000000' } }), 412, 'ConditionNotMet');
  await refused(c.pool.deleteMethod(id, { poolDeleteMethodOptions: { ifNoneMatch: eTag } }), 412, 'ConditionNotMet');
  await c.pool.patch(id, { metadata: [{ name: 'a', value: 'b' }] }, { poolPatchOptions: { ifMatch: eTag } });
  assert.notEqual((await c.pool.get(id)).eTag, eTag);
};
