import assert from 'node:assert/strict';
import { call, pages, refusedCall } from '../rest.mjs';
import { poolOf, until } from '../support.mjs';

const id = 'rest-node';

export default async c => {
  await call(c, 'post', ['/pools'], 201, { body: poolOf(id, 1) });
  const node = await until('there is a node', async () => (await pages(c, ['/pools/{poolId}/nodes', id], { $filter: "state eq 'idle'", $select: 'id,state' })).items[0]);
  const at = (action, ...more) => [`/pools/{poolId}/nodes/{nodeId}${action}`, id, node.id, ...more];
  const state = wanted => until(`the node is ${wanted}`, async () => (await call(c, 'get', at(''), 200)).body.state === wanted);

  await call(c, 'post', at('/disablescheduling'), 200);
  await state('offline');
  await call(c, 'post', at('/enablescheduling'), 200);
  await state('idle');
  for (const action of ['reboot', 'reimage']) {
    await call(c, 'post', at(`/${action}`), 202);
    await state('idle');
  }
  await call(c, 'post', at('/deallocate'), 202, { body: { nodeDeallocateOption: 'terminate' } });
  await state('deallocated');
  await call(c, 'post', at('/start'), 202);
  await state('idle');

  await call(c, 'post', at('/users'), 201, { body: { name: 'eve', password: 'Pa55-word!', isAdmin: true, expiryTime: new Date(Date.now() + 3_600_000).toISOString() } });
  await call(c, 'put', at('/users/{userName}', 'eve'), 200, { body: { password: 'An0ther-1!' } });
  await call(c, 'delete', at('/users/{userName}', 'eve'), 200);
  const { body } = await call(c, 'get', at('/remoteloginsettings'), 200);
  assert.ok(body.remoteLoginIPAddress && body.remoteLoginPort > 0);
  assert.deepEqual((await pages(c, at('/extensions'))).items, []);
  await refusedCall(c, 'get', at('/extensions/{extensionName}', 'none'), 404, 'ResourceNotFound');
};
