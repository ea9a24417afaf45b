import assert from 'node:assert/strict';
import { poolOf, refused, until } from '../support.mjs';

export default async c => {
  const id = 'scaled';
  const formula = '$TargetDedicatedNodes = 2; // enough\n$NodeDeallocationOption = taskcompletion;';
  const { targetDedicatedNodes, ...body } = poolOf(id, 0);
  await refused(c.pool.add({ ...body, enableAutoScale: true, autoScaleFormula: '$TargetDedicatedNodes = ;' }), 400, 'AutoScalingFormulaSyntaxError');
  await c.pool.add({ ...body, enableAutoScale: true, autoScaleFormula: formula, autoScaleEvaluationInterval: 'PT10M' });
  const pool = await until('the pool has two nodes', async () => {
    const p = await c.pool.get(id);
    return p.allocationState === 'steady' && p.currentDedicatedNodes === 2 && p;
  });
  assert.equal(pool.enableAutoScale, true);
  assert.equal(pool.autoScaleFormula, formula);
  assert.equal(pool.autoScaleRun.results, '$TargetDedicatedNodes=2;$TargetLowPriorityNodes=0;$NodeDeallocationOption=taskcompletion');
  assert.ok(pool.autoScaleRun.timestamp instanceof Date);
  await refused(c.pool.resize(id, { targetDedicatedNodes: 1 }), 409, 'OperationNotValidOnPool');

  const run = await c.pool.evaluateAutoScale(id, 'n = max(1, $CurrentDedicatedNodes.GetSample(1)); $TargetLowPriorityNodes = n;');
  assert.match(run.results, /^\$TargetDedicatedNodes=2;\$TargetLowPriorityNodes=\d;\$NodeDeallocationOption=requeue;n=\d$/);
  const failed = await c.pool.evaluateAutoScale(id, '$TargetDedicatedNodes = $PendingTasks.GetSample(TimeInterval_Day, 90);');
  assert.equal(failed.error.code, 'AutoScalingFormulaEvaluationError');
  assert.match(failed.error.values[0].value, /Insufficient sample data/);

  await c.pool.disableAutoScale(id);
  assert.equal((await c.pool.get(id)).enableAutoScale, false);
  await refused(c.pool.evaluateAutoScale(id, 'x = 1;'), 409, 'OperationNotValidOnPool');
  await c.pool.enableAutoScale(id, { autoScaleFormula: '$TargetDedicatedNodes = 0;' });
  await until('the pool is empty', async () => (await c.pool.get(id)).currentDedicatedNodes === 0);
};
