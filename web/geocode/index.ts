// The port by which pages ask where an address is, and who is behind it: Nominatim (OpenStreetMap, or an own one) or Google. The
// host is the one of the configuration and no other; what was typed travels as a parameter. Questions go one after the other, as
// the public Nominatim wants it (one a second), and only a few may wait.

import type { Config } from '../../core/config.ts'
import type { Geocode, Geocoding } from '../deps.ts'
import { getJson } from './get-json.ts'
import { google, GOOGLE } from './google.ts'
import { nominatim, NOMINATIM } from './nominatim.ts'

/** One service: the address that asks it, and what its answer says. */
export interface Lookup {
  /** Questions begin at least so far apart. */
  apartMs: number
  url(address: string, language: string): URL
  /** Null where it cannot be read. */
  read(answer: unknown): Geocoding | null
}

const WAITING_MOST = 8
const LONGEST_ADDRESS = 300

export function makeGeocode({ geocoder, geocoderUrl, geocoderKey }: Config['map']): Geocode | null {
  if (geocoder === 'none') return null
  const lookup = geocoder === 'google' ? google(geocoderUrl, geocoderKey) : nominatim(geocoderUrl, geocoderKey)
  return inTurn(lookup)
}

/** Where it is asked, without a question; null where none is configured. */
export function geocoderBase({ geocoder, geocoderUrl }: Config['map']): string | null {
  if (geocoder === 'none') return null
  return geocoderUrl ?? (geocoder === 'google' ? GOOGLE : NOMINATIM)
}

function inTurn(lookup: Lookup): Geocode {
  let waiting = 0
  let turn: Promise<unknown> = Promise.resolve()
  let nextAt = 0
  return async (address, language) => {
    if (waiting >= WAITING_MOST) return { ok: false, why: 'busy' }
    waiting++
    const mine = turn.then(async () => {
      await until(nextAt)
      nextAt = performance.now() + lookup.apartMs
      return one(lookup, address.slice(0, LONGEST_ADDRESS), language)
    })
    turn = mine
    return mine.finally(() => waiting--)
  }
}

async function one(lookup: Lookup, address: string, language: string): Promise<Geocoding> {
  const answer = await getJson(lookup.url(address, language), language)
  if (!answer.ok) return answer
  return lookup.read(answer.json) ?? { ok: false, why: 'garbled' }
}

const until = (at: number): Promise<void> => {
  const ms = at - performance.now()
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))
}
