import assert from 'node:assert/strict';
import { poolOf, refused } from '../support.mjs';

export default async c => {
  const add = more => c.pool.add({ ...poolOf('pool-wrong', 0), ...more });
  const error = await refused(add({ taskSlotsPerNode: 0 }), 400, 'InvalidPropertyValue');
  assert.ok(error.body.values.some(one => one.key === 'PropertyName' && one.value === 'taskSlotsPerNode'), JSON.stringify(error.body));
  await refused(add({ targetDedicatedNodes: -1 }), 400, 'InvalidPropertyValue');
  await refused(add({ id: 'a'.repeat(65) }), 400, 'InvalidPropertyValue');
  await refused(add({ resizeTimeout: 'PT1S' }), 400, 'InvalidPropertyValue');
};
