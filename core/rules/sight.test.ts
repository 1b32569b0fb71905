// What drivers say of what they saw is read back as it was written.

import { describe, expect, it } from 'vitest'
import { endedText, readSights, SIGHT_PHRASES, sightText } from './sight.ts'

const PARTS = {
  ...{ address: '10.0.0.7', list: 'ispcube-cut', id: '*1F', comment: 'de la oficina', of: 'aa:bb', user: 'ana', count: '12' },
  ...{ why: 'no permission', session: '81100000', at: '2026-11-11T10:00:00.000Z', nas: 'norte 2', cause: ', Lost-Carrier' },
}

describe('what was seen', () => {
  it.each(SIGHT_PHRASES)('%s is read back', (phrase) => {
    const [read, ...more] = readSights(sightText(phrase, PARTS))
    expect(more).toEqual([])
    expect(read).toMatchObject({ phrase })
    const { parts } = read as { parts: Record<string, string> }
    expect(sightText(phrase, parts as never)).toBe(sightText(phrase, PARTS))
  })

  it('several in one text, with what is of the device as it is', () => {
    expect(readSights('*1F ispcube-cut 10.0.0.7, 3 connections ended')).toEqual([
      { verbatim: '*1F ispcube-cut 10.0.0.7' },
      { verbatim: ', ' },
      { phrase: 'ended', parts: { count: '3' } },
    ])
    expect(readSights('')).toEqual([])
  })

  it('says one as one', () => {
    expect([0, 1, 2].map(endedText)).toEqual(['', '1 connection ended', '2 connections ended'])
  })

  it('a comment that looks like two phrases loses nothing', () => {
    const text = '*1F ispcube-cut 10.0.0.7 (comment "no session, no session")'
    const back = readSights(text).map((part) =>
      'verbatim' in part ? part.verbatim : sightText(part.phrase, part.parts as never),
    )
    expect(back.join('')).toBe(text)
  })
})
