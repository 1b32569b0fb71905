// The port by which pages ask where an address is, and who is behind it: Nominatim (OpenStreetMap, or an own one) or Google. The
// host is the one of the configuration and no other; what was typed travels as a parameter. Questions go one after the other, as
// the public Nominatim wants it (one a second), and only a few may wait.
import { getJson } from './get-json.js';
import { google } from './google.js';
import { nominatim } from './nominatim.js';
const WAITING_MOST = 8;
const LONGEST_ADDRESS = 300;
export function makeGeocode({ geocoder, geocoderUrl, geocoderKey }) {
    if (geocoder === 'none')
        return null;
    const lookup = geocoder === 'google' ? google(geocoderUrl, geocoderKey) : nominatim(geocoderUrl, geocoderKey);
    return inTurn(lookup);
}
function inTurn(lookup) {
    let waiting = 0;
    let turn = Promise.resolve();
    let nextAt = 0;
    return async (address, language) => {
        if (waiting >= WAITING_MOST)
            return { ok: false, why: 'busy' };
        waiting++;
        const mine = turn.then(async () => {
            await until(nextAt);
            nextAt = performance.now() + lookup.apartMs;
            return one(lookup, address.slice(0, LONGEST_ADDRESS), language);
        });
        turn = mine;
        return mine.finally(() => waiting--);
    };
}
async function one(lookup, address, language) {
    const answer = await getJson(lookup.url(address, language), language);
    if (!answer.ok)
        return answer;
    return lookup.read(answer.json) ?? { ok: false, why: 'garbled' };
}
const until = (at) => {
    const ms = at - performance.now();
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
};
