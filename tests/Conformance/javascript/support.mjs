// What the cases share: a client, a pool, waiting on conditions, and reading what comes back.
import assert from 'node:assert/strict';
import batch from '@azure/batch';

const { BATCH_URL, BATCH_ACCOUNT, BATCH_KEY } = process.env;

export function client(key = BATCH_KEY) {
  return new batch.BatchServiceClient(new batch.BatchSharedKeyCredentials(BATCH_ACCOUNT, key), BATCH_URL, { noRetryPolicy: true });
}

export function poolOf(id, targetDedicatedNodes, more = {}) {
  return {
    id,
    vmSize: 'standard_d2s_v3',
    virtualMachineConfiguration: {
      imageReference: { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' },
      nodeAgentSKUId: 'batch.node.ubuntu 22.04',
    },
    targetDedicatedNodes,
    ...more,
  };
}

let shared;

/** The id of a pool that all cases run their tasks on. */
export function sharedPool() {
  shared ??= (async () => {
    await client().pool.add(poolOf('shared', 2, { taskSlotsPerNode: 4 }));
    return 'shared';
  })();
  return shared;
}

export async function addJob(c, id, more = {}) {
  await c.job.add({ id, poolInfo: { poolId: await sharedPool() }, ...more });
  return id;
}

export const sh = command => `/bin/sh -c "${command}"`;

export async function until(what, condition, limit = 60_000) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await condition();
    if (value)
      return value;
    if (Date.now() > end)
      throw new Error(`Waited ${limit / 1000} s in vain until ${what}.`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

export const completed = (c, jobId, taskId) => until(`task ${taskId} of ${jobId} is completed`, async () => {
  const task = await c.task.get(jobId, taskId);
  return task.state === 'completed' && task;
});

/** The code of a refusal to read a file: the client does not read its body. */
export const unread = undefined;

/** The call must be refused with this status and code; answers the error. */
export async function refused(call, statusCode, code) {
  const error = await call.then(() => assert.fail(`expected ${statusCode} ${code}, but the call succeeded`), e => e);
  if (error instanceof assert.AssertionError)
    throw error;
  assert.deepEqual({ statusCode: error.statusCode, code: error.code ?? error.body?.code }, { statusCode, code }, error.response?.bodyAsText);
  return error;
}

export async function text(response) {
  const chunks = [];
  for await (const chunk of response.readableStreamBody)
    chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export function timeLimit(promise, limit) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The case took more than ${limit / 1000} s.`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
