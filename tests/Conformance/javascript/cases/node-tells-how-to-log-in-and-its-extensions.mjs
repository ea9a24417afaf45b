import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'node-login';
  await c.pool.add(poolOf(id, 1));
  const node = await until('the node is idle', async () => (await c.computeNode.list(id)).find(n => n.state === 'idle'));
  const login = await c.computeNode.getRemoteLoginSettings(id, node.id);
  assert.ok(login.remoteLoginIPAddress && login.remoteLoginPort > 0);
  assert.equal((await c.computeNodeExtension.list(id, node.id)).length, 0);
  await refused(c.computeNode.getRemoteLoginSettings(id, 'tvm-none'), 404, 'NodeNotFound');
};
