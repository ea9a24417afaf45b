import { poolOf, until } from '../support.mjs';

export default async c => {
  await c.pool.add(poolOf('resized', 1));
  await until('the pool is steady', async () => (await c.pool.get('resized')).allocationState === 'steady');
  await c.pool.resize('resized', { targetDedicatedNodes: 3 });
  await until('the pool has three nodes', async () => {
    const pool = await c.pool.get('resized');
    return pool.allocationState === 'steady' && pool.currentDedicatedNodes === 3;
  });
};
