// What a CPE is asked, and what its answer says. One line of shell, so that a visit is one command: log-ins are what costs a
// CPE, and three channels would be three waits. `mca-status` is on all airOS from 5 to 8 in one format; the JSON is asked for
// only where it is missing, since no one name of that command serves both 6 and 8. `wstalist` tells whether the link that the
// status shows is still there, and fills gaps. The last mark proves that the answer is whole: `signal=-6` may be the
// beginning of −64, and no status says by itself where it ends.
import { garbled } from './figure.js';
import { readMcaStatus } from './mca-status.js';
import { readStationList } from './station-list.js';
import { readStatusJson } from './status-json.js';
import { settle } from './told.js';
const STATIONS = '=== ispcube stations ===';
const END = '=== ispcube end ===';
/** Marks stand on lines of their own, whether or not a command ends its last line. */
export const COMMAND = `mca-status || ubntbox status || ubntbox status.cgi; echo; echo "${STATIONS}"; wstalist; echo; echo "${END}"`;
/** The reading in what `COMMAND` printed. Anything but a whole status is `device-garbled`. */
export function readAnswer(answer) {
    const end = markIn(answer, END);
    const middle = markIn(answer, STATIONS);
    if (middle === null || end === null || end.from < middle.to) {
        const isPage = /^\s*</.test(answer);
        throw garbled(isPage ? 'it answered with a page' : answer.trim() === '' ? 'it answered nothing' : 'its answer is not whole');
    }
    return readStatus(answer.slice(0, middle.from), answer.slice(middle.to, end.from));
}
/** The reading in a status, as mca-status or as JSON, and in the output of `wstalist`, empty where there was none. */
export function readStatus(status, stations) {
    const told = readOneStatus(status);
    // An access point's rows are its customers: whatever they are, they are not this CPE.
    if (!told.every(({ isStation }) => isStation) || stations.trim() === '')
        return settle(told);
    const list = stations.slice(Math.max(0, stations.indexOf('['))).trim();
    // A firmware without the command says so in words; a list that begins has to be one.
    return list.startsWith('[') ? settle([...told, readStationList(list)]) : settle(told);
}
/** Both kinds where both came: a firmware may print its status and end with an error. The JSON knows more. */
function readOneStatus(status) {
    if (/^\s*</.test(status))
        throw garbled('it answered with a page');
    // Blanks of one line: over many empty ones the pattern would begin anew at each.
    const brace = /^[ \t]*\{/m.exec(status);
    const text = readMcaStatus(brace === null ? status : status.slice(0, brace.index));
    const told = brace === null ? [] : [readStatusJson(status.slice(brace.index))];
    if (text !== null)
        told.push(text);
    if (told.length === 0)
        throw garbled('it has no status to show: is it an airOS device?');
    return told;
}
function markIn(answer, mark) {
    const found = new RegExp(`^${mark}\\r?\\n`, 'm').exec(answer);
    return found === null ? null : { from: found.index, to: found.index + found[0].length };
}
