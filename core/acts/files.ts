// A customer's files as records: what was put in, by whom, and that it was taken out. Whoever calls has written the bytes before,
// and takes them away afterwards: a crash between leaves bytes that no record names, never a record without its bytes.

import { Fault } from '../fault.ts'
import type { FileKind } from '../rules/file.ts'
import { holdCustomer } from '../store/customers.ts'
import { type Db, within } from '../store/db.ts'
import { deleteFile, fileByAsk, fileOf, filesOf, insertFile } from '../store/files.ts'
import { addLog } from '../store/log.ts'
import type { Told } from './reorder.ts'

/** For one customer; beyond it somebody mistakes this for a disk. */
export const FILES_MOST = 300

export interface FileAsk {
  code: string
  askId: string
  /** As rules/file.ts makes it. */
  name: string
  kind: FileKind
  sizeBytes: number
  stored: string
  sha256: string
}

/** Not new: the form came twice, and the bytes of the second time are nobody's. */
export async function addFile(db: Db, ask: FileAsk, told: Told): Promise<{ id: number; isNew: boolean }> {
  const { code, ...file } = ask
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, code)
    const before = await fileByAsk(tx, ask.askId)
    if (before !== undefined) return { id: before.id, isNew: false }
    const kept = await filesOf(tx, customer.id, FILES_MOST)
    if (kept.length >= FILES_MOST)
      throw new Fault('record-conflict', `${code} has ${FILES_MOST} files already: delete what is not needed first`, {
        customer: code,
      })
    const id = await insertFile(tx, { ...file, customerId: customer.id, at: told.now, by: told.by })
    const { name, sizeBytes, sha256 } = ask
    const about = { kind: 'file', id }
    await addLog(tx, [
      { at: told.now, by: told.by, what: 'file-added', customerId: customer.id, about, facts: { name, sizeBytes, sha256 } },
    ])
    return { id, isNew: true }
  })
}

/** Returns under which name the bytes lie. Null where it is gone already. */
export async function removeFile(
  db: Db,
  ask: { code: string; id: number },
  told: Told,
): Promise<{ name: string; stored: string } | null> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const file = await fileOf(tx, customer.id, ask.id)
    if (file === undefined) return null
    await deleteFile(tx, file.id)
    const { name, sizeBytes, sha256, stored } = file
    const about = { kind: 'file', id: file.id }
    await addLog(tx, [
      { at: told.now, by: told.by, what: 'file-removed', customerId: customer.id, about, facts: { name, sizeBytes, sha256 } },
    ])
    return { name, stored }
  })
}
