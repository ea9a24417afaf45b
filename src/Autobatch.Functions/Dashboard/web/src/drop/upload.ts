import { ApiError, change } from '../api/client';
import type { Workload } from '../api/types';
import type { Dropped } from '../ui/dropped';
import { bytes } from '../ui/format';

/** What the app takes of one file; larger ones go into storage directly. */
const mostBytes = 100 * 1024 * 1024;
const atOnce = 4;

/** Why a file cannot be sent at all. A browser resolves dot segments of an address, so such a name would end elsewhere. */
export function refusalOf({ path, file }: Dropped): Error | undefined {
  if (file.size > mostBytes) return new ApiError(413, 'BodyTooLarge', `It has ${bytes(file.size)}; the page takes at most ${bytes(mostBytes)}. Put it into storage directly.`);
  if (path.split(/[/\\]/).some((part) => ['', '.', '..'].includes(part))) return new ApiError(400, 'BadFileName', 'Its name has an empty or dotted part. Rename it.');
  return undefined;
}

const document = /\.workload\.(json|ya?ml)$/i;

export const isDocument = ({ file }: Dropped): boolean => document.test(file.name);

export const workloadOf = ({ file }: Dropped): string => file.name.replace(document, '');

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Sends files to a workload, four at a time; one that fails keeps no other. */
export async function upload(workload: string, files: readonly Dropped[], tell: (file: Dropped, state: Error | 'sends' | 'sent') => void): Promise<void> {
  const left = [...files];
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file; file = left.shift()) {
      tell(file, 'sends');
      try {
        await change('PUT', `api/workloads/${encodeURIComponent(workload)}/files/${encoded(file.path)}`, file.file, { 'Content-Type': 'application/octet-stream' });
        tell(file, 'sent');
      } catch (failure) {
        tell(file, failure as Error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Makes a workload of its document, or its next version. A document with faults is thrown as they are told. */
export async function makeWorkload(document: Dropped): Promise<string> {
  const name = workloadOf(document);
  const type = /json$/i.test(document.file.name) ? 'application/json' : 'application/yaml';
  const made = await change<Workload>('PUT', `api/workloads/${encodeURIComponent(name)}`, document.file, { 'Content-Type': type });
  if (made.lastError) throw new ApiError(200, made.lastError.code, made.lastError.detail);
  return name;
}
