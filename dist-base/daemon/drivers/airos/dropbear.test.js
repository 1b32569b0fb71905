// Visits to a real dropbear, the server that airOS has: what it does with our algorithms, with a wrong password and with the
// command as a whole, in a real shell.
import { expect, onTestFinished, test } from 'vitest';
import { DROPBEAR_PASSWORD, DROPBEAR_USER, findDropbear, HOW_TO_GET, startDropbear, } from '../../../fixtures/peers/ssh-dropbear.js';
import { accessTo, inTime, PROGRAMS, WRONG } from './trial.js';
import { probe } from './visit.js';
const found = findDropbear();
const isSkipped = found === null && process.env.CI !== 'true' && process.env.ISPCUBE_NO_SKIP !== '1';
const RIGHT = { id: 1, username: DROPBEAR_USER, password: DROPBEAR_PASSWORD };
async function dropbear(prints = PROGRAMS) {
    if (found === null)
        throw new Error(HOW_TO_GET);
    const started = await startDropbear(found, prints);
    onTestFinished(() => started.close());
    return started;
}
test.skipIf(isSkipped)('a dropbear is visited, with its host key and its reading', async () => {
    const server = await dropbear();
    const access = accessTo(server.port, { credentials: [RIGHT] });
    const visited = await probe(access, inTime());
    expect(visited).toMatchObject({ ok: true, credential: 1, hostKey: server.hostKey, reading: { signalDbm: -64, rxMbps: 104 } });
    expect(await probe({ ...access, hostKey: server.hostKey, isLegacy: true }, inTime())).toEqual(visited);
    await expect.poll(() => server.open).toBe(0);
});
test.skipIf(isSkipped)('it refuses a wrong password and an unknown user, and takes the right one after them', async () => {
    const server = await dropbear();
    const credentials = [{ ...RIGHT, id: 2, password: 'wrong' }, WRONG];
    const refused = await probe(accessTo(server.port, { credentials }), inTime());
    expect(refused).toMatchObject({ ok: false, fault: { code: 'device-login' }, hostKey: server.hostKey });
    expect(await probe(accessTo(server.port, { credentials: [...credentials, RIGHT] }), inTime())).toMatchObject({
        ok: true,
        credential: 1,
    });
});
test.skipIf(isSkipped)('a shell without airOS is told from a status, and a firmware without a station list from none', async () => {
    const nothing = await dropbear({});
    expect(await probe(accessTo(nothing.port, { credentials: [RIGHT] }), inTime())).toMatchObject({
        ok: false,
        fault: { code: 'device-garbled' },
    });
    const { 'mca-status': status } = PROGRAMS;
    const half = await dropbear({ 'mca-status': status });
    expect(await probe(accessTo(half.port, { credentials: [RIGHT] }), inTime())).toMatchObject({
        ok: true,
        reading: { signalDbm: -64, txMbps: null },
    });
});
test.skipIf(isSkipped)('twenty visits at once to one device are all answered or told', async () => {
    const server = await dropbear();
    const visits = await Promise.all(Array.from({ length: 20 }, () => probe(accessTo(server.port, { credentials: [RIGHT], connectMs: 10_000 }), inTime())));
    expect(visits.filter(({ ok }) => ok)).toHaveLength(20);
    await expect.poll(() => server.open).toBe(0);
});
