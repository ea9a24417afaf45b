import assert from 'node:assert/strict';
import { poolOf, until } from '../support.mjs';

export default async c => {
  const id = 'node-pages';
  await c.pool.add(poolOf(id, 3));
  await until('three nodes are idle', async () => (await c.computeNode.list(id, { computeNodeListOptions: { filter: "state eq 'idle'" } })).length === 3);
  const first = await c.computeNode.list(id, { computeNodeListOptions: { maxResults: 2, select: 'id' } });
  const rest = await c.computeNode.listNext(first.odatanextLink);
  assert.deepEqual([first.length, rest.length, rest.odatanextLink], [2, 1, undefined]);
  assert.equal(new Set([...first, ...rest].map(n => n.id)).size, 3);
};
