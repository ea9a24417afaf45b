import assert from 'node:assert/strict';
import { poolOf } from '../support.mjs';

export default async c => {
  for (const n of [1, 2, 3])
    await c.pool.add(poolOf(`pool-listed-${n}`, 0, { displayName: `pool ${n}` }));
  const options = { filter: "startswith(id,'pool-listed-') and state eq 'active'", select: 'id,displayName', maxResults: 2 };
  const first = await c.pool.list({ poolListOptions: options });
  const rest = await c.pool.listNext(first.odatanextLink);
  assert.deepEqual([...first, ...rest].map(p => [p.id, p.displayName, p.vmSize]), [1, 2, 3].map(n => [`pool-listed-${n}`, `pool ${n}`, undefined]));
  assert.equal(rest.odatanextLink, undefined);
};
