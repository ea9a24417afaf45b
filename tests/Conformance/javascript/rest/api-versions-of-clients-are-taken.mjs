import { call, refusedCall, rest } from '../rest.mjs';

// Those of Nextflow, Snakemake's executor, azbatch of Go, @azure-rest/batch and Azure.Compute.Batch over the years.
export default async () => {
  for (const version of ['2022-10-01.16.0', '2023-05-01.17.0', '2023-11-01.18.0', '2024-02-01.19.0', '2024-07-01.20.0', '2025-06-01'])
    await call(rest(version), 'get', ['/pools'], 200, { query: { maxresults: 1 } });
  await refusedCall(rest('2019-08-01.10.0'), 'get', ['/pools'], 400, 'UnsupportedRequestVersion');
};
