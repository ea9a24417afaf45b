import assert from 'node:assert/strict';
import { refused } from '../support.mjs';

export default async c => {
  assert.equal((await c.certificate.list()).length, 0);
  await refused(c.certificate.add({ thumbprint: 'ab', thumbprintAlgorithm: 'sha1', data: 'AAAA' }), 400, 'UnsupportedProperty');
  await refused(c.certificate.get('sha1', 'ab'), 404, 'CertificateNotFound');
};
