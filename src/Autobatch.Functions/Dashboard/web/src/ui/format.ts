import type { RunStatus } from '../api/types';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'calm';

const tones: Record<RunStatus, Tone> = {
  Pending: 'calm',
  Rejected: 'bad',
  Waiting: 'warn',
  Running: 'busy',
  Cancelling: 'warn',
  Canceled: 'calm',
  Completed: 'good',
  CompletedWithFailures: 'warn',
  Failed: 'bad',
};

export const statuses = Object.keys(tones) as RunStatus[];

export const toneOf = (status: RunStatus): Tone => tones[status];

export const isFinal = (status: RunStatus): boolean => ['Rejected', 'Canceled', 'Completed', 'CompletedWithFailures', 'Failed'].includes(status);

/** Waiting reasons as a person would say them; the detail of the run says the rest. */
const reasons: Record<string, string> = {
  WaitingForPackage: 'Waits for an application package to be registered',
  StagingInputs: 'Copies input files to storage',
  WaitingForQuota: 'Waits until the account may hold another job',
  WaitingForShare: 'Waits until its workload may have more tasks in the account',
  WaitingForPool: 'Waits for the first node of its pool',
  PoolResizeError: 'Batch could not give the pool its nodes',
  StartTaskFailed: 'The start task failed on the nodes',
  NodesUnusable: 'No node of the pool can run tasks',
  BlockedDependency: 'Tasks wait for a task that failed',
  JobDisabled: 'The job is disabled',
  AccountDrained: 'The account is being drained',
  BatchUnavailable: 'Batch does not answer, or asks for patience',
  ServiceUnavailable: 'Storage or Resource Manager does not answer, or asks for patience',
  StorageKeysRotated: 'A storage key was made anew: keys are read again and nodes booted',
};

export const reasonInWords = (reason: string): string => reasons[reason] ?? reason.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

export function bytes(size: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let value = size;
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024;
    at++;
  }
  return `${at === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[at]}`;
}

/** Seconds as 0.4 s, 12 s, 3 min 4 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds: number): string {
  if (seconds < 0) return '0 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

export const between = (from?: string | null, to?: string | null): number | undefined =>
  from ? ((to ? Date.parse(to) : Date.now()) - Date.parse(from)) / 1000 : undefined;

export const clock = (time: string | Date): string => new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const dateAndTime = (time: string): string => new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });

export function ago(time: string): string {
  const seconds = Math.round((Date.now() - Date.parse(time)) / 1000);
  return seconds < 5 ? 'just now' : `${duration(seconds).replace(/^(.* (?:min|h|d)) .*$/, '$1')} ago`;
}

export const number = (value: number): string => value.toLocaleString();

export const plural = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;

export const short = (id: string): string => id.slice(0, 8);
