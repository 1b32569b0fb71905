// A person wants a router read now. The row that asks is the router's own; the daemon sweeps it at its next turn, and what it
// finds is mended as after any sweep.
import { Fault } from '../fault.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { routerByName, wantSweep } from '../store/routers.js';
export async function askSweep(db, ask, told) {
    await within(db, async (tx) => {
        const router = await routerByName(tx, ask.name);
        if (!router)
            throw new Fault('record-missing', `there is no router "${ask.name}"`, { router: ask.name });
        if (router.driver === 'none')
            throw new Fault('input-invalid', `nobody speaks to ${ask.name}: its driver is none`, { router: ask.name });
        await wantSweep(tx, router.id, told.now);
        const about = { kind: 'router', id: router.id };
        await addLog(tx, [{ at: told.now, by: told.by, what: 'sweep-asked', about, facts: { router: router.name } }]);
    });
}
