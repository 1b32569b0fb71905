// Where the log goes: for the daemon to standard error (JSON lines for machines, readable ones on a terminal) or to the
// configured file; for other commands to that file only. Secrets are struck out by name wherever they stand.
import { resolve } from 'node:path';
const SECRET = [
    'password',
    'secret',
    'secretKey',
    'passwordSealed',
    'radiusSecretSealed',
    'access.password',
    '*.password',
    '*.secret',
];
const SILENT = {
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    close: async () => undefined,
};
export async function makeLog(loaded, io, toStderr) {
    const { level, file } = loaded.config.log;
    if (level === 'silent' || (file === null && !toStderr))
        return SILENT;
    const { pino } = await import('pino');
    const options = {
        level,
        base: null,
        redact: SECRET,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
    };
    if (file === null) {
        const write = io.stderr.isTTY ? (line) => io.stderr.write(readable(line)) : (line) => io.stderr.write(line);
        return { log: pino(options, { write }), close: async () => undefined };
    }
    const destination = pino.destination({ dest: resolve(loaded.folder, file), sync: true, mkdir: true });
    return {
        log: pino(options, destination),
        async close() {
            destination.flushSync();
            destination.end();
        },
    };
}
/** `06:00:02 info  control done  run=7 orders=42` */
function readable(line) {
    const { time, level, msg, err, ...facts } = JSON.parse(line);
    const clock = new Date(String(time)).toTimeString().slice(0, 8);
    const words = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    const error = typeof err === 'object' && err !== null && 'message' in err ? [String(err.message)] : [];
    return `${clock} ${String(level).padEnd(5)} ${[String(msg), ...words, ...error].join('  ')}\n`;
}
