// Nominatim's /search, format jsonv2. Its public server wants one question a second and a name of who asks.

import { z } from 'zod'
import type { Lookup } from './index.ts'

/** The public one. */
export const NOMINATIM = 'https://nominatim.openstreetmap.org/search'
const FOUND_MOST = 5

const Answer = z.array(
  z.object({
    lat: z.coerce.number().min(-90).max(90),
    lon: z.coerce.number().min(-180).max(180),
    display_name: z.string().max(1000).default(''),
  }),
)

/** `key` is what servers for hire ask for. */
export function nominatim(base: string | null, key: string | null): Lookup {
  return {
    apartMs: base === null ? 1_100 : 0,
    url(address, language) {
      const url = new URL(base ?? NOMINATIM)
      const asked = { q: address, format: 'jsonv2', limit: String(FOUND_MOST), 'accept-language': language }
      for (const [name, value] of Object.entries(key === null ? asked : { ...asked, key })) url.searchParams.set(name, value)
      return url
    },
    read(answer) {
      const read = Answer.safeParse(answer)
      if (!read.success) return null
      const found = read.data.slice(0, FOUND_MOST)
      return { ok: true, found: found.map(({ lat, lon, display_name: label }) => ({ lat, lng: lon, label })) }
    },
  }
}
