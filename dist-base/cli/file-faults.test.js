// Paths that somebody named and that cannot be, through the commands that read and write them.
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../fixtures/database.js';
import { desks } from '../fixtures/desk.js';
import { fileFault } from './file-faults.js';
import { run } from './run.js';
const { openDesk, openShop, router } = desks(run);
describe('a path that cannot be', () => {
    test('is wrong input that says why, to write and to read', async () => {
        const desk = await openShop(await router());
        const file = await desk.file('file', '');
        await mkdir(join(desk.folder, 'folder.csv'));
        for (const [argv, why] of [
            [['export', 'customers', 'none/c.csv'], 'cannot be written: there is no folder'],
            [['export', 'customers', 'file/c.csv'], 'cannot be written: a part of this path is a file'],
            [['export', 'customers', 'folder.csv'], 'cannot be written: it is a folder'],
            [['db', 'backup', 'none/b.db'], 'cannot be written: there is no folder'],
            [['db', 'backup', 'file/b.db'], 'cannot be written: a part of this path is a file'],
            [['init', '--yes', '--dir', 'file/x'], 'cannot be made: a part of this path is a file'],
            [['init', '--yes', '--dir', 'file'], 'cannot be made: there is a file of this name'],
            [['import', 'customers', 'none.csv'], 'there is no file'],
            [['import', 'customers', 'folder.csv'], 'cannot be read: it is a folder'],
            [['import', 'customers', 'file/c.csv'], 'cannot be read: a part of this path is a file'],
        ]) {
            const { code, err } = await desk.ispcube(...argv);
            expect([code, err], argv.join(' ')).toEqual([2, expect.stringContaining(why)]);
            expect(err).not.toContain('unexpected');
        }
        expect((await readdir(desk.folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
        expect(await readFile(file, 'utf8')).toBe('\n');
    });
    test.each(['EACCES', 'EPERM', 'EROFS'])('%s is a fault of the path, a full disk is not', (code) => {
        const refused = (of) => fileFault(Object.assign(new Error('no'), { code: of }), '/srv/x', 'written');
        expect(refused(code)).toMatchObject({
            code: 'input-invalid',
            message: expect.stringMatching(/^\/srv\/x cannot be written: /),
        });
        expect(refused('ENOSPC')).toMatchObject({ code: 'ENOSPC' });
    });
});
eachDatabase('a copy', (open) => {
    test('is its owner’s alone, takes no other name, and what is no copy is not put back', async () => {
        const { url } = await open({ file: true });
        const desk = await openDesk({ ISPCUBE_DATABASE_URL: url });
        expect((await desk.ispcube('db', 'backup', 'none/copy')).code).toBe(2);
        const made = await desk.ispcube('db', 'backup', 'copy');
        expect(made.code, made.err).toBe(0);
        expect((await stat(join(desk.folder, 'copy'))).mode & 0o777).toBe(0o600);
        expect((await desk.ispcube('db', 'backup', 'copy')).err).toContain('is there already');
        await desk.file('junk', 'not a database');
        expect(await desk.ispcube('db', 'restore', 'junk', '--yes')).toMatchObject({ code: 2, err: expect.stringContaining('junk') });
        const put = await desk.ispcube('db', 'restore', 'copy', '--yes');
        expect(put.code, put.err).toBe(0);
        expect((await readdir(desk.folder)).sort()).toEqual(['copy', 'ispcube.config.ts', 'junk']);
    });
});
