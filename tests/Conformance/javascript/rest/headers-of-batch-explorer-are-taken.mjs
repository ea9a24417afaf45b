import assert from 'node:assert/strict';
import { call } from '../rest.mjs';
import { poolOf, until } from '../support.mjs';

const id = 'rest-explorer';
const headers = { 'content-type': 'application/json; odata=minimalmetadata; charset=UTF-8', 'cache-control': 'no-cache' };

// It says what its body would be where there is none, and puts blanks into lists of properties.
export default async c => {
  await call(c, 'post', ['/pools'], 201, { body: poolOf(id, 1, { startTask: { commandLine: 'true', waitForSuccess: true } }) });
  const node = await until('the node is idle', async () => (await call(c, 'get', ['/pools/{poolId}/nodes', id], 200, { headers, query: { $filter: "state eq 'idle'" } })).body.value[0]);
  const { body } = await call(c, 'get', ['/pools/{poolId}/nodes/{nodeId}/files', id, node.id], 200, { headers, query: { $select: 'name, url', recursive: false, maxresults: 50 } });
  assert.ok(body.value.length > 0 && body.value.every(file => file.name && file.url && !file.properties));
  await call(c, 'post', ['/pools/{poolId}/nodes/{nodeId}/reboot', id, node.id], 202, { headers });
  await call(c, 'head', ['/pools/{poolId}', id], 200, { headers });
  await call(c, 'delete', ['/pools/{poolId}', id], 202, { headers });
};
