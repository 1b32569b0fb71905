// What every map begins with, for the script that draws it: where its pictures come from, its words, the office and the nodes.
import { settingOf } from '../../../core/settings.js';
import { listSites } from '../../../core/store/network-imports.js';
import { storedSettings } from '../../../core/store/settings.js';
export async function mapOf({ config, db }, t) {
    const office = settingOf(await storedSettings(db), 'isp.office');
    const { tiles, attribution } = config.map;
    return { tiles, attribution, office: office === 'none' ? null : office, words: { ...t.map.words, states: t.today.states } };
}
export const located = (sites) => sites
    .filter(({ lat, lng }) => lat !== null && lng !== null)
    .map(({ name, lat, lng, radiusKm }) => ({ name, lat, lng, radiusKm }));
/** Nodes that have a place, for maps of one customer. */
export const locatedSites = async (db) => located(await listSites(db));
