import { getJson } from '../api/client';
import type { Task, TaskList } from '../api/types';

/** The most tasks that the page holds; larger runs come put together by the server. */
export const mostTasks = 20_000;

/** Every task of a run, page by page. */
export async function readTasks(path: string, signal: AbortSignal): Promise<Task[]> {
  const tasks: Task[] = [];
  let token: string | undefined;
  do {
    const page = await getJson<TaskList>(`${path}?top=1000${token ? `&continuationToken=${encodeURIComponent(token)}` : ''}`, signal);
    tasks.push(...page.tasks);
    token = page.continuationToken;
  } while (token && tasks.length < mostTasks);
  return tasks.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

export interface FailureInfo {
  category?: string;
  code?: string;
  message?: string;
  details?: { name: string; value: string }[];
}

export const failureOf = (task: Task): FailureInfo | undefined => (task.failureInfo as FailureInfo | undefined | null) ?? undefined;

export const hasFailed = (task: Task): boolean => task.state === 'completed' && task.result?.toLowerCase() === 'failure';

/** What a failed task has in common with others: how it ended. */
export function causeOf(task: Task): string {
  const failure = failureOf(task);
  if (task.exitCode !== undefined && task.exitCode !== null && (failure?.code === undefined || failure.code === 'FailureExitCode')) return `Exit code ${task.exitCode}`;
  return failure?.code ?? 'Unknown cause';
}

export interface Failures {
  cause: string;
  count: number;
  first: Task;
}

export function groupFailures(tasks: readonly Task[]): Failures[] {
  const groups = new Map<string, Failures>();
  for (const task of tasks) {
    if (!hasFailed(task)) continue;
    const cause = causeOf(task);
    const group = groups.get(cause);
    if (!group) groups.set(cause, { cause, count: 1, first: task });
    else {
      group.count++;
      if ((task.endTime ?? '') < (group.first.endTime ?? '')) group.first = task;
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

export interface Placed {
  task: Task;
  lane: number;
  from: number;
  to: number;
}

export interface Lanes {
  placed: Placed[];
  /** Node and slot of each lane. */
  names: string[];
}

/** Nodes' names are long and differ in their beginning: tvm-3652687017_1-20261126t203230z-d is told as 3652687017_1. */
export const shortNode = (node: string): string => /^tvm[a-z]*-([^-]+)-/.exec(node)?.[1] ?? node.slice(0, 16);

/** Lays tasks on lanes: one for each task slot that a node had in use at a time, so that no two overlap. */
export function layOut(tasks: readonly Task[], now: number): Lanes {
  const started = tasks
    .filter((task) => task.startTime)
    .map((task) => ({ task, from: Date.parse(task.startTime!), to: task.endTime ? Date.parse(task.endTime) : now }))
    .sort((a, b) => a.from - b.from);
  const nodes = new Map<string, { lane: number; free: number }[]>();
  const rows: { node: string; slot: number; bars: { task: Task; from: number; to: number }[] }[] = [];
  for (const bar of started) {
    const node = bar.task.nodeId ?? 'no node';
    const slots = nodes.get(node) ?? [];
    nodes.set(node, slots);
    let slot = slots.find((candidate) => candidate.free <= bar.from);
    if (!slot) {
      slot = { lane: rows.length, free: 0 };
      slots.push(slot);
      rows.push({ node, slot: slots.length, bars: [] });
    }
    slot.free = Math.max(bar.to, bar.from + 1);
    rows[slot.lane]!.bars.push(bar);
  }

  rows.sort((a, b) => a.node.localeCompare(b.node) || a.slot - b.slot);
  return {
    placed: rows.flatMap((row, lane) => row.bars.map((bar) => ({ ...bar, lane }))),
    names: rows.map((row) => `${shortNode(row.node)} · slot ${row.slot}`),
  };
}
