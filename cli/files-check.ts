// What `ispcube doctor` and `ispcube db check` say of customers' files: can they be kept, and are the bytes of all of them there?

import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { filesAfter } from '../core/store/files.ts'
import { pathOf } from '../web/files.ts'
import { filesFolder } from './config.ts'
import { codeOf } from './file-faults.ts'
import { counted } from './output.ts'
import type { Wired } from './wire.ts'

interface Finding {
  name: string
  ok: boolean
  detail: string
}

/** The folder is made with the first file, and so is whatever of the path above it is missing. */
export async function filesFinding(wired: Wired): Promise<Finding> {
  const folder = filesFolder(wired.loaded)
  const told = (ok: boolean, detail: string) => ({ name: 'files', ok, detail })
  try {
    const there = await nearest(folder)
    if (!(await stat(there)).isDirectory())
      return told(false, `${there} is a file, not a folder: move it, or change files.folder`)
    await access(there, constants.W_OK | constants.X_OK)
    return told(true, there === folder ? `kept in ${folder}` : `${folder} is made with the first file of a customer`)
  } catch (e) {
    const code = codeOf(e)
    if (code === 'ENOTDIR')
      return told(false, `a part of the path ${folder} is a file, not a folder: move it, or change files.folder`)
    return told(false, `no file can be written into ${folder} (${code}): let this user write there, or change files.folder`)
  }
}

/** What of a path is there. */
async function nearest(path: string): Promise<string> {
  try {
    await stat(path)
    return path
  } catch (e) {
    if (codeOf(e) !== 'ENOENT' || dirname(path) === path) throw e
    return nearest(dirname(path))
  }
}

/** Of every file that a record names; what the bytes are is looked at by a backup, which reads them anyway. */
export async function filesThere(wired: Wired): Promise<Finding> {
  const folder = filesFolder(wired.loaded)
  const lost: number[] = []
  let count = 0
  for (let after = 0; ;) {
    const files = await filesAfter(wired.db, after, 500)
    if (files.length === 0) break
    after = files.at(-1)?.id ?? after
    count += files.length
    const sizes = await Promise.all(files.map(({ stored }) => sizeOf(pathOf(folder, stored))))
    lost.push(...files.filter(({ sizeBytes }, index) => sizes[index] !== sizeBytes).map(({ id }) => id))
  }
  const detail =
    lost.length === 0
      ? `${counted(count, 'file')} of customers, all there`
      : `${lost.length} of ${counted(count, 'file')} of customers are not whole in ${folder} (${lost.slice(0, 10).join(', ')}): put back your copy of that folder`
  return { name: 'files', ok: lost.length === 0, detail }
}

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return null
    throw e
  }
}
