// *Reconstrucción de saldos*: the stored balance is a cache of Σ documents. Rebuilding reports every difference it finds and
// writes the true one.
import { balanceDifferences, storeBalance } from '../store/balances.js';
import { addLog } from '../store/log.js';
/** Of these customers, or of all. Returns what was wrong. */
export async function rebuildBalances(tx, customerIds, told) {
    const found = [];
    if (customerIds === undefined)
        found.push(...(await balanceDifferences(tx)));
    else
        for (let start = 0; start < customerIds.length; start += 1000)
            found.push(...(await balanceDifferences(tx, customerIds.slice(start, start + 1000))));
    for (const one of found)
        await storeBalance(tx, one.customerId, one.rebuiltCents);
    const facts = (one) => ({ storedCents: one.storedCents, rebuiltCents: one.rebuiltCents });
    await addLog(tx, found.map((one) => ({ at: told.now, by: told.by, what: 'balance-rebuilt', customerId: one.customerId, facts: facts(one) })));
    return found;
}
