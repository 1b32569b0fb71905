// What one command told of a CPE, and how several are made one reading: what an earlier one gives counts, a later one fills
// the gaps. A link that any of them denies is none: airOS goes on printing the signal of a link that is gone, and a figure
// of an hour ago looks like one of now.
import { readingOf } from '../../../core/rules/signal.js';
export const NOTHING = readingOf('ssh', {});
/** What is left of a reading without a link: what the device is, not how it hears. */
export function withoutLink(reading) {
    const { uptimeS, firmware, device, ssid } = reading;
    return { ...NOTHING, uptimeS, firmware, device, ssid };
}
export function settle(told) {
    const all = told.map(({ reading }) => reading).reduce(fill, NOTHING);
    if (!told.every(({ isStation, isLinked }) => isStation && isLinked))
        return withoutLink(all);
    // The AC series has no CCQ; where a firmware prints one all the same it means nothing.
    return told.some(({ isAc }) => isAc) ? { ...all, ccqPct: null } : all;
}
function fill(one, other) {
    const filled = { ...other };
    for (const [key, value] of Object.entries(one))
        if (value !== null)
            filled[key] = value;
    return filled;
}
