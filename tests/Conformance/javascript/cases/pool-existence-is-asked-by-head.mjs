import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('exists', 0));
  assert.equal((await c.pool.exists('exists')).body, true);
  assert.equal((await c.pool.exists('exists-not')).body, false);
};
