// What `ispcube doctor` says of the map: whether the addresses of its pictures and of the geocoder can be used at all, are asked
// over TLS, and answer. Who is not connected to the Internet at the moment still has a sound installation: what does not answer is
// a warning. No address of a customer and no key is sent.

import type { Config } from '../core/config.ts'
import { geocoderBase } from '../web/geocode/index.ts'
import type { Wired } from './wire.ts'

const ANSWER_MS = 2_000

interface Finding {
  name: string
  ok: boolean
  detail: string
  isWarning?: true
}

export const mapFindings = async ({ config }: Pick<Wired, 'config'>): Promise<Finding[]> =>
  Promise.all([tiles(config.map), geocoder(config.map)])

async function tiles({ tiles: pattern }: Config['map']): Promise<Finding> {
  const name = 'map tiles'
  if (pattern === null) return { name, ok: true, detail: 'none (map.tiles): the map is drawn on a plain grid' }
  // The whole world is one picture, which every server has.
  const address = pattern
    .replaceAll('{s}', 'a')
    .replaceAll(/\{[xyz]\}/g, '0')
    .replaceAll(/\{\w+\}/g, '')
  if (!URL.canParse(address))
    return { name, ok: false, detail: `${pattern} is no address, and the pages do not start with it: mend map.tiles` }
  const url = new URL(address)
  if (url.protocol !== 'https:')
    return warning(name, `${pattern} is not https: browsers show none of it on a page that is; change map.tiles`)
  return answers(name, url, 'GET', (answer) => {
    if (!answer.ok) return `answers ${answer.status}, not with a picture; check map.tiles`
    const type = answer.headers.get('content-type') ?? 'nothing named'
    return type.startsWith('image/') ? null : `answers with ${type}, not with a picture; check map.tiles`
  })
}

async function geocoder(map: Config['map']): Promise<Finding> {
  const name = 'geocoder'
  const base = geocoderBase(map)
  if (base === null) return { name, ok: true, detail: 'none (map.geocoder): places are picked on the map' }
  if (!URL.canParse(base)) return { name, ok: false, detail: `${base} is no address: mend map.geocoderUrl` }
  const url = new URL(base)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !isHere)
    return warning(name, `${shown(url)} is not https: addresses of customers go there in the clear; change map.geocoderUrl`)
  // It may well refuse a question without an address: then somebody is there.
  return answers(name, url, 'HEAD', ({ status }) =>
    status < 500 && (status < 300 || status >= 400) ? null : `answers ${status}; check map.geocoderUrl`,
  )
}

async function answers(
  name: string,
  url: URL,
  method: 'GET' | 'HEAD',
  wrong: (answer: Response) => string | null,
): Promise<Finding> {
  try {
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { 'user-agent': 'ISPCube' },
    })
    await answer.body?.cancel()
    const why = wrong(answer)
    return why === null ? { name, ok: true, detail: `${shown(url)} answers` } : warning(name, `${shown(url)} ${why}`)
  } catch {
    return warning(name, `${shown(url)} does not answer from here; is this machine connected, the name right?`)
  }
}

/** Keys are often a part of the query, and now and then of the path. */
const shown = (url: URL): string => url.host

const warning = (name: string, detail: string): Finding => ({ name, ok: true, isWarning: true, detail })
