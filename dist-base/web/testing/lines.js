// Something to draw: readings and traffic of the first connections, a plan with a promotion, a password for CPEs.
import { addCredential } from '../../core/acts/cpe-accesses.js';
import { saveConnection } from '../../core/acts/network.js';
import { addPromotion, savePlan } from '../../core/acts/plans.js';
import { recordHeard } from '../../core/acts/visits.js';
import { readingOf } from '../../core/rules/signal.js';
import { cpesAfter } from '../../core/store/cpes.js';
import { addTraffic, loginsOf } from '../../core/store/sessions.js';
const STEP_MS = 300_000;
export async function hearLines({ db, now, seal }) {
    const told = { now, by: 'test', seal };
    await addCredential(db, { username: 'ubnt', password: 'clave' }, told);
    const [first] = await cpesAfter(db, 0, 1);
    const { customerCode: code = '', name = '' } = first ?? {};
    await saveConnection(db, { code, name, typed: { cpe_vendor: 'ubiquiti', username: 'ana' } }, told);
    const [line] = await cpesAfter(db, 0, 1);
    const [login] = await loginsOf(db, [{ name: 'ana', mac: null }], now);
    if (line === undefined || login === undefined)
        throw new Error('nobody has a line');
    for (let step = 24; step > 0; step--) {
        const figures = { signalDbm: -60 - (step % 20), noiseDbm: -95, ccqPct: 90 - step, qualityPct: 80, device: 'NanoStation M5' };
        const visit = { ok: true, reading: readingOf('ssh', figures), credential: null, hostKey: null };
        await recordHeard(db, [{ line, at: now - step * STEP_MS, visit }], { retrySlowMs: 3_600_000 });
        const at = now - (now % STEP_MS) - step * STEP_MS;
        await addTraffic(db, [{ at, loginId: login.id, downOctets: 90_000_000 + step * 9_000_000, upOctets: 9_000_000 }]);
    }
    const typed = { name: 'Hogar 50', price: '18500', down_mbps: '50', up_mbps: '10', in_portal: 'yes' };
    const planId = await savePlan(db, { id: null, typed }, told);
    const offer = { detail: 'half price', from: '2026-11-01', to: '2026-12-31', price: '9250' };
    await addPromotion(db, { planId, askId: 'half', typed: offer }, told);
}
