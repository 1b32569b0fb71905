// Every check of a router's test is said in both languages, good and bad.

import { describe, expect, it } from 'vitest'
import { checkWords } from './check-words.ts'
import { operatorText } from './index.ts'

const [es, en] = [operatorText('es-AR'), operatorText('en')]
const NAMES = [
  ...['log-in', 'session', 'version', 'reading', 'writing', 'cut rule', 'cut rule IPv6', 'fasttrack', 'flowtables'],
  ...['live connections', 'notice rule', 'list ispcube-cut4'],
]

describe('the words of a check', () => {
  it.each(NAMES)('%s: a name and a sentence for good and for bad, and what was found goes with it', (name) => {
    for (const ok of [true, false]) {
      const [spanish, english] = [es, en].map((t) => checkWords(t, { name, ok, detail: 'as it was found' }))
      for (const one of [spanish, english]) {
        expect(one).toMatchObject({ ok, detail: 'as it was found' })
        expect(one?.text.text).toMatch(/^[A-Z].+\.$/)
        expect([one?.name.lang, one?.text.lang]).toEqual([undefined, undefined])
      }
      expect(spanish?.text.text).not.toBe(english?.text.text)
    }
    expect(checkWords(es, { name, ok: true, detail: '' }).text).not.toEqual(checkWords(es, { name, ok: false, detail: '' }).text)
  })

  it('names a list by its name', () => {
    expect(checkWords(es, { name: 'list ispcube-cut4', ok: true, detail: '' }).name.text).toBe('Lista ispcube-cut4')
  })

  it('one that is not known stays as it was stored, and says so', () => {
    expect(checkWords(es, { name: 'toString', ok: false, detail: 'it burns' })).toEqual({
      ...{ ok: false, name: { text: 'toString', lang: 'en' }, text: { text: 'it burns', lang: 'en' }, detail: null },
    })
  })
})
