import assert from 'node:assert/strict';
import { poolOf, refused } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('taken', 0));
  const error = await refused(c.pool.add(poolOf('TAKEN', 0)), 409, 'PoolExists');
  assert.match(error.body.message.value, /^The specified pool already exists\.\nRequestId:[0-9a-f-]{36}\nTime:\d{4}-/);
};
