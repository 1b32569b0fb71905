// The files as the command writes them, for whom, and what doctor says of an installation that FreeRADIUS asks.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, copyFile, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { type Desk, desks } from '../../fixtures/desk.ts'
import { freeTcpPort, freeUdpPort } from '../../fixtures/peers/free-port.ts'
import { findFreeRadius } from '../../fixtures/peers/freeradius.ts'
import { run } from '../run.ts'
import { wire, type Wired } from '../wire.ts'
import { freeRadiusState, type Place } from './check.ts'
import { EXAMPLE } from './example-plan.ts'
import { freeRadiusFiles } from './files.ts'

const { openDesk, openFolder, router, openShop, daemon } = desks(run)
const FILES = ['mods-available/ispcube', 'sites-available/ispcube', 'clients-ispcube.conf']
const DOCS = join(import.meta.dirname, '../../docs/freeradius')

test.each([...freeRadiusFiles(EXAMPLE)])('the copy of %s in docs is what is written', async (path, text) => {
  expect(await readFile(join(DOCS, path), 'utf8')).toBe(text)
})

async function configure(desk: Desk, more = ''): Promise<void> {
  await desk.file(
    'ispcube.config.ts',
    `export default { database: 'sqlite:./isp.db', radius: { listen: ['127.0.0.1:${await freeUdpPort()}'] }${more} }`,
  )
}

const filesIn = (folder: string) => Promise.all(FILES.map((path) => readFile(join(folder, path), 'utf8')))

describe('ispcube radius freeradius', () => {
  it('writes files for their owner and his group, the same again until a new token is wanted', async () => {
    const desk = await openDesk()
    await configure(desk)
    await desk.ispcube('router', 'add', 'norte', '--driver', 'radius', '--host', '10.0.0.1', '--radius-secret', 'a "secret"')
    const made = await desk.ispcube('radius', 'freeradius', '--dir', 'radius', '--json')
    expect([made.code, made.json.files]).toEqual([0, FILES])
    const folder = join(desk.folder, 'radius')
    for (const path of FILES) expect([path, (await stat(join(folder, path))).mode & 0o777]).toEqual([path, 0o640])
    const [modules = '', site = '', clients = ''] = await filesIn(folder)
    expect(clients).toMatch(
      /client norte \{\n\tipv4addr = 10\.0\.0\.1\n\tsecret = "a \\"secret\\""\n\trequire_message_authenticator = yes/,
    )
    expect(clients).not.toContain('127.0.0.1') // itself
    expect((await desk.ispcube('radius', 'client', 'list')).out).toMatch(/freeradius +127\.0\.0\.1/)
    await chmod(join(folder, FILES[0] ?? ''), 0o666)
    await desk.ispcube('radius', 'freeradius', '--dir', 'radius')
    expect(await filesIn(folder)).toEqual([modules, site, clients])
    expect((await stat(join(folder, FILES[0] ?? ''))).mode & 0o777).toBe(0o640)
    await desk.ispcube('radius', 'freeradius', '--dir', 'radius', '--new-token')
    const [again, same] = await filesIn(folder)
    expect([again === modules, same]).toEqual([false, site])
    const shown = await desk.ispcube('radius', 'freeradius')
    expect(shown.out).toContain(again)
  })

  it('says what it lacks', async () => {
    const desk = await openDesk()
    const said = async (...more: string[]) => {
      const { code, err } = await desk.ispcube('radius', 'freeradius', ...more)
      return `${code} ${err}`
    }
    expect(await said()).toMatch(/^2 .*FreeRADIUS takes port 1813.*127\.0\.0\.1:1814/s)
    await configure(desk, ', http: { listen: null }')
    expect(await said()).toMatch(/^2 .*http\.listen is null/s)
    await configure(desk)
    expect(await said('--sql')).toMatch(/^2 .*PostgreSQL alone/s)
    await desk.ispcube('router', 'add', 'norte', '--driver', 'radius', '--host', 'norte.example', '--radius-secret', 'testing123')
    expect(await said()).toMatch(/^2 .*norte cannot be written down/s)
    await desk.ispcube('router', 'set', 'norte', '--host', '10.0.0.1', '--radius-secret', 'a ${secret} of variables')
    expect(await said()).toMatch(/^2 .*the secret of norte cannot be written/s)
    await desk.ispcube('router', 'set', 'norte', '--radius-secret', 'testing123')
    expect(await said('--dir', '/dev/null/radius')).toMatch(/^2 .*cannot be made/s)
    expect(await said()).toBe('0 ')
  })
})

async function wired(desk: Desk): Promise<Wired> {
  const io = {
    ...{ env: desk.env, cwd: desk.folder, stdin: Readable.from([]) },
    ...{ stdout: { write: () => true }, stderr: { write: () => true }, untilStop: () => Promise.resolve() },
  }
  const one = await wire(io)
  onTestFinished(() => one.close())
  return one
}

describe('doctor', () => {
  it('says step by step what FreeRADIUS lacks', { timeout: 30_000 }, async () => {
    const desk = await openShop(await router(), {})
    await configure(desk, `, http: { listen: '127.0.0.1:${await freeTcpPort()}' }`)
    const place: Place = { folders: [await openFolder()], binaries: [] }
    const [folder = ''] = place.folders
    const state = async (where = place) => freeRadiusState(await wired(desk), where)
    expect(await state()).toMatchObject({ ok: true, detail: expect.stringContaining('does not ask ISPCube') })
    await desk.ispcube('radius', 'freeradius', '--dir', folder)
    expect(await state()).toMatchObject({ ok: false, detail: expect.stringContaining('does not answer') })
    await daemon(desk)
    await expect.poll(async () => (await state()).detail, { timeout: 10_000 }).toContain('mods-enabled/ispcube is not there')
    const enable = async (path: string) => {
      const to = join(folder, path.replace('-available', '-enabled'))
      await mkdir(dirname(to), { recursive: true })
      await copyFile(join(folder, path), to)
      return to
    }
    const modules = await enable('mods-available/ispcube')
    await chmod(modules, 0o644)
    expect((await state()).detail).toContain('everybody may read the token')
    await chmod(modules, 0o640)
    expect((await state()).detail).toContain('sites-enabled/ispcube is not there')
    await enable('sites-available/ispcube')
    expect(await state()).toMatchObject({ ok: true })
    const pppoe = await desk.file('pppoe.csv', 'customer_code,name,kind,router,username', 'A1,finca,pppoe,norte-1,ana@isp')
    await desk.ispcube('import', 'connections', pppoe)
    expect((await state()).detail).toContain('1 connection with a user and no password cannot log in, A1/finca')
    await desk.ispcube('radius', 'freeradius', '--new-token')
    expect((await state()).detail).toContain('has another token')
    expect((await desk.ispcube('doctor')).out).toContain('freeradius')
  })
})

describe('as root, with the FreeRADIUS of the distribution', () => {
  const binary = findFreeRadius()
  const isSkipped = (binary === null && process.env.ISPCUBE_NO_SKIP !== '1') || process.getuid?.() !== 0
  const PACKAGED = '/etc/freeradius/3.0'
  it.skipIf(isSkipped || !existsSync(PACKAGED))('what it says to do next makes it start', { timeout: 30_000 }, async () => {
    const desk = await openDesk()
    await configure(desk)
    await desk.ispcube('router', 'add', 'norte', '--driver', 'radius', '--host', '10.0.0.1', '--radius-secret', 'testing123')
    const folder = await openFolder()
    await cp(PACKAGED, folder, { recursive: true, verbatimSymlinks: true })
    const made = await desk.ispcube('radius', 'freeradius', '--dir', folder, '--json')
    const next = made.json.next as string[]
    const sh = promisify(execFile)
    await sh('chown', ['-R', '--reference', PACKAGED, folder]) // it reads as a user of its own
    for (const line of next.slice(0, -2)) await sh('sh', ['-ec', line])
    const started = await sh(binary ?? '', ['-C', '-l', 'stdout', '-d', folder]).catch((e: { stdout: string }) => e)
    expect(started.stdout).not.toMatch(/Error/)
    expect(next.slice(-2)).toEqual(['freeradius -CX && systemctl restart freeradius', 'ispcube doctor'])
  })

  it.skipIf(isSkipped)('doctor lets FreeRADIUS read its own configuration', { timeout: 30_000 }, async () => {
    const desk = await openShop(await router(), {})
    await configure(desk, `, http: { listen: '127.0.0.1:${await freeTcpPort()}' }`)
    const folder = await openFolder()
    await desk.ispcube('radius', 'freeradius', '--dir', folder)
    for (const path of ['mods', 'sites']) {
      await mkdir(join(folder, `${path}-enabled`))
      await copyFile(join(folder, `${path}-available/ispcube`), join(folder, `${path}-enabled/ispcube`))
    }
    await daemon(desk)
    const place = { folders: [folder], binaries: [binary ?? ''] }
    const state = async () => (await freeRadiusState(await wired(desk), place)).detail
    await writeFile(join(folder, 'radiusd.conf'), 'modules {\n  nonsense {\n  }\n')
    await expect.poll(state, { timeout: 10_000 }).toContain('FreeRADIUS does not take its configuration')
  })
})
