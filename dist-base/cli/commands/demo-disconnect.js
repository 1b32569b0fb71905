// The demo's NAS that asks RADIUS: a customer of it is online, is cut, and loses his session. The NAS says so at once; done it is
// when accounting has told it.
import { addCustomer } from '../../core/acts/customers.js';
import { cutByHand } from '../../core/acts/deeds.js';
import { saveConnection, saveRouter } from '../../core/acts/network.js';
import { followOrders } from '../../daemon/enforce/follow.js';
import { startCarrier } from '../../daemon/index.js';
import { Radius } from '../../daemon/radius/index.js';
import { startNasIncoming } from '../../fixtures/peers/nas-incoming.js';
const ROUTER = 'nas-1';
const CODE = '900001';
const USER = 'fibra900001';
export async function cutAtNas(stage, say) {
    const { wired, radiusPort, radiusSecret } = stage;
    const told = () => ({ ...wired.told(), seal: wired.deps.seal });
    const nas = await startNasIncoming({ secret: radiusSecret, accountingPort: radiusPort, nas: '127.0.0.1' });
    stage.incoming = nas;
    const carrier = await startCarrier(wired.deps);
    const radius = new Radius(wired.deps, { sessionsEnded: () => carrier?.dispatcher.nudge() });
    try {
        const router = { driver: 'radius', host: '127.0.0.1', coa_port: String(nas.port), radius_secret: radiusSecret };
        await saveRouter(wired.db, { name: ROUTER, typed: router, isNew: true }, told());
        await addCustomer(wired.db, { code: CODE, typed: { name: 'Fibra del Centro' } }, told());
        await saveConnection(wired.db, { code: CODE, name: 'casa', typed: { kind: 'radius', router: ROUTER, username: USER } }, told());
        await nas.dial({ id: '8f000001', user: USER, address: '10.98.0.1' });
        say(`${USER} is online at ${ROUTER}: session 8f000001`);
        const from = performance.now();
        const { orders } = await cutByHand(wired.db, { code: CODE, comment: 'demo' }, wired.told());
        carrier?.dispatcher.nudge();
        const { done } = await followOrders(wired.db, orders, { deadlineMs: 5_000, everyMs: 2 });
        const [order] = done;
        if (order === undefined) {
            say('its session was not ended in time; the order waits');
            return null;
        }
        const cut = { customer: CODE, router: ROUTER, tookMs: Math.round(performance.now() - from), proof: order.proof ?? '' };
        say(`${CODE} is cut after ${cut.tookMs} ms; accounting says: ${cut.proof}`);
        return cut;
    }
    finally {
        await carrier?.close();
        await radius.close();
    }
}
