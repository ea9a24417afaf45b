import assert from 'node:assert/strict';
import { addJob, refused } from '../support.mjs';

export default async c => {
  await addJob(c, 'taken');
  const error = await refused(addJob(c, 'taken'), 409, 'JobExists');
  assert.match(error.body.message.value, /^The specified job already exists\./);
};
