// The bytes of files on disk, under names that nobody can make up.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { dropBytes, keepBytes, readBytes } from './files.js';
async function folder() {
    const made = await mkdtemp(join(tmpdir(), 'ispcube-files-'));
    onTestFinished(() => rm(made, { recursive: true }));
    return made;
}
it('keeps bytes whole, hands them out, takes them away', async () => {
    const here = join(await folder(), 'not', 'there', 'yet');
    const { stored, sha256 } = await keepBytes(here, Buffer.from('hola'));
    expect(sha256).toBe('b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79');
    expect((await buffer(await readBytes(here, stored))).toString()).toBe('hola');
    expect((await keepBytes(here, Buffer.from('hola'))).stored).not.toBe(stored);
    await dropBytes(here, stored);
    await dropBytes(here, stored);
    await expect(readBytes(here, stored)).rejects.toMatchObject({ code: 'record-missing' });
});
it('looks for nothing that is not such a name', async () => {
    const here = await folder();
    await writeFile(join(here, 'secret'), 'x');
    for (const name of [
        '../secret',
        'secret',
        '..%2fsecret',
        '/etc/passwd',
        '',
        'a'.repeat(47),
        `${'a'.repeat(48)}/../x`,
        'A'.repeat(48),
    ]) {
        await expect(readBytes(here, name)).rejects.toMatchObject({ code: 'record-missing' });
        await expect(dropBytes(here, name)).rejects.toMatchObject({ code: 'record-missing' });
    }
    expect(await readdir(here)).toEqual(['secret']);
});
it('says where it could not write, and leaves no part of it', async () => {
    const here = await folder();
    await writeFile(join(here, 'taken'), 'x');
    await expect(keepBytes(join(here, 'taken'), Buffer.from('hola'))).rejects.toMatchObject({
        code: 'store-full',
        message: expect.stringContaining('check files.folder'),
    });
    expect(await readdir(here)).toEqual(['taken']);
});
