// The drivers by name, and the one that sends nothing.
import { expect, it } from 'vitest';
import { DRIVERS, openDriver } from './index.js';
import { accessTo, changeTo, inTime, targetOf } from './routeros/trial.js';
it('loads every driver that it names', async () => {
    for (const name of DRIVERS)
        expect(typeof (await openDriver(name)).open).toBe('function');
    expect((await openDriver('routeros')).ways).toEqual(['address-list', 'pppoe', 'dhcp', 'hotspot', 'queue']);
    expect((await openDriver('radius')).ways).toEqual(['radius', 'pppoe', 'hotspot']);
});
it.each(['cisco', '', 'constructor', '__proto__'])('knows no driver %o', async (name) => {
    await expect(openDriver(name)).rejects.toMatchObject({
        code: 'input-invalid',
        message: expect.stringContaining('known are: routeros, radius, ssh, none'),
    });
});
it('claims nothing for a router without a driver', async () => {
    const none = await openDriver('none');
    const driver = none.open(accessTo(1, { name: 'paper' }));
    expect([none.ways, none.rules({ cut: 'a', notice: 'b' })]).toEqual([[], '']);
    expect((await driver.look([targetOf(7)], inTime())).sights).toMatchObject([{ place: 70, observed: 'unknown' }]);
    expect(await driver.apply([changeTo('cut', 7)], inTime())).toMatchObject([
        { order: 700, ok: false, sent: false, observed: 'unknown' },
    ]);
    expect(await driver.test(inTime())).toMatchObject([{ ok: true }]);
    await driver.close();
});
