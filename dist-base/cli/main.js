#!/usr/bin/env node
// The `ispcube` command: hands the process to `run` and ends with its exit code. The only signal handlers and the only
// process.exit stand here. The first signal asks to end, the second ends at once.
import { run } from './run.js';
// Backups, exports and logs hold what is nobody else's business on this machine.
process.umask(0o077);
/** 128 + the number of the signal, as shells have it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const CLOSE_MS = 10_000;
let isPolite = false;
const asked = new Promise((resolve) => {
    for (const [signal, code] of Object.entries(SIGNALS)) {
        process.on(signal, () => {
            // Whoever does not listen may be ended anywhere: nothing depends on a polite end.
            if (!isPolite)
                process.exit(code);
            isPolite = false;
            resolve();
            setTimeout(() => process.exit(code), CLOSE_MS).unref();
        });
    }
});
// A reader who has seen enough (`| head`) closes the pipe: what was begun is finished, nothing more is written.
for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
        if (error.code !== 'EPIPE')
            throw error;
    });
}
const code = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    untilStop() {
        isPolite = true;
        return asked;
    },
});
for (const stream of [process.stdout, process.stderr]) {
    if (!stream.writableEnded && !stream.destroyed)
        await new Promise((resolve) => stream.write('', resolve));
}
process.exit(code);
