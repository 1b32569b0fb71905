// What was typed and what it changed, as people read it.
import { expect, test } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { run } from './run.js';
const { openDesk, openShop, router } = desks(run);
test('a flag is changed from no to yes, and the log says so too', async () => {
    const desk = await openShop(await router());
    const set = await desk.ispcube('customer', 'set', 'A1', '--free', 'si', '--nickname', 'Anita', '--portal-password', 'geheim');
    expect(set.out).toBe('changed A1:\n  nickname: (nothing) → Anita\n  free: no → yes\n  portalPassword: changed\n');
    const log = await desk.ispcube('customer', 'log', 'A1');
    expect(log.out).toContain('nickname: (nothing) → Anita; free: no → yes; portalPassword: changed');
    expect((await desk.ispcube('router', 'set', 'norte-1', '--tls', 'yes')).out).toContain('\n  tls: no → yes\n');
});
test('a name must not be empty, when it is made and when it is changed', async () => {
    const desk = await openShop(await router());
    for (const deed of [
        ['set', 'A1'],
        ['add', 'B1'],
    ]) {
        const { code, err } = await desk.ispcube('customer', ...deed, '--name', ' ');
        expect([code, err]).toEqual([2, expect.stringContaining('name must not be empty')]);
    }
    expect((await desk.ispcube('customer', 'show', 'A1', '--json')).json.name).toBe('Ana');
});
test('the list of settings says what each may be', async () => {
    const desk = await openDesk();
    const { out } = await desk.ispcube('settings', 'list');
    const { settings } = (await desk.ispcube('settings', 'list', '--json')).json;
    expect(settings.length).toBeGreaterThan(10);
    for (const { key, expects } of settings)
        expect(out, key).toContain(`may be: ${expects}`);
});
