// What is wrong with a file: collected row by row and told in one fault, so that somebody who mends a file sees more than the
// first mistake. A complaint names file, line, column and value, and says what was expected.
import { Fault } from '../../fault.js';
/** Complaints that are told in full; the rest are counted. */
const TOLD_MAX = 20;
const SHOWN_MAX = 60;
export function collectComplaints(file) {
    const told = [];
    let count = 0;
    function add(text) {
        if (told.length < TOLD_MAX)
            told.push(text);
        count++;
    }
    return {
        get count() {
            return count;
        },
        at: (line, column, value, expected) => add(`${file}:${line} column "${column}": value "${shown(value)}": expected ${expected}`),
        missing: (line, column, value, called, kind) => add(`${file}:${line} column "${column}": value "${shown(value)}": there is no ${called} "${shown(value)}"; import ${kind} first`),
        row: (line, what) => add(`${file}:${line} ${what}`),
        tell() {
            if (count === 0)
                return;
            const more = count > told.length ? [`and ${count - told.length} more`] : [];
            const message = [...told, ...more, `nothing of ${file} was imported`].join('\n');
            throw new Fault('input-invalid', message, { file, complaints: count });
        },
    };
}
/** On one line, without what would move a terminal's cursor. */
export function shown(value) {
    const plain = value.replaceAll(/\p{Cc}+/gu, ' ');
    return plain.length > SHOWN_MAX ? `${plain.slice(0, SHOWN_MAX)}…` : plain;
}
