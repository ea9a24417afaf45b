import assert from 'node:assert/strict';

export default async c => {
  const usage = await c.pool.listUsageMetrics({ poolListUsageMetricsOptions: { startTime: new Date(Date.now() - 86_400_000), endTime: new Date() } });
  assert.ok(Array.isArray(usage) && usage.every(one => one.poolId && one.vmSize && one.totalCoreHours >= 0));
};
