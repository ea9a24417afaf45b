import assert from 'node:assert/strict';
import { call, refusedCall } from '../rest.mjs';

const mine = '9c4d50ee-2d56-4cd3-8152-34347dc9f2b0';

export default async c => {
  const asked = { query: { timeOut: 30, maxresults: 1, $filter: "startswith(id, 'a+b') or state eq 'active'" }, headers: { 'client-request-id': mine, 'return-client-request-id': 'true' } };
  const { headers } = await call(c, 'get', ['/pools'], 200, asked);
  assert.equal(headers['client-request-id'], mine);
  assert.ok(headers['request-id']);
  const without = await call(c, 'get', ['/jobs'], 200, { headers: { 'client-request-id': mine } });
  assert.equal(without.headers['client-request-id'], undefined);
  await refusedCall(c, 'get', ['/pools'], 400, 'OutOfRangeQueryParameterValue', { query: { maxresults: 1001 } });
  await refusedCall(c, 'get', ['/pools'], 400, 'InvalidQueryParameterValue', { query: { $filter: 'state eq' } });
};
