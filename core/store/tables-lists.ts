// What people keep of their lists, and what the ISP prints by.

import type { Generated, Selectable } from 'kysely'
import type { Flag } from './tables.ts'

export interface ListTables {
  savedViews: SavedViewsTable
  listColumns: ListColumnsTable
  printTemplates: PrintTemplatesTable
  printImages: PrintImagesTable
}

/** A filter of the customer list with a name. */
export interface SavedViewsTable {
  id: Generated<number>
  personId: number
  name: string
  /** What follows `?` in the address of the list. */
  query: string
  /** 1: everybody sees it; only its owner changes it. */
  isShared: Flag
  savedAt: number
}

export interface ListColumnsTable {
  personId: number
  /** JSON list of names, in the order in which they are shown. */
  columns: string
}

/** As the ISP changed it; where there is none, the model that comes with the program holds. */
export interface PrintTemplatesTable {
  id: Generated<number>
  kind: string
  /** Empty for kinds of which there is one. */
  name: Generated<string>
  source: string
  savedAt: number
  savedBy: string
}

export interface PrintImagesTable {
  name: string
  /** `image/png` or `image/jpeg`. */
  type: string
  /** Base64. */
  content: string
  savedAt: number
}

export type SavedViewRow = Selectable<SavedViewsTable>
export type PrintTemplateRow = Selectable<PrintTemplatesTable>
export type PrintImageRow = Selectable<PrintImagesTable>
