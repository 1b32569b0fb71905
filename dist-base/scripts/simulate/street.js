// The customers of a kill round: debtors who are to be cut, others who have paid and are still cut, and some who have nothing
// to do with it, dealt out to simulated routers. Says at any moment what each router has to hold in the end.
import { addDays } from '../../core/rules/day.js';
import { makeSeal } from '../../core/seal.js';
import { insertRows } from '../../core/store/bulk.js';
import { loadTerms } from '../../core/store/settings.js';
import { startRouterProcess } from '../../fixtures/peers/routeros-process.js';
export const KEY = 'a key of simulations that is thirty-two characters long';
export const LIST = '/ip/firewall/address-list';
const DEBT_CENTS = 500_000;
const PASSWORD = 'secret';
export async function buildStreet(database, plan) {
    const dwellers = Array.from({ length: plan.cuts + plan.restores + plan.bystanders }, (_, index) => {
        const id = index + 1;
        const address = `10.${id >> 16}.${(id >> 8) & 255}.${id & 255}`;
        return {
            id,
            code: String(id).padStart(6, '0'),
            router: index % plan.routers,
            address,
            isCut: index < plan.cuts,
            receipt: null,
        };
    });
    const restored = dwellers.slice(plan.cuts, plan.cuts + plan.restores);
    const routers = await startRouterProcess({
        count: plan.routers,
        username: 'api',
        password: PASSWORD,
        latencyMs: plan.latencyMs,
    });
    for (let index = 0; index < plan.routers; index++) {
        const rows = restored
            .filter((one) => one.router === index)
            .map((one) => ({ list: 'ispcube-cut', address: one.address, comment: markOf(one) }));
        await routers.tell(index, { add: { menu: LIST, rows } });
    }
    await writeRows(database, dwellers, new Set(restored), routers.ports);
    return { dwellers, routers };
}
export const markOf = (one) => `ispcube:${one.code}:${one.id}`;
const CUSTOMER = ['code', 'name', 'created_at', 'balance_cents'];
const CONNECTION = ['customer_id', 'name', 'kind', 'router_id', 'ip', 'in_service', 'was_in_service'];
const PLACE = ['connection_id', 'router_id', 'kind', 'address', 'observed', 'cut_sent'];
const DOCUMENT = 'customer_id company kind number issued_on due_on amount_cents imported entered_at entered_by'.split(' ');
const ROUTER = ['name', 'driver', 'host', 'port', 'username', 'password_sealed'];
async function writeRows(database, dwellers, cut, ports) {
    const { zone } = await loadTerms(database.db);
    const dueOn = addDays(zone.dayOf(Date.now()), -30);
    // Whatever the hour: the control of today has passed, and the guard is not what is tried here.
    const settings = [
        ['controlHour', '00:00', 0],
        ['maxCuts', '1000000', 0],
    ];
    const customer = (one) => [one.code, `Cliente ${one.id}`, 0, one.isCut ? DEBT_CENTS : 0];
    const connection = (one) => [one.id, 'casa', 'address-list', one.router + 1, one.address, 1, 1];
    const place = (one) => {
        const seen = cut.has(one) ? ['cut', 1] : ['unknown', 0];
        return [one.id, one.router + 1, 'address-list', one.address, ...seen];
    };
    const invoice = (one) => [one.id, 1, 'FX', `0001-${one.code}`, dueOn, dueOn, DEBT_CENTS, 1, 0, 'simulation'];
    const debtors = dwellers.filter((one) => one.isCut);
    await database.db.transaction().execute(async (tx) => {
        await insertRows(tx, 'settings', ['key', 'value', 'set_at'], settings);
        await insertRows(tx, 'routers', ROUTER, ports.map(routerCells));
        await insertRows(tx, 'customers', CUSTOMER, dwellers.map(customer));
        await insertRows(tx, 'connections', CONNECTION, dwellers.map(connection));
        await insertRows(tx, 'places', PLACE, dwellers.map(place));
        await insertRows(tx, 'documents', DOCUMENT, debtors.map(invoice));
    });
}
function routerCells(port, index) {
    const name = `router-${index + 1}`;
    const sealed = makeSeal(KEY).seal(PASSWORD, { table: 'routers', column: 'password', row: name });
    return [name, 'routeros', '127.0.0.1', port, 'api', sealed];
}
export const debtOf = () => DEBT_CENTS;
