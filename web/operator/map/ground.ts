// What every map begins with, for the script that draws it: where its pictures come from, its words, the office and the nodes.

import { settingOf } from '../../../core/settings.ts'
import type { Db } from '../../../core/store/db.ts'
import { listSites } from '../../../core/store/network-imports.ts'
import { storedSettings } from '../../../core/store/settings.ts'
import type { SiteRow } from '../../../core/store/tables.ts'
import type { WebDeps } from '../../deps.ts'
import type { OperatorText } from '../../text/operator/index.ts'

export async function mapOf({ config, db }: Pick<WebDeps, 'config' | 'db'>, t: OperatorText) {
  const office = settingOf(await storedSettings(db), 'isp.office')
  const { tiles, attribution } = config.map
  return { tiles, attribution, office: office === 'none' ? null : office, words: { ...t.map.words, states: t.today.states } }
}

export const located = (sites: readonly SiteRow[]) =>
  sites
    .filter(({ lat, lng }) => lat !== null && lng !== null)
    .map(({ name, lat, lng, radiusKm }) => ({ name, lat, lng, radiusKm }))

/** Nodes that have a place, for maps of one customer. */
export const locatedSites = async (db: Db) => located(await listSites(db))
