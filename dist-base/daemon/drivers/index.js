// The drivers by name. Each is loaded when the first router of its kind is worked on, so that a provider pays for the
// protocols he uses; none knows another. The rooms of the daemon that may name them are the threads.
import { Fault } from '../../core/fault.js';
const LOADERS = {
    routeros: async () => (await import('./routeros/driver.js')).entry,
    radius: async () => (await import('./radius/driver.js')).entry,
    ssh: async () => (await import('./ssh/driver.js')).entry,
    none: async () => (await import('./none/driver.js')).entry,
};
/** The names that a router may give as its driver. */
export const DRIVERS = Object.keys(LOADERS);
/** Loads a driver. An unknown name is a fault of who configured it: `input-invalid`. */
export async function openDriver(name) {
    const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
    if (load === undefined)
        throw new Fault('input-invalid', `there is no driver "${name}"; known are: ${DRIVERS.join(', ')}`, { driver: name });
    return load();
}
export async function openProbes() {
    const [{ probe }, { openSnmp }] = await Promise.all([import('./airos/visit.js'), import('./snmp/probe.js')]);
    const snmp = openSnmp();
    return {
        async visit(access, signal) {
            if (access.snmp === null)
                return probe(access, signal);
            const visit = await snmp.readCpe(access, signal);
            return visit.ok || access.credentials.length === 0 ? visit : probe(access, signal);
        },
        table: (access, macs, signal) => snmp.readTable(access, macs, signal),
        close: () => snmp.close(),
    };
}
