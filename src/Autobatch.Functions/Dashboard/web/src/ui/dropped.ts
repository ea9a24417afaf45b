import { Store } from '../api/store';

/** A file that came to the page, with its path below what was dropped. */
export interface Dropped {
  id: string;
  path: string;
  file: File;
}

/** The most files of one drop; a folder may have more than anybody wants to send through a browser. */
export const mostDropped = 2000;

/** What was dropped last, on whichever page. */
export const dropped = new Store<readonly Dropped[]>([]);

/** Why a drop could not be read, if it could not. */
export const unread = new Store<Error | undefined>(undefined);

/** Takes files in the place of those before, or tells why there are none. */
export function take(files: readonly Dropped[], fault?: Error): void {
  dropped.set(files);
  unread.set(fault);
}

export const droppedFile = (file: File, path = file.webkitRelativePath || file.name): Dropped => ({ id: crypto.randomUUID(), path, file });

/** Every file of a drop, folders walked through; one more than the most when there are more. */
export async function filesOf(transfer: DataTransfer): Promise<Dropped[]> {
  // Both are readable only until the event is over.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) return plain.map((file) => droppedFile(file));
  const files: Dropped[] = [];
  for (const entry of entries) if (entry) await walk(entry, files);
  return files;
}

async function walk(entry: FileSystemEntry, files: Dropped[]): Promise<void> {
  if (files.length > mostDropped) return;
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    files.push(droppedFile(file, entry.fullPath.replace(/^\//, '')));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  while (files.length <= mostDropped) {
    // A folder tells its entries by parts; the last part is empty.
    const part = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (part.length === 0) return;
    for (const child of part) await walk(child, files);
  }
}
