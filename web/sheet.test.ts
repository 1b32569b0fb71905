// What a spreadsheet makes of what people typed, or of what a file brought in: text, whatever it looks like, in a file that opens.

import { buffer } from 'node:stream/consumers'
import { inflateRawSync } from 'node:zlib'
import { readXlsx } from 'hucre/xlsx'
import { expect, it } from 'vitest'
import type { SheetCell } from '../core/acts/exports.ts'
import { csvChunks, xlsxChunks } from './sheet.ts'

const COLUMNS = ['name', 'amount']
async function* batches(cells: readonly string[]): AsyncGenerator<SheetCell[][]> {
  yield cells.map((cell) => [cell, '10.50'])
}
const xlsxOf = async (cells: readonly string[]): Promise<Buffer> => buffer(await xlsxChunks(COLUMNS, batches(cells), 'clientes'))

/** Every part of a zip, by its central directory (APPNOTE 4.3.12). */
function partsOf(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const [method, size, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const head = zip.readUInt32LE(at + 42)
    const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
    const packed = zip.subarray(from, from + size)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    parts.set(name, (method === 0 ? packed : inflateRawSync(packed)).toString('utf8'))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return parts
}

/** XML 1.0 §2.2: what is none of these no reader may take. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u

it('XLSX: a character that XML forbids damages no file, and what looks like one written out stays as it is', async () => {
  const controls = Array.from({ length: 32 }, (_, code) => `a${String.fromCharCode(code)}b`)
  const cells = [
    ...controls,
    'half \ud800',
    '\udc00 half',
    'x\ufffe\uffff\u{1ffff}y',
    'a\u007f\u0085b',
    '_x0041_ _x0_ _X00e9_',
    'ñ 😀 <&>"\'',
  ]
  const zip = await xlsxOf(cells)
  for (const [name, text] of partsOf(zip)) expect([name, FORBIDDEN.exec(text)?.[0]]).toEqual([name, undefined])
  const { sheets } = await readXlsx(new Uint8Array(zip))
  const read = sheets[0]?.rows.slice(1).map(([cell]) => cell)
  expect(read?.slice(32)).toEqual(['half  ', '  half', 'x   y', 'a  b', '_x0041_ _x0_ _X00e9_', 'ñ 😀 <&>"\''])
  expect(read?.slice(0, 32)).toEqual(controls.map((cell) => cell.replaceAll(/[^a-z\t\n\r]/g, ' ')))
})

it('XLSX: no cell holds more than Excel takes', async () => {
  const { sheets } = await readXlsx(new Uint8Array(await xlsxOf(['x'.repeat(40_000)])))
  expect(String(sheets[0]?.rows[1]?.[0])).toHaveLength(32_767)
})

it('a text is never a formula', async () => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠1']
  const { sheets } = await readXlsx(new Uint8Array(await xlsxOf(formulas)), { readFormulas: true } as object)
  expect(sheets[0]?.rows.slice(1).map(([cell]) => cell)).toEqual(formulas)
  const sheet = partsOf(await xlsxOf(formulas)).get('xl/worksheets/sheet1.xml') ?? ''
  expect([sheet.includes('<f>'), sheet.includes('<f ')]).toEqual([false, false])
  let csv = ''
  for await (const part of csvChunks(COLUMNS, batches(formulas))) csv += part
  for (const formula of formulas) expect(csv).toContain(`"'${formula}"`)
})
