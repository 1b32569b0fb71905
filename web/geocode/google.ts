// Google's Geocoding API. It says in its answer, not by the status of HTTP, whether it answers at all.

import { z } from 'zod'
import type { Lookup } from './index.ts'

/** The public one. */
export const GOOGLE = 'https://maps.googleapis.com/maps/api/geocode/json'
const FOUND_MOST = 5

const Answer = z.object({
  status: z.string(),
  results: z
    .array(
      z.object({
        formatted_address: z.string().max(1000).default(''),
        geometry: z.object({
          location: z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
        }),
      }),
    )
    .default([]),
})

export function google(base: string | null, key: string | null): Lookup {
  return {
    apartMs: 0,
    url(address, language) {
      const url = new URL(base ?? GOOGLE)
      for (const [name, value] of Object.entries({ address, language, key: key ?? '' })) url.searchParams.set(name, value)
      return url
    },
    read(answer) {
      const read = Answer.safeParse(answer)
      if (!read.success) return null
      const { status, results } = read.data
      if (status !== 'OK' && status !== 'ZERO_RESULTS')
        return { ok: false, why: status === 'UNKNOWN_ERROR' ? 'silent' : 'refused' }
      const found = results.slice(0, FOUND_MOST)
      return { ok: true, found: found.map((one) => ({ ...one.geometry.location, label: one.formatted_address })) }
    },
  }
}
