// Asks one of our own web servers whether it is it that answers on its port: another program may have it, or nothing runs.
const ANSWER_MS = 3_000;
/** Null where nobody answers. `listen` as it is configured: a wildcard address is asked on this machine. */
export async function askPage(listen, path) {
    const address = listen.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:');
    try {
        const answer = await fetch(`http://${address}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) });
        return { type: answer.headers.get('content-type') ?? '', text: await answer.text() };
    }
    catch {
        return null;
    }
}
