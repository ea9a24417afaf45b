import { poolOf, refused } from '../support.mjs';

export default async c => {
  await refused(c.pool.add(poolOf('no spaces!', 0)), 400, 'InvalidPropertyValue');
};
