import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('deleted', 1));
  await c.pool.deleteMethod('deleted');
  await until('the pool is gone', async () => !(await c.pool.exists('deleted')).body);
  const error = await refused(c.pool.get('deleted'), 404, 'PoolNotFound');
  assert.match(error.body.message.value, /^The specified pool does not exist\./);
};
