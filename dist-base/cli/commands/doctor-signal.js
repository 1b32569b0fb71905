// What `ispcube doctor` asks of the signal: can CPEs be asked at all, and does somebody have to look at them?
import { openAccesses } from '../../core/acts/cpe-accesses.js';
import { settingOf } from '../../core/settings.js';
import { ubiquitiInService } from '../../core/store/cpes.js';
import { storedSettings } from '../../core/store/settings.js';
import { counted } from '../output.js';
import { signalView } from '../signal-feed.js';
export async function signalFinding(wired) {
    const { db, deps, config } = wired;
    const told = (ok, detail) => ({ name: 'signal', ok, detail });
    const settings = await storedSettings(db);
    if (!settingOf(settings, 'cpe.enabled'))
        return told(true, 'not read (cpe.enabled is false)');
    const { credentials, cpes: snmp } = await openAccesses(db, deps.seal, config.limits);
    const ubiquiti = await ubiquitiInService(db);
    if (ubiquiti > 0 && credentials.length === 0 && snmp === null)
        return told(false, `${counted(ubiquiti, 'Ubiquiti CPE')} and nothing to ask them with: ispcube cpe password add USER, or ispcube cpe snmp set`);
    const { asked, heard, warnings } = await signalView(wired);
    const [first] = warnings;
    if (first !== undefined)
        return told(false, first);
    return told(true, asked === 0 ? 'no CPE was asked yet' : `${heard} of ${counted(asked, 'CPE')} were heard at the last try`);
}
