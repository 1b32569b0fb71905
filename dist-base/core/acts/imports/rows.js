// From records of a file to rows of values: the header is matched with the columns that are known, each value is read by its
// column. What does not fit is complained of, and its row left out.
import { Fault } from '../../fault.js';
import { shown } from './complaints.js';
/** Every mistake of a header at once: what is not known, is there twice, or is missing. */
export function readHeader(file, columns, names) {
    const quoted = (some) => some.map((name) => `"${shown(name)}"`).join(', ');
    const wrong = [];
    const unknown = names.filter((name) => name !== '' && !Object.hasOwn(columns, name));
    const twice = names.filter((name, index) => name !== '' && names.indexOf(name) < index);
    const missing = Object.keys(columns).filter((name) => columns[name]?.isRequired && !names.includes(name));
    if (names.includes(''))
        wrong.push(`column ${names.indexOf('') + 1} has no name`);
    if (unknown.length > 0)
        wrong.push(`unknown column ${quoted(unknown)}`);
    if (twice.length > 0)
        wrong.push(`column ${quoted(twice)} is there twice`);
    if (missing.length > 0)
        wrong.push(`column ${quoted(missing)} is missing`);
    if (wrong.length > 0) {
        const message = `the header of ${file} cannot be used: ${wrong.join('; ')}; known columns are ${Object.keys(columns).join(',')}`;
        throw new Fault('input-invalid', message, { file, unknown, missing });
    }
    return names.flatMap((name) => {
        const column = columns[name];
        return column === undefined ? [] : [[name, column]];
    });
}
export function readRow(record, header, complaints) {
    if (record.values.length !== header.length) {
        complaints.row(record.line, `has ${record.values.length} values, the header names ${header.length} columns`);
        return null;
    }
    const values = {};
    let isWhole = true;
    for (let index = 0; index < header.length; index++) {
        const [name, column] = header[index] ?? [];
        if (name === undefined || column === undefined)
            continue;
        const given = record.values[index] ?? '';
        const text = column.isSecret ? given : given.trim();
        const value = text === '' ? column.blank : column.parse(text);
        // Null is what a blank may stand for, and what a text that is not acceptable is read as.
        if (value === undefined || (value === null && text !== '')) {
            complaints.at(record.line, name, column.isSecret ? '…' : given, text === '' ? `${column.expects}, not blank` : column.expects);
            isWhole = false;
        }
        else
            values[name] = value;
    }
    return isWhole ? { line: record.line, values: values } : null;
}
