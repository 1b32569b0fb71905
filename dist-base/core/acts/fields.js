// Values that a person typed into a form or a command, read by the same columns as those of files: one place decides what a
// customer's or a connection's field may be. Every mistake is told at once.
import { Fault } from '../fault.js';
export function readFields(columns, typed) {
    const { values, mistakes } = tryFields(columns, typed);
    if (mistakes.length > 0)
        throw mistaken(mistakes);
    return values;
}
/** What could be read, and what could not: for forms, which show all that is wrong at its field. */
export function tryFields(columns, typed) {
    const values = {};
    const mistakes = [];
    for (const [name, text] of Object.entries(typed)) {
        const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
        if (column === undefined || text === undefined)
            continue;
        const given = column.isSecret ? text : text.trim();
        const value = given === '' ? column.blank : column.parse(given);
        if (value === undefined || (value === null && given !== ''))
            mistakes.push({ column: name, value: column.isSecret ? '…' : given, expects: column.expects, isBlank: given === '' });
        else
            values[name] = value;
    }
    return { values: values, mistakes };
}
export function mistaken(mistakes) {
    const lines = mistakes.map(({ column, value, expects, isBlank }) => isBlank ? `${column} must not be empty; expected ${expects}` : `${column}: "${value}" is not acceptable; expected ${expects}`);
    return new Fault('input-invalid', lines.join('\n'), { columns: mistakes.map(({ column }) => column) });
}
