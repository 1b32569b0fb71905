// What the unit for systemd says twice must be the same in both places: nobody sees a unit fail before it is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Config } from '../core/config.js';
const root = join(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const unit = read('scripts/systemd/ispcube.service');
const said = (key) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
test('the unit starts the program as the benchmarks do', () => {
    const { bin } = JSON.parse(read('package.json'));
    expect(said('ExecStart')).toContain(` ${read('scripts/node-flags').trim()} `);
    expect(said('ExecStart')).toContain(` ${bin.ispcube.replace('./', '/opt/ispcube/')} start `);
});
test('systemd is more patient than the program, and its watchdog than a loop', () => {
    const closeMs = Number(/const CLOSE_MS = ([\d_]+)/.exec(read('cli/main.ts'))?.[1]?.replaceAll('_', ''));
    const patienceMs = Number(/const PATIENCE_MS = ([\d_]+)/.exec(read('daemon/pulse.ts'))?.[1]?.replaceAll('_', ''));
    expect(closeMs).toBeGreaterThan(0);
    expect(Number(said('TimeoutStopSec')) * 1000).toBeGreaterThan(closeMs);
    expect(Number(said('WatchdogSec')) * 1000).toBeGreaterThan(patienceMs);
    expect([said('Type'), said('NotifyAccess'), said('Restart')]).toEqual(['notify', 'all', 'on-failure']);
});
test('the kernel is given what doctor asks for', () => {
    const given = Number(/^net\.core\.rmem_max = (\d+)$/m.exec(read('scripts/systemd/60-ispcube.conf'))?.[1]);
    expect(given).toBeGreaterThanOrEqual(Config.parse({}).radius.bufferBytes / 2);
});
test('the least that is needed: no root, no capability, no write outside its folder', () => {
    expect([said('User'), said('CapabilityBoundingSet'), said('AmbientCapabilities'), said('NoNewPrivileges')]).toEqual([
        ...['ispcube', '', '', 'yes'],
    ]);
    expect([said('ProtectSystem'), said('StateDirectory'), said('LimitNOFILE')]).toEqual(['strict', 'ispcube', '65536']);
    // Systemd is told through a Unix socket, and V8 could not run with this on.
    expect(said('RestrictAddressFamilies').split(' ')).toEqual(expect.arrayContaining(['AF_UNIX', 'AF_INET', 'AF_INET6']));
    expect(said('MemoryDenyWriteExecute')).toBe('no');
});
