// One question to a service outside, bounded in every way: time, size, and no redirect, because that could lead into our own
// network.
const ANSWER_MS = 5_000;
const BYTES_MOST = 256 * 1024;
export async function getJson(url, language) {
    let text;
    try {
        const answer = await fetch(url, {
            redirect: 'manual',
            signal: AbortSignal.timeout(ANSWER_MS),
            headers: { accept: 'application/json', 'accept-language': language, 'user-agent': 'ISPCube' },
        });
        if (!answer.ok) {
            await answer.body?.cancel();
            return { ok: false, why: answer.status >= 500 ? 'silent' : 'refused' };
        }
        text = await bounded(answer);
    }
    catch {
        // Whatever it was, the one who asks can only try again or type: absent host, time-out, half an answer.
        return { ok: false, why: 'silent' };
    }
    if (text === null)
        return { ok: false, why: 'garbled' };
    try {
        return { ok: true, json: JSON.parse(text) };
    }
    catch {
        return { ok: false, why: 'garbled' };
    }
}
/** Null where there is more than anybody needs. */
async function bounded(answer) {
    const parts = [];
    let bytes = 0;
    for await (const part of answer.body ?? []) {
        bytes += part.length;
        if (bytes > BYTES_MOST)
            return null;
        parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
}
