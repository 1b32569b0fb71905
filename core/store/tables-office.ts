// The row types of what the office keeps of customers: internal notes, files, and the lists that fields are chosen from.

import type { Generated, Selectable } from 'kysely'
import type { FileKind } from '../rules/file.ts'

export interface OfficeTables {
  notes: NotesTable
  files: FilesTable
  statuses: StatusesTable
  postalCodes: PostalCodesTable
}

/** *Gestión*: what colleagues have to know. Append-only, and never shown to the customer. */
export interface NotesTable {
  id: Generated<number>
  customerId: number
  at: number
  by: string
  text: string
  askId: string | null
}

/** A file of a customer. Its bytes lie in the folder of the configuration, under a name that nobody chose. */
export interface FilesTable {
  id: Generated<number>
  customerId: number
  at: number
  by: string
  /** As it is offered when it is taken out again. */
  name: string
  /** What its bytes are, whatever its name said. */
  kind: FileKind
  sizeBytes: number
  stored: string
  /** Of its bytes, in hexadecimal. */
  sha256: string
  askId: string | null
}

/** Administrative states (*Varios > Estados*). Customers hold the name itself. */
export interface StatusesTable {
  id: Generated<number>
  name: string
}

/** Codes and the places that they stand for; an ISP's own codes are as good. Customers hold both texts. */
export interface PostalCodesTable {
  id: Generated<number>
  code: string
  /** Blank where a code has no place. */
  place: string
}

export type NoteRow = Selectable<NotesTable>
export type FileRow = Selectable<FilesTable>
export type StatusRow = Selectable<StatusesTable>
export type PostalCodeRow = Selectable<PostalCodesTable>
