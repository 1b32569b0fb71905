// The signal as a feed of `status` and `top`: how many CPEs were heard at their last try, what keeps the others from it, and whether
// the poll keeps up. Rows alone say it, whichever process polls.
import { settingOf } from '../core/settings.js';
import { countCpes, overdueCpes } from '../core/store/cpes.js';
import { storedSettings } from '../core/store/settings.js';
import { counted } from './output.js';
/** Intervals that a turn may be late before somebody should look. */
const LATE = 3;
export async function signalView({ db, deps }) {
    const settings = await storedSettings(db);
    const enabled = settingOf(settings, 'cpe.enabled');
    const states = new Map((await countCpes(db)).map(({ state, cpes }) => [state, cpes]));
    const heard = states.get('heard') ?? 0;
    const faults = Object.fromEntries([...states].filter(([state]) => state !== 'heard' && state !== 'new'));
    const asked = heard + Object.values(faults).reduce((sum, cpes) => sum + cpes, 0);
    const { due, since } = await overdueCpes(db, deps.now());
    const lateS = since === null ? 0 : Math.max(Math.round((deps.now() - since) / 1000), 0);
    const warnings = [];
    if (enabled && asked > 0 && lateS > LATE * settingOf(settings, 'cpe.everyS'))
        warnings.push(`a CPE has been due for ${lateS} s: does the daemon run? If it does, raise limits.visitsAtOnce`);
    const refusing = (faults['device-login'] ?? 0) + (faults['device-refused'] ?? 0);
    if (enabled && refusing > 0)
        warnings.push(`${counted(refusing, 'CPE')} let nobody in: ispcube cpe list --faults`);
    return { feed: 'signal', enabled, asked, heard, faults, due, lateS, warnings };
}
const FAULTS = {
    'device-unreachable': 'out of reach',
    'device-silent': 'silent',
    'device-login': 'with another password',
    'device-refused': 'refused',
    'device-garbled': 'not understood',
};
export function signalLine({ enabled, asked, heard, faults, due }) {
    if (!enabled)
        return 'signal: not read (cpe.enabled is false)';
    if (asked === 0)
        return 'signal: no CPE was asked yet';
    const others = Object.entries(faults).map(([code, cpes]) => `${cpes} ${FAULTS[code] ?? code}`);
    return [`signal: ${heard} of ${counted(asked, 'CPE')} heard at the last try`, ...others, `${due} due now`].join(', ');
}
