import assert from 'node:assert/strict';
import { refused } from '../support.mjs';

export default async c => {
  const id = 'pool-that-is-not';
  const error = await refused(c.pool.get(id), 404, 'PoolNotFound');
  assert.match(error.body.message.value, /^The specified pool does not exist\.\nRequestId:[0-9a-f-]{36}\nTime:\d{4}-/);
  await refused(c.pool.patch(id, { metadata: [] }), 404, 'PoolNotFound');
  await refused(c.pool.deleteMethod(id), 404, 'PoolNotFound');
  await refused(c.pool.resize(id, { targetDedicatedNodes: 1 }), 404, 'PoolNotFound');
  await refused(c.pool.stopResize(id), 404, 'PoolNotFound');
  await refused(c.pool.enableAutoScale(id, { autoScaleFormula: '$TargetDedicatedNodes=0;' }), 404, 'PoolNotFound');
  await refused(c.pool.removeNodes(id, { nodeList: ['a'] }), 404, 'PoolNotFound');
};
