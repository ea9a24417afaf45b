import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('pool-replaced', 0, { metadata: [{ name: 'a', value: '1' }], startTask: { commandLine: 'true' } }));
  await c.pool.updateProperties('pool-replaced', { certificateReferences: [], applicationPackageReferences: [], metadata: [] });
  const pool = await c.pool.get('pool-replaced');
  assert.deepEqual([pool.metadata, pool.startTask], [undefined, undefined]);
};
