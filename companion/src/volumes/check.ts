import { cp, mkdir, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failed } from '../base/errors.ts';
import { inWords } from '../base/system-words.ts';
import { checkName, isEntry, OWN } from './folder-name.ts';
import { lookAt } from './move.ts';
import { ownFolder } from './tree.ts';
import { systemCode } from './volume-failure.ts';
import type { CheckOutcome } from './check-codes.ts';

/** The orders of one pod to the check. */
export interface CheckOrder {
  readonly root: string;
  /** The project's folder: it must exist; with `operation` it must not. */
  readonly folder?: string | undefined;
  /** Make `partial/<operation>`, for the folder to be filled. */
  readonly operation?: string | undefined;
  readonly needsBytes?: number | undefined;
  readonly needsFiles?: number | undefined;
  /** Folders of ours, below the root, that are mounted by their path. */
  readonly folders?: readonly string[] | undefined;
  /** Files of this image that the other containers of the pod need. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** Files for them, by path; a value that is no text is written as JSON. */
  readonly files?: Readonly<Record<string, unknown>> | undefined;
}

/** One sentence for people, and what it is about. */
export class CheckFailed extends Error {
  readonly outcome: CheckOutcome;
  readonly values: Readonly<Record<string, string>>;

  constructor(
    outcome: CheckOutcome,
    sentence: string,
    values: Readonly<Record<string, string>> = {}
  ) {
    super(sentence);
    this.outcome = outcome;
    this.values = values;
  }
}

/** Check the volume before a pod's other containers run (DESIGN.md 6). */
export async function check(order: CheckOrder): Promise<void> {
  try {
    await requireRoot(order.root);
    if (order.operation !== undefined) {
      await prepareFill(order, order.operation);
    } else if (order.folder !== undefined) {
      await requireProject(order.root, order.folder);
    }
    for (const folder of order.folders ?? []) {
      await makeOwn(order.root, folder);
    }
  } catch (error) {
    throw volumeFailed(error);
  }
  for (const { from, to } of order.copies) {
    await copy(from, to);
  }
  for (const [path, content] of Object.entries(order.files ?? {})) {
    await mkdir(dirname(path), { recursive: true });
    const text =
      typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(path, text);
  }
}

/** Make a folder of ours. No part may be a link, which could lead elsewhere. */
async function makeOwn(root: string, folder: string): Promise<void> {
  let path = root;
  for (const part of folder.split('/')) {
    if (!isEntry(part)) {
      throw new Error(`${shown(folder)} names no folder below the volume.`);
    }
    path = join(path, part);
    await ownFolder(path);
  }
}

async function requireRoot(root: string): Promise<void> {
  const stats = await lookAt(root);
  if (!stats?.isDirectory()) {
    throw new CheckFailed('unavailable', 'The volume is not mounted.');
  }
}

/** Require a folder: kubelet follows links, and makes missing ones as root. */
async function requireProject(root: string, folder: string): Promise<void> {
  const stats = await lookAt(join(root, safe(folder)));
  const values = { folder };
  if (!stats) {
    const sentence = `The folder ${shown(folder)} is no longer there.`;
    throw new CheckFailed('missing', sentence, values);
  }
  if (stats.isSymbolicLink()) {
    const sentence = `${shown(folder)} is a link, not a folder. It is never followed.`;
    throw new CheckFailed('link', sentence, values);
  }
  if (!stats.isDirectory()) {
    const sentence = `${shown(folder)} is a file, not a folder.`;
    throw new CheckFailed('file', sentence, values);
  }
}

async function prepareFill(
  order: CheckOrder,
  operation: string
): Promise<void> {
  const { root, folder } = order;
  if (folder !== undefined && (await lookAt(join(root, safe(folder))))) {
    const sentence = `${shown(folder)} is there already and was left as it is.`;
    throw new CheckFailed('exists', sentence, { folder });
  }
  await requireRoom(order);
  const own = join(root, OWN);
  await ownFolder(own);
  for (const name of ['partial', 'trash', 'manifests', 'purged']) {
    await ownFolder(join(own, name));
  }
  // Made here and now: anything that is there already was not made by us.
  await mkdir(join(own, 'partial', safe(operation)));
}

async function requireRoom(order: CheckOrder): Promise<void> {
  const { root, needsBytes = 0, needsFiles = 0 } = order;
  const { bsize, bavail, files, ffree } = await statfs(root);
  const free = bavail * bsize;
  if (free < needsBytes) {
    throw new CheckFailed(
      'disk-full',
      `The project needs ${String(needsBytes)} bytes, and ${String(free)} are free.`,
      { needed: String(needsBytes), free: String(free) }
    );
  }
  // Some file systems do not count files.
  if (files > 0 && ffree <= needsFiles) {
    throw new CheckFailed(
      'disk-full',
      `The volume has room for ${String(ffree)} more files only.`,
      { neededFiles: String(needsFiles), freeFiles: String(ffree) }
    );
  }
}

/** Copy a file into a folder under its name; of a folder, copy the contents. */
async function copy(from: string, to: string): Promise<void> {
  try {
    const source = await lookAt(from);
    const target = await lookAt(to);
    const into =
      target?.isDirectory() && !source?.isDirectory()
        ? join(to, basename(from))
        : to;
    await cp(from, into, { recursive: true, verbatimSymlinks: true });
  } catch (error) {
    const code = systemCode(error) ?? 'unknown';
    throw new CheckFailed(
      'not-copied',
      `${from} could not be copied to ${to}: ${inWords(error)}.`,
      { from, to, reason: code }
    );
  }
}

function safe(name: string): string {
  try {
    return checkName(name);
  } catch {
    const sentence = `${shown(name)} does not name a folder of the volume.`;
    throw new CheckFailed('escapes', sentence, { folder: name });
  }
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 300));
}

function volumeFailed(error: unknown): unknown {
  const code = systemCode(error) ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code)) {
    return new CheckFailed('disk-full', 'The volume is full.', { free: '0' });
  }
  if (error instanceof Failed) {
    return new CheckFailed('unavailable', error.message);
  }
  return error instanceof CheckFailed || code === ''
    ? error
    : new CheckFailed(
        'unavailable',
        `The volume cannot be used: ${inWords(error)}.`,
        { reason: code }
      );
}
