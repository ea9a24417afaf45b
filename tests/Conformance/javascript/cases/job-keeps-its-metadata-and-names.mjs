import assert from 'node:assert/strict';
import { addJob } from '../support.mjs';

export default async c => {
  const metadata = [{ name: 'größe', value: '10 €' }, { name: 'empty', value: '' }];
  const id = await addJob(c, 'job-metadata', { displayName: 'Über «alles»', metadata });
  const job = await c.job.get(id);
  assert.equal(job.displayName, 'Über «alles»');
  assert.deepEqual(job.metadata.map(one => ({ ...one })), metadata);
};
