// `ispcube init` at a terminal and without one, in a new folder and in one that has a configuration.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desks } from '../../fixtures/desk.js';
import { atTerminal } from '../../fixtures/terminal.js';
import { run } from '../run.js';
const { openFolder, ispcube } = desks(run);
const setting = async (folder, key) => (await ispcube(folder, {}, ['settings', 'get', key])).out.trim();
describe('init', () => {
    test('asks the same question again, with the reason, until the answer can be used', async () => {
        const folder = await openFolder();
        const typed = [
            ['Database [sqlite:./ispcube.db]: ', 'mysql://here'],
            ['accepted are sqlite:./ispcube.db', ''],
            ['Time zone of the ISP [', 'Montevideo'],
            ['"Montevideo" is not acceptable', 'America/Montevideo'],
            ['Currency [ARS]: ', 'pesos'],
            ['"pesos" is not acceptable', 'UYU'],
            ['User name of the first operator [', 'La Jefa'],
            ['"La Jefa" is not acceptable', 'jefa'],
        ];
        const { code, err } = await atTerminal(run, { folder, env: {} }, ['init'], typed);
        expect(code, err).toBe(0);
        expect([await setting(folder, 'timeZone'), await setting(folder, 'currency')]).toEqual(['America/Montevideo', 'UYU']);
        const again = await atTerminal(run, { folder, env: {} }, ['init', '--currency', 'ARS'], []);
        expect([again.code, again.err]).toEqual([0, '']);
        expect([await setting(folder, 'timeZone'), await setting(folder, 'currency')]).toEqual(['America/Montevideo', 'ARS']);
    });
    test('asks nothing where a flag cannot be used, or where its folder cannot be', async () => {
        const folder = await openFolder();
        await writeFile(join(folder, 'file'), '');
        for (const [flags, why] of [
            [['--currency', 'pesos'], 'currency: "pesos"'],
            [['--dir', 'file/x'], 'cannot be made'],
        ]) {
            const refused = await atTerminal(run, { folder, env: {} }, ['init', ...flags], []);
            expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(why) });
        }
    });
    test('names both databases where the configuration says another than was asked for', async () => {
        const folder = await openFolder();
        const init = (...flags) => ispcube(folder, {}, ['init', ...flags]);
        expect((await init('--yes', '--database', 'sqlite:./isp.db')).code).toBe(0);
        expect((await init('--database', './isp.db')).code).toBe(0);
        const other = await init('--database', 'postgres://ispcube:geheim@db/isp', '--currency', 'UYU');
        expect(other.code).toBe(2);
        expect(other.err).toContain(join(folder, 'ispcube.config.ts'));
        expect(other.err).toContain(`sqlite:${join(folder, 'isp.db')}`);
        expect(other.err).toContain('postgres://…@db/isp');
        expect(other.err).not.toContain('geheim');
        expect(await setting(folder, 'currency')).toBe('ARS');
    });
    test('keeps the key, the database and all copies of it out of git', async () => {
        const folder = await openFolder();
        await ispcube(folder, {}, ['init', '--yes']);
        expect(await readFile(join(folder, '.gitignore'), 'utf8')).toContain('*.part');
        await ispcube(folder, {}, ['db', 'backup', 'copy.db']);
        expect((await ispcube(folder, {}, ['db', 'restore', 'copy.db', '--yes'])).code).toBe(0);
        await writeFile(join(folder, 'customers.csv.part'), '');
        execFileSync('git', ['init', '--quiet', folder]);
        const seen = execFileSync('git', ['-C', folder, 'ls-files', '--others', '--exclude-standard'], { encoding: 'utf8' });
        expect(seen.trim().split('\n').sort()).toEqual(['.gitignore', 'ispcube.config.ts']);
    });
});
