import assert from 'node:assert/strict';
import { poolOf, sh, until } from '../support.mjs';

export default async c => {
  const id = 'reimaged';
  await c.pool.add(poolOf(id, 1));
  const node = await until('the node is idle', async () => (await c.computeNode.list(id)).find(n => n.state === 'idle'));
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: sh('touch $AZ_BATCH_NODE_SHARED_DIR/kept') });
  const has = () => c.file.getPropertiesFromComputeNode(id, node.id, 'shared/kept').then(() => true, () => false);
  await until('the file is there', has);
  const back = async boot => until('the node is back', async () => {
    const n = await c.computeNode.get(id, node.id);
    return n.state === 'idle' && n.lastBootTime > boot && n.lastBootTime;
  });

  await c.computeNode.reboot(id, node.id);
  const booted = await back(node.lastBootTime);
  assert.equal(await has(), true);
  await c.computeNode.reimage(id, node.id, { nodeReimageOption: 'taskcompletion' });
  await back(booted);
  assert.equal(await has(), false);
};
