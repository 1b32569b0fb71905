// The bytes of customers' files on disk: in a folder that no page serves, under names that nobody chose and that say nothing.
// What is asked for by such a name is only ever looked for under one, so no name leads anywhere else.

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Fault } from '../core/fault.ts'

const STORED = /^[0-9a-f]{48}$/

export interface Kept {
  stored: string
  sha256: string
}

/** Written whole or not at all: a crash leaves a part that nobody looks for. */
export async function keepBytes(folder: string, bytes: Uint8Array): Promise<Kept> {
  const stored = randomBytes(24).toString('hex')
  const path = pathOf(folder, stored)
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(`${path}.part`, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.part`, path)
  } catch (cause) {
    await rm(`${path}.part`, { force: true }).catch(() => undefined) // what failed before says more
    throw notWritten(folder, cause)
  }
  return { stored, sha256: createHash('sha256').update(bytes).digest('hex') }
}

export async function readBytes(folder: string, stored: string): Promise<Readable> {
  try {
    return (await open(pathOf(folder, stored), 'r')).createReadStream()
  } catch (cause) {
    const message = `the bytes of this file are not in ${folder}: put back your copy of that folder`
    throw new Fault('record-missing', message, { folder }, cause)
  }
}

/** Gone already is as good. */
export async function dropBytes(folder: string, stored: string): Promise<void> {
  await rm(pathOf(folder, stored), { force: true })
}

/** A name that this program gave to bytes. */
export const isStoredName = (name: string): boolean => STORED.test(name)

export function pathOf(folder: string, stored: string): string {
  if (!isStoredName(stored)) throw new Fault('record-missing', 'no file is kept under such a name')
  return join(folder, stored.slice(0, 2), stored)
}

function notWritten(folder: string, cause: unknown): Fault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Fault('store-full', `no space is left in ${folder} for this file`, { folder }, cause)
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Fault('store-full', `the file cannot be written into ${folder}: ${why}; check files.folder`, { folder }, cause)
}
