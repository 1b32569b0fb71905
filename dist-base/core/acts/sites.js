// Nodes: where routers stand, and how far they reach.
import { Fault } from '../fault.js';
import { latitude, longitude, required, name, decimal } from './imports/columns.js';
import { changesOf } from './imports/job.js';
import { mistaken, readFields } from './fields.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { deleteSite, insertSite, routersAtSite, siteById, siteNamed, updateSite } from '../store/sites.js';
export const siteColumns = {
    name: required(name),
    lat: latitude,
    lng: longitude,
    radius_km: decimal(0.001, 1000, 'kilometres, more than 0, such as 2.5'),
};
/** Makes a node (`id` null), or changes one. Making the same twice makes one. */
export async function saveSite(db, ask, told) {
    const values = readFields(siteColumns, ask.typed);
    if (values.name === undefined)
        throw mistaken([{ column: 'name', value: '', expects: siteColumns.name.expects, isBlank: true }]);
    const site = { name: values.name, lat: values.lat ?? null, lng: values.lng ?? null, radiusKm: values.radius_km ?? null };
    if ((site.lat === null) !== (site.lng === null))
        throw mistaken([{ column: site.lat === null ? 'lat' : 'lng', value: '', expects: 'both lat and lng, or neither' }]);
    return within(db, async (tx) => {
        const twin = await siteNamed(tx, site.name);
        if (twin !== undefined && twin.id !== ask.id) {
            if (ask.id === null && changesOf(twin, site) === null)
                return twin.id;
            throw new Fault('record-conflict', `there is a node "${site.name}" already`, { site: site.name });
        }
        const before = ask.id === null ? undefined : await requireSite(tx, ask.id);
        const changes = before === undefined ? {} : changesOf(before, site);
        if (changes === null)
            return before?.id ?? 0;
        const id = before?.id ?? (await insertSite(tx, site));
        if (before !== undefined)
            await updateSite(tx, id, site);
        const what = before === undefined ? 'added' : 'edited';
        await addLog(tx, [{ at: told.now, by: told.by, what, about: { kind: 'site', id }, facts: { site: site.name, changes } }]);
        return id;
    });
}
async function requireSite(db, id) {
    const site = await siteById(db, id);
    if (site === undefined)
        throw new Fault('record-missing', 'there is no such node', { site: id });
    return site;
}
/** Refused while routers stand there. */
export async function removeSite(db, id, told) {
    await within(db, async (tx) => {
        const site = await requireSite(tx, id);
        const routers = await routersAtSite(tx, id);
        if (routers.length > 0)
            throw new Fault('record-conflict', `at ${site.name} stand ${routers.join(', ')}; give them another node first`, {
                site: site.name,
            });
        await deleteSite(tx, id);
        await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', about: { kind: 'site', id }, facts: { site: site.name } }]);
    });
}
