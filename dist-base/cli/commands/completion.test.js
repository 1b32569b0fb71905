// The completion scripts: what they offer where, read by bash itself and word for word in the other shells.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../../core/settings.js';
import { desks } from '../../fixtures/desk.js';
import { run } from '../run.js';
const { openDesk } = desks(run);
const start = promisify(execFile);
async function script(shell) {
    const desk = await openDesk();
    const { out } = await desk.ispcube('completion', shell);
    return { text: out, file: await desk.file(`completion.${shell}`, out) };
}
const IMPORTS = ['routers', 'plans', 'customers', 'connections', 'documents'];
const KEYS = Object.keys(SETTINGS);
const CHOICES = [
    ['import', IMPORTS],
    ['export', ['customers', 'documents']],
    ['completion', ['bash', 'zsh', 'fish']],
    ['settings get', KEYS],
    ['settings set', KEYS],
];
describe('completion', () => {
    test('bash offers commands, choices and options where they may stand', async () => {
        const { file } = await script('bash');
        await start('bash', ['-n', file]);
        const offered = async (...words) => {
            const line = `source ${file}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ispcube; echo "\${COMPREPLY[@]}"`;
            const { stdout } = await start('bash', ['-c', line, '-', 'ispcube', ...words]);
            return stdout.trim().split(' ');
        };
        expect(await offered('enforce', 'pl')).toEqual(['plan']);
        for (const [words, choices] of CHOICES) {
            expect((await offered(...words.split(' '), '')).filter((word) => !word.startsWith('--'))).toEqual(choices);
        }
        expect(await offered('--config', 'import', 'settings', 'get', 'unb')).toEqual(['unblockThreshold']);
        expect(await offered('--config', '=', 'x.ts', 'import', 'cu')).toEqual(['customers']);
        expect(await offered('import', 'customers', '--d')).toEqual(['--dry-run']);
        expect(await offered('enforce', 'plan', '--router', 'norte', '--ob')).toEqual(['--observe']);
    });
    test('zsh has the same words, and help shows where its script belongs', async () => {
        const { text } = await script('zsh');
        for (const [words, choices] of CHOICES)
            expect(text).toContain(`"${words}") answers="${choices.join(' ')} --`);
        const desk = await openDesk();
        expect((await desk.ispcube('completion', '--help')).out).toContain('$ ispcube completion zsh > ');
    });
    test('fish has the same words, and the value of --config is no command', async () => {
        const { text } = await script('fish');
        for (const [words, choices] of CHOICES)
            for (const choice of choices)
                expect(text).toContain(`complete -c ispcube -f -n 'test (__ispcube_trail) = "${words}"' -a ${choice} `);
        expect(text).toContain('test "$before" != --config');
        expect(text).toContain(`complete -c ispcube -r -n 'test (__ispcube_trail) = ""' -l config `);
    });
});
