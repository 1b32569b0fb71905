// What `ispcube doctor` finds of customers' files and of the map: real folders, real servers on loopback.

import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Config } from '../core/config.ts'
import { type Desk, desks } from '../fixtures/desk.ts'
import { freeTcpPort } from '../fixtures/peers/free-port.ts'
import { startGeocoder } from '../fixtures/peers/geocoder.ts'
import { mapFindings } from './map-check.ts'
import { run } from './run.ts'

const { openDesk } = desks(run)

interface Finding {
  name: string
  ok: boolean
  isWarning?: true
  detail: string
}

async function found(desk: Desk, name: string): Promise<Finding | undefined> {
  const { json } = await desk.ispcube('doctor', '--json')
  return (json.checks as Finding[]).find((finding) => finding.name === name)
}

const configure = (desk: Desk, more: object) =>
  desk.file('ispcube.config.ts', `export default ${JSON.stringify({ database: 'sqlite:./isp.db', ...more })}`)

test('files of customers: a folder that can be written, that can be made, and what can neither', async () => {
  const desk = await openDesk()
  const folder = join(desk.folder, 'files')
  expect(await found(desk, 'files')).toEqual({
    name: 'files',
    ok: true,
    detail: `${folder} is made with the first file of a customer`,
  })
  await mkdir(folder)
  expect(await found(desk, 'files')).toEqual({ name: 'files', ok: true, detail: `kept in ${folder}` })

  await configure(desk, { files: { folder: './not/yet/there' } })
  expect(await found(desk, 'files')).toMatchObject({ ok: true, detail: expect.stringContaining('is made with the first file') })

  const file = await desk.file('taken', 'a file')
  await configure(desk, { files: { folder: './taken' } })
  expect(await found(desk, 'files')).toMatchObject({ ok: false, detail: expect.stringContaining(`${file} is a file`) })
  await configure(desk, { files: { folder: './taken/deeper' } })
  expect(await found(desk, 'files')).toMatchObject({ ok: false, detail: expect.stringContaining('is a file, not a folder') })

  // Nobody may make a folder there, root neither.
  await configure(desk, { files: { folder: '/proc/sys/ispcube' } })
  expect(await found(desk, 'files')).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/no file can be written into \/proc\/sys\/ispcube \(E\w+\): let this user write there/),
  })
})

describe('the map', () => {
  const asked = async (map: object): Promise<Record<string, Finding>> => {
    const findings = await mapFindings({ config: Config.parse({ map }) })
    return Object.fromEntries(findings.map((finding) => [finding.name, finding]))
  }

  test('none is well, and doctor says so', async () => {
    const desk = await openDesk()
    expect(await found(desk, 'map tiles')).toMatchObject({ ok: true, detail: expect.stringContaining('plain grid') })
    expect(await found(desk, 'geocoder')).toMatchObject({ ok: true, detail: expect.stringContaining('none') })
  })

  test('what is no address stops the pages; what does not answer, or not over TLS, is a warning', async () => {
    const silent = await freeTcpPort()
    const wrong = await asked({ tiles: 'https://tiles.example:99999/{z}/{x}/{y}.png' })
    expect(wrong['map tiles']).toMatchObject({ ok: false, detail: expect.stringContaining('mend map.tiles') })
    const plain = await asked({
      tiles: 'http://tiles.example/{z}/{x}/{y}.png',
      geocoder: 'google',
      geocoderUrl: 'http://geo.example/json?key=hush',
    })
    expect(plain['map tiles']).toMatchObject({ ok: true, isWarning: true, detail: expect.stringContaining('is not https') })
    expect(plain.geocoder).toMatchObject({ ok: true, isWarning: true, detail: expect.stringContaining('in the clear') })
    expect(plain.geocoder?.detail).not.toContain('hush')
    const absent = await asked({
      tiles: `https://127.0.0.1:${silent}/{z}/{x}/{y}.png`,
      geocoder: 'nominatim',
      geocoderUrl: `http://127.0.0.1:${silent}/search`,
    })
    for (const name of ['map tiles', 'geocoder'])
      expect(absent[name]).toMatchObject({
        ok: true,
        isWarning: true,
        detail: expect.stringContaining('does not answer from here'),
      })
  })

  test('a geocoder is told neither an address nor a key; one that leads elsewhere or is broken is told', async () => {
    const peer = await startGeocoder([])
    onTestFinished(() => peer.close())
    const map = { geocoder: 'nominatim', geocoderUrl: peer.url.nominatim, geocoderKey: 'hush' }
    expect((await asked(map)).geocoder).toEqual({
      name: 'geocoder',
      ok: true,
      detail: `${new URL(peer.url.nominatim).host} answers`,
    })
    expect(peer.asked).toEqual([{ path: '/search', parameters: {}, agent: 'ISPCube' }])
    for (const fault of ['redirect', 'error', 'hang'] as const) {
      peer.fault = fault
      expect((await asked(map)).geocoder, fault).toMatchObject({ ok: true, isWarning: true })
    }
  })

  test('a warning never makes doctor say that something is not well', async () => {
    const desk = await openDesk()
    const server = createServer((_, answer) => answer.writeHead(500).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const map = { geocoder: 'nominatim', geocoderUrl: `http://127.0.0.1:${port}/search` }
    await configure(desk, { map })
    expect(await found(desk, 'geocoder')).toMatchObject({
      ok: true,
      isWarning: true,
      detail: expect.stringContaining('answers 500'),
    })
    expect((await desk.ispcube('doctor')).out).toMatch(/^ !  geocoder/m)
  })
})
