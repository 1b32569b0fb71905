// What the pages are given. Built once in `cli/wire.ts` and handed down.

import type { Config } from '../core/config.ts'
import type { Seal } from '../core/seal.ts'
import type { Db } from '../core/store/db.ts'
import type { RouterRow } from '../core/store/tables.ts'

/** Where an address is, as far as somebody outside knows; the best answer first. */
export interface Found {
  lat: number
  lng: number
  label: string
}

export type Geocoding =
  | { ok: true; found: Found[] }
  /** `busy`: too many wait already; `refused`: it said no; `silent`, `garbled`: it did not answer, or what it said cannot be read. */
  | { ok: false; why: 'busy' | 'refused' | 'silent' | 'garbled' }

export type Geocode = (address: string, language: string) => Promise<Geocoding>

export interface WebDeps {
  config: Config
  db: Db
  log: Record<'info' | 'warn' | 'error', (facts: object, message: string) => void>
  now(): number
  /** The machine's clock: the same as `now`, but where a rehearsal travels in time. */
  machineNow(): number
  seal: Seal
  /** Where the bytes of customers' files lie, absolute. Made when the first one comes. */
  filesFolder: string
  /** Null where no geocoder is configured. */
  geocode: Geocode | null
  /** Orders were opened: the daemon of this process, if there is one, looks at once; that of another sees the commit. */
  nudge(): void
  /** Locks that die with their holder: `run` while a run is being decided and written. Null = somebody else has it. */
  takeLock(name: string): Promise<{ release(): Promise<void> } | null>
  /** Lines to paste on a router so that cuts take effect there; empty where there is nothing to paste. Only its driver knows them. */
  routerRules(router: RouterRow): Promise<string>
}
