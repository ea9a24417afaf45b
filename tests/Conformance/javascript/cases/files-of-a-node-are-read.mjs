import assert from 'node:assert/strict';
import { completed, poolOf, refused, sh, text, unread, until } from '../support.mjs';

export default async c => {
  const id = 'node-files';
  await c.pool.add(poolOf(id, 1));
  await c.job.add({ id, poolInfo: { poolId: id } });
  await c.task.add(id, { id: 't', commandLine: sh('echo from the node; mkdir $AZ_BATCH_NODE_SHARED_DIR/d; printf shared > $AZ_BATCH_NODE_SHARED_DIR/d/f') });
  await completed(c, id, 't');
  const [node] = await c.computeNode.list(id);

  const top = (await c.file.listFromComputeNode(id, node.id)).map(f => f.name);
  assert.ok(['shared', 'startup', 'workitems'].every(name => top.includes(name)), top.join());
  assert.equal(await text(await c.file.getFromComputeNode(id, node.id, `workitems/${id}/job-1/t/stdout.txt`)), 'from the node\n');
  const properties = await c.file.getPropertiesFromComputeNode(id, node.id, 'shared/d/f');
  assert.equal(properties.contentLength, 6);
  assert.equal(String(properties.ocpBatchFileIsdirectory).toLowerCase(), 'false');

  await c.file.deleteFromComputeNode(id, node.id, 'shared/d', { recursive: true });
  await refused(c.file.getFromComputeNode(id, node.id, 'shared/d/f'), 404, unread);
  await refused(c.file.listFromComputeNode(id, 'tvm-none'), 404, 'NodeNotFound');
  await refused(c.file.getFromComputeNode(id, node.id, '../../../../../../etc/passwd'), 404, unread);
};
