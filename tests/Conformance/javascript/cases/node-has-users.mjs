import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'node-users';
  await c.pool.add(poolOf(id, 1));
  const node = await until('the node is idle', async () => (await c.computeNode.list(id)).find(n => n.state === 'idle'));
  await c.computeNode.addUser(id, node.id, { name: 'bob', password: 'Pa55-word!', isAdmin: true });
  await refused(c.computeNode.addUser(id, node.id, { name: 'bob', password: 'Pa55-word!' }), 409, 'NodeUserExists');
  await c.computeNode.updateUser(id, node.id, 'bob', { password: 'An0ther-1!' });
  await c.computeNode.deleteUser(id, node.id, 'bob');
  await refused(c.computeNode.deleteUser(id, node.id, 'bob'), 404, 'NodeUserNotFound');
  await refused(c.computeNode.updateUser(id, node.id, 'bob', { password: 'An0ther-1!' }), 404, 'NodeUserNotFound');
};
