// What `ispcube doctor` says of the operators' pages: whether somebody can log in at all, whether it is they that answer on their
// port, and whether files of customers can be kept.

import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { hasDoorkeeper } from '../core/acts/people.ts'
import { askPage } from './ask-page.ts'
import { codeOf } from './file-faults.ts'
import type { Wired } from './wire.ts'

export async function pagesFinding(wired: Wired): Promise<{ name: string; ok: boolean; detail: string }> {
  const { listen } = wired.config.web
  const told = (ok: boolean, detail: string) => ({ name: 'pages', ok, detail })
  if (listen === null) return told(true, 'no pages (web.listen)')
  if (!(await hasDoorkeeper(wired.db)))
    return told(false, 'nobody may let others in to the pages: ispcube user add NAME --role administrador')
  const answer = await askPage(listen, '/ingresar')
  if (answer === null)
    return told(true, `the pages on ${listen} do not answer; where nothing runs: ispcube start, else see its log`)
  return answer.text.includes('ISPCube')
    ? told(true, `the pages answer on ${listen}`)
    : told(false, `another program answers on ${listen}: end it, or change web.listen`)
}

/** The folder is made with the first file, and so is whatever of the path above it is missing. */
export async function filesFinding(wired: Wired): Promise<{ name: string; ok: boolean; detail: string }> {
  const folder = resolve(wired.loaded.folder, wired.config.files.folder)
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
