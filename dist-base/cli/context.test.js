// Questions at a terminal: what is asked, what is taken for an answer, and what ends the command instead of one.
import { describe, expect, test } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { atTerminal, CTRL_C } from '../fixtures/terminal.js';
import { run } from './run.js';
const { openDesk, openFolder, openShop, router } = desks(run);
const INTERRUPTED = { error: { code: 'interrupted', message: 'ended at a question; nothing was done' } };
describe('Ctrl-C at a question', () => {
    test('ends init, and a password, with 130, and with --json by a document', async () => {
        const empty = { folder: await openFolder(), env: {} };
        const init = await atTerminal(run, empty, ['init', '--json'], [['Database', CTRL_C]]);
        expect([init.code, init.json]).toEqual([130, INTERRUPTED]);
        const add = ['router', 'add', 'norte-1', '--driver', 'routeros', '--host', '10.0.0.1', '--ask-password'];
        const password = [['password of norte-1: ', CTRL_C]];
        const desk = await openDesk();
        const asked = await atTerminal(run, desk, add, password);
        expect([asked.code, asked.out]).toEqual([130, '']);
        expect((await atTerminal(run, desk, [...add, '--json'], password)).json).toEqual(INTERRUPTED);
        expect((await desk.ispcube('router', 'list', '--json')).json.routers).toEqual([]);
    });
    test('leaves a promise and a database as they are', async () => {
        const desk = await openShop(await router());
        await desk.ispcube('promise', 'add', 'A1', '2026-11-20', '--at', '2026-11-12T10:00');
        const argv = ['restore', 'A1', '--at', '2026-11-12T10:01'];
        const restore = await atTerminal(run, desk, argv, [['A1 has a promise for 2026-11-20', CTRL_C]]);
        expect(restore.code).toBe(130);
        await desk.ispcube('db', 'backup', 'copy.db');
        const put = await atTerminal(run, desk, ['db', 'restore', 'copy.db', '--json'], [['in the place of', CTRL_C]]);
        expect([put.code, put.json]).toEqual([130, INTERRUPTED]);
    });
});
describe('a restore', () => {
    test('asks only about what can be put back, and takes yes in two languages', async () => {
        const desk = await openShop(await router());
        await desk.ispcube('db', 'backup', 'copy.db');
        await desk.file('junk.db', 'not a database');
        const restore = (file, ...answers) => atTerminal(run, desk, ['db', 'restore', file], answers.map((answer) => ['(yes) ', answer]));
        for (const wrong of ['none.db', 'junk.db', '.']) {
            const refused = await restore(wrong);
            expect([refused.code, refused.err.includes('?')], refused.err).toEqual([2, false]);
        }
        expect(await restore('copy.db', 'no')).toMatchObject({ code: 2, err: expect.stringContaining('nothing was restored') });
        for (const yes of ['Yes', 'sí', 'si'])
            expect((await restore('copy.db', yes)).code, yes).toBe(0);
    });
});
