// Customers' files beside a copy of the database: taken with it, put back with it. A file never changes: its name is random, made for
// it and for no other, and the database knows the hash of its bytes. So a copy needs only what it has not got yet, and is proved by
// reading it.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { constants, copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Fault } from '../core/fault.ts'
import { isStoredName, pathOf } from '../web/files.ts'
import { codeOf, fileFault, reaching } from './file-faults.ts'

/** A row of `files`, as far as its bytes are concerned. */
export interface NamedFile {
  id: number
  stored: string
  sha256: string
}

export interface FilesTask {
  /** `files.folder`, absolute. */
  folder: string
  progress(text: string): void
}

export interface FilesKept {
  /** Null where there was none. */
  folder: string | null
  count: number
  /** Ids of files whose bytes are not in `files.folder`, or are not what they were. */
  lost: number[]
}

/** Where the files of a backup lie. */
export const filesBeside = (file: string): string => `${file}.files`

/**
 * Files first, then the database, then the files that came meanwhile. Neither half alone would do: a database that is copied first
 * names files that are deleted before their turn, files that are copied first lack those that were put in before the database. Bytes
 * are written before their record and deleted after it, so whatever the copy of the database names was there at its moment: from the
 * beginning, then it is copied by the first walk, or since, then by the second. Only what came after the first walk and went before the
 * second is in neither; its record is gone by now, and the database is copied once more. What then still is not there was lost before.
 */
export async function copyWithFiles(
  { folder, progress }: FilesTask,
  file: string,
  database: { copy(): Promise<void>; named(): Promise<NamedFile[]> },
): Promise<FilesKept> {
  const target = filesBeside(file)
  const part = `${target}.part`
  try {
    await reaching(target, 'written', async () => {
      await rm(part, { recursive: true, force: true })
      await mkdir(part, { mode: 0o700 })
    })
    const had = new Set<string>()
    for (const stored of await storedIn(folder)) {
      if (await copyBytes(folder, part, stored)) had.add(stored)
      progress(`${had.size} files of customers copied`)
    }
    let named: NamedFile[] = []
    for (let round = 0; round < 2; round++) {
      await database.copy()
      named = await database.named()
      for (const { stored } of named) if (!had.has(stored) && (await copyBytes(folder, part, stored))) had.add(stored)
      if (named.every(({ stored }) => had.has(stored))) break
    }
    const lost = await notAsNamed(part, named, progress)
    const wanted = new Set(named.map(({ stored }) => stored))
    // Deleted meanwhile, or of no record ever: nobody wants them kept.
    for (const stored of had) if (!wanted.has(stored)) await rm(pathOf(part, stored), { force: true })
    const isNone = named.every(({ stored }) => !had.has(stored))
    await (isNone ? rm(part, { recursive: true, force: true }) : rename(part, target))
    return { folder: isNone ? null : target, count: named.length - lost.length, lost }
  } catch (e) {
    await rm(part, { recursive: true, force: true })
    throw e
  }
}

/** Refused before any work. */
export function refuseTaken(file: string): void {
  const target = filesBeside(file)
  if (existsSync(target))
    throw new Fault('input-invalid', `${target} is there already; name a file that is not`, { file: target })
}

/**
 * Puts back what the copy of the database names and `files.folder` has not got. Before the database is put back, so that it never
 * names what is not there yet; nothing is deleted, because files of nobody do no harm. Returns the ids of those that are in neither.
 */
export async function putBackFiles(
  { folder, progress }: FilesTask,
  file: string,
  named: readonly NamedFile[],
): Promise<{ put: number; lost: number[] }> {
  const source = filesBeside(file)
  const lost: number[] = []
  let put = 0
  for (const one of named) {
    if (await isWhole(pathOf(folder, one.stored), one.sha256)) continue
    const isThere = await isWhole(pathOf(source, one.stored), one.sha256)
    if (isThere && (await copyBytes(source, folder, one.stored))) progress(`${++put} files of customers put back`)
    else lost.push(one.id)
  }
  return { put, lost }
}

/** Ids of those whose bytes are not there, or are others. */
async function notAsNamed(folder: string, named: readonly NamedFile[], progress: (text: string) => void): Promise<number[]> {
  const lost: number[] = []
  for (const [index, { id, stored, sha256 }] of named.entries()) {
    if (!(await isWhole(pathOf(folder, stored), sha256))) lost.push(id)
    progress(`${index + 1} of ${named.length} files of customers checked`)
  }
  return lost
}

async function storedIn(folder: string): Promise<string[]> {
  const paths = await reaching(folder, 'read', () =>
    readdir(folder, { recursive: true }).catch((e: unknown) => {
      if (codeOf(e) === 'ENOENT') return [] // made with the first file
      throw e
    }),
  )
  return paths.map((path) => basename(path)).filter((name) => isStoredName(name))
}

/** Written whole or not at all; false where the source is not there. */
async function copyBytes(from: string, to: string, stored: string): Promise<boolean> {
  const target = pathOf(to, stored)
  const part = `${target}.part`
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    // By reference where the file system can.
    await copyFile(pathOf(from, stored), part, constants.COPYFILE_FICLONE)
    const file = await open(part, 'r+')
    try {
      await file.chmod(0o600)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, target)
    return true
  } catch (e) {
    await rm(part, { force: true }).catch(() => undefined) // what failed before says more
    if (codeOf(e) === 'ENOENT' && !existsSync(pathOf(from, stored))) return false
    throw copyFault(e, from, to)
  }
}

async function isWhole(path: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256')
  try {
    const file = await open(path, 'r')
    for await (const bytes of file.createReadStream()) hash.update(bytes as Buffer)
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return false
    throw fileFault(e, path, 'read')
  }
  return hash.digest('hex') === sha256
}

const NOT_LET = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'])

/** The system names both ends, and not which of them refused. */
function copyFault(e: unknown, from: string, to: string): unknown {
  const code = codeOf(e)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `no space is left for the files of customers in ${to}: free some, and try again`
    return new Fault('store-full', message, { folder: to }, e)
  }
  if (!NOT_LET.has(code) || !(e instanceof Error)) return e
  const message = `files of customers cannot be copied from ${from} to ${to}: ${e.message}`
  return new Fault('input-invalid', message, { from, to }, e)
}
