// What a command prints. Standard output is data: one JSON document with `--json`, text and tables without; standard error is
// talk: progress, warnings, errors. Colour only where a terminal shows it and NO_COLOR does not forbid it. A reader who goes
// away (`| head`) is no error: `main.ts` sees to that.
export function makeOutput(io, json) {
    const isTerminal = io.stderr.isTTY === true;
    let drawn = false;
    const clear = () => {
        if (drawn)
            io.stderr.write('\r\u001B[K');
        drawn = false;
    };
    return {
        json,
        isTerminal,
        paint: paintFor(!json && io.stdout.hasColors?.() === true),
        answer(value, text) {
            clear();
            io.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : withNewline(text()));
        },
        data(text) {
            clear();
            io.stdout.write(withNewline(text));
        },
        say(text) {
            clear();
            io.stderr.write(withNewline(text));
        },
        progress(text) {
            if (!isTerminal)
                return;
            clear();
            io.stderr.write(printable(text).slice(0, (io.stderr.columns ?? 80) - 1));
            drawn = true;
        },
    };
}
const withNewline = (text) => {
    const shown = printable(text);
    return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`;
};
/**
 * What routers, files and people wrote goes to a terminal: no control character of theirs may move it, recolour it or turn the
 * direction of a line. Our own colours stay.
 */
export const printable = (text) => 
// oxlint-disable-next-line no-control-regex -- they are what is taken out
text.replaceAll(/(\u001B\[(?:1|2|22|3[123]|39)m)|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, (_, ours) => (typeof ours === 'string' ? ours : '\uFFFD'));
function paintFor(on) {
    const code = (open, close) => (text) => on && text !== '' ? `\u001B[${open}m${text}\u001B[${close}m` : text;
    return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39), yellow: code(33, 39) };
}
/** A text table; widths are of what is seen, colours not counted. Without rows it is empty. */
export function table(columns, rows) {
    if (rows.length === 0)
        return '';
    const heads = columns.map((column) => (typeof column === 'string' ? { head: column } : column));
    const texts = rows.map((row) => heads.map((_, index) => String(row[index] ?? '')));
    const widths = heads.map(({ head }, index) => texts.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), widthOf(head)));
    const line = (cells) => cells
        .map((cell, index) => padded(cell, widths[index] ?? 0, heads[index]?.align ?? 'left'))
        .join('  ')
        .trimEnd();
    return [line(heads.map(({ head }) => head)), ...texts.map(line)].join('\n');
}
function padded(cell, width, align) {
    const fill = ' '.repeat(Math.max(0, width - widthOf(cell)));
    return align === 'right' ? fill + cell : cell + fill;
}
// oxlint-disable-next-line no-control-regex -- colours begin with the escape character
const COLOURS = /\u001B\[\d+m/g;
const widthOf = (text) => [...text.replaceAll(COLOURS, '')].length;
/** `3 connections`, `1 connection`. */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
