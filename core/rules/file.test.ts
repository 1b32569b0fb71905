// What a file is, and how it may be called.

import { describe, expect, test } from 'vitest'
import { fileKind, fileName } from './file.ts'

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])))

describe('the kind of a file', () => {
  test.each([
    ['a PDF', bytes('%PDF-1.7\n', 0xe2, 0xe3), 'application/pdf'],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0, 0), 'image/jpeg'],
    ['a PNG', bytes(0x89, 'PNG\r\n', 0x1a, '\n', 0), 'image/png'],
    ['a WebP', bytes('RIFF', 1, 0, 0, 0, 'WEBPVP8 '), 'image/webp'],
    ['text', bytes('Señal: -61 dBm\r\n\tbien'), 'text/plain'],
    ['markup', bytes('<html><script>'), 'text/plain'],
  ] as const)('%s', (_name, given, kind) => {
    expect(fileKind(given)).toBe(kind)
  })

  test.each([
    ['nothing', bytes()],
    ['a program', bytes('MZ', 0x90, 0)],
    ['an ELF', bytes(0x7f, 'ELF', 2)],
    ['a zip', bytes('PK', 3, 4, 0)],
    ['RIFF that is sound', bytes('RIFF', 1, 0, 0, 0, 'WAVEfmt ')],
    ['half a PNG', bytes(0x89, 'PNG')],
    ['Latin 1', bytes('Se', 0xf1, 'al')],
    ['text with a NUL', bytes('a', 0, 'b')],
    ['a terminal’s escape', bytes('a', 0x1b, '[2J')],
    ['a PDF behind something else', bytes(0, '%PDF-1.7')],
  ] as const)('not %s', (_name, given) => {
    expect(fileKind(given)).toBeNull()
  })
})

describe('the name of a file', () => {
  test.each([
    ['contrato.pdf', 'contrato.pdf'],
    ['Contrato Ñandú (1).PDF', 'Contrato Ñandú (1).pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\ana\\dni.pdf', 'dni.pdf'],
    ['..', 'archivo.pdf'],
    ['', 'archivo.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['page.html', 'page.html.pdf'],
    ['a\u0000b\r\nset-cookie: x.pdf', 'abset-cookie_ x.pdf'],
    ['gpj.\u202Efdp.exe', 'gpj.fdp.exe.pdf'],
    ['<b>"x"|?*.pdf', '_b__x____.pdf'],
  ])('%s is kept as %s', (given, kept) => {
    expect(fileName(given, 'application/pdf')).toBe(kept)
  })

  test('has an end, at a whole letter', () => {
    expect(fileName('x'.repeat(500), 'text/plain')).toHaveLength(124)
    expect(fileName(`${'x'.repeat(119)}😀😀`, 'text/plain')).toBe(`${'x'.repeat(119)}😀.txt`)
  })
})
