import assert from 'node:assert/strict';
import { account, all, group } from '../management.mjs';

export default async arm => {
  const names = ['js-page-1', 'js-page-2', 'js-page-3'];
  for (const name of names)
    await arm.applicationOperations.create(group, account, name);
  const pages = [];
  for await (const page of arm.applicationOperations.list(group, account, { maxresults: 2 }).byPage())
    pages.push(page.map(one => one.name));
  assert.ok(pages.length >= 2 && pages.every(page => page.length <= 2));
  assert.deepEqual(pages.flat().filter(name => name.startsWith('js-page-')), names);
  assert.equal((await all(arm.applicationOperations.list(group, account))).filter(one => one.name.startsWith('js-page-')).length, 3);
};
