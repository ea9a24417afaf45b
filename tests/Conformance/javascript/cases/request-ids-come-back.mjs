import assert from 'node:assert/strict';

export default async c => {
  const clientRequestId = 'b0a3a1f4-6f0d-4a5e-9a70-000000000001';
  const list = await c.pool.list({ poolListOptions: { clientRequestId, returnClientRequestId: true, maxResults: 1 } });
  assert.equal(list.clientRequestId, clientRequestId);
  assert.match(list.requestId, /^[0-9a-f-]{36}$/);
};
