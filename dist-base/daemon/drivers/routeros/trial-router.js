// The driver against a simulated router, as most tests of it begin, and an outcome in short. Only tests import it.
import { onTestFinished } from 'vitest';
import { startRouter } from '../../../fixtures/peers/routeros.js';
import { openRouter } from './driver.js';
import { accessTo } from './trial.js';
/** Both end with the test. */
export async function setUp(options = {}, given = {}) {
    const sim = await startRouter({ password: 'secret', ...options });
    const driver = openRouter(accessTo(sim.port, given));
    onTestFinished(async () => {
        await driver.close();
        await sim.close();
    });
    return { sim, driver };
}
export function sum(outcome) {
    if (outcome?.ok === 'sent')
        return [outcome.ok];
    return outcome?.ok ? [outcome.did, outcome.observed] : [outcome?.fault.code, outcome?.observed, outcome?.sent];
}
