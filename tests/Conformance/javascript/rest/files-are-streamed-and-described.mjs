import assert from 'node:assert/strict';
import { text as read } from 'node:stream/consumers';
import { call, pages, refusedCall } from '../rest.mjs';
import { addJob, client, completed, sh } from '../support.mjs';

export default async c => {
  const id = await addJob(client(), 'rest-files');
  await client().task.add(id, { id: 't', commandLine: sh('mkdir -p a && echo 0123456789 > a/b.txt && echo out') });
  const done = await completed(client(), id, 't');
  const file = name => ['/jobs/{jobId}/tasks/{taskId}/files/{filePath}', id, 't', name];
  const text = async (name, headers) => read((await call(c, 'get', file(name), 200, { headers, stream: true })).body);

  assert.equal(await text('stdout.txt'), 'out\n');
  assert.equal(await text('wd/a/b.txt', { 'ocp-range': 'bytes=2-4' }), '234');
  const { headers } = await call(c, 'head', file('wd/a/b.txt'), 200);
  assert.deepEqual([headers['content-length'], headers['ocp-batch-file-isdirectory']], ['11', 'False']);
  assert.ok(headers['ocp-batch-file-url'] && headers['ocp-creation-time'] && headers['ocp-batch-file-mode'] && headers['last-modified']);
  const { items } = await pages(c, ['/jobs/{jobId}/tasks/{taskId}/files', id, 't'], { recursive: true, maxresults: 2 });
  assert.ok(items.some(item => item.name === 'wd/a/b.txt' && item.properties.contentLength === '11'));
  await call(c, 'delete', file('wd/a'), 200, { query: { recursive: true } });
  await refusedCall(c, 'get', file('wd/a/b.txt'), 404, 'FileNotFound');
  await call(c, 'head', file('wd/a/b.txt'), 404);

  const node = ['/pools/{poolId}/nodes/{nodeId}/files', 'shared', done.nodeInfo.nodeId];
  const { items: ofNode } = await pages(c, node, { $filter: "startswith(name, 'workitems')" });
  assert.ok(ofNode.every(item => item.name.startsWith('workitems')));
  const path = [`${node[0]}/{filePath}`, ...node.slice(1), `workitems/${id}/job-1/t/stdout.txt`];
  assert.equal(await read((await call(c, 'get', path, 200, { stream: true })).body), 'out\n');
};
