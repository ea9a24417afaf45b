import assert from 'node:assert/strict';
import { call, pages, refusedCall } from '../rest.mjs';
import { poolOf, until } from '../support.mjs';

const id = 'rest-life';
const pool = ['/pools/{poolId}', id];
const at = action => [`/pools/{poolId}/${action}`, id];

export default async c => {
  const steady = () => until('the pool is steady', async () => {
    const { body } = await call(c, 'get', pool, 200);
    return body.allocationState === 'steady' && body;
  });
  await call(c, 'post', ['/pools'], 201, { body: poolOf(id, 1, { taskSchedulingPolicy: { nodeFillType: 'pack' }, metadata: [{ name: 'a', value: 'b' }], startTask: { commandLine: 'true', waitForSuccess: true } }) });
  await refusedCall(c, 'post', ['/pools'], 409, 'PoolExists', { body: poolOf(id, 1) });
  const { headers } = await call(c, 'head', pool, 200);
  assert.ok(headers.etag && headers['last-modified']);
  await call(c, 'get', pool, 304, { headers: { 'if-none-match': (await steady()).eTag } });

  const { body: few } = await call(c, 'get', pool, 200, { query: { $select: 'id,state', $expand: 'stats' } });
  assert.deepEqual(Object.keys(few).filter(name => !name.startsWith('odata')).sort(), ['id', 'state']);
  await call(c, 'patch', pool, 200, { body: { metadata: [{ name: 'x', value: 'ÿ' }] } });
  await refusedCall(c, 'patch', pool, 412, 'ConditionNotMet', { body: {}, headers: { 'if-match': '0x1' } });
  // The client's own policy adds the references that its model has no more.
  await call(c, 'post', at('updateproperties'), 204, { body: { applicationPackageReferences: [], metadata: [], certificateReferences: [] } });

  await call(c, 'post', at('resize'), 202, { body: { targetDedicatedNodes: 2, nodeDeallocationOption: 'taskcompletion', resizeTimeout: 'PT10M' } });
  assert.equal((await steady()).currentDedicatedNodes, 2);
  const { items } = await pages(c, ['/pools/{poolId}/nodes', id], { maxresults: 1 });
  assert.equal(items.length, 2);
  await call(c, 'post', at('removenodes'), 202, { body: { nodeList: [items[0].id] } });
  assert.equal((await steady()).currentDedicatedNodes, 1);
  await refusedCall(c, 'post', at('evaluateautoscale'), 409, 'OperationNotValidOnPool', { body: { autoScaleFormula: 'x = 1;' } });
  await call(c, 'post', at('enableautoscale'), 200, { body: { autoScaleFormula: '$TargetDedicatedNodes = 1;', autoScaleEvaluationInterval: 'PT5M' } });
  const { body: run } = await call(c, 'post', at('evaluateautoscale'), 200, { body: { autoScaleFormula: '$TargetDedicatedNodes = 0;' } });
  assert.match(run.results, /\$TargetDedicatedNodes=0/);
  await call(c, 'post', at('disableautoscale'), 200);

  await call(c, 'delete', pool, 202);
  await until('the pool is gone', async () => (await c.pathUnchecked(...pool).get()).status === '404');
  await call(c, 'head', pool, 404);
};
