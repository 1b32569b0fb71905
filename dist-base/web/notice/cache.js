// Answers that are kept for a moment, so that the database is asked once for a caller however often his browser comes back.
// Those who ask for the same at the same time share one question; so many at once and no more are asked, and so many answers
// and no more are kept, the oldest leaving first. A question that failed is kept like an answer: a database that is down is
// not asked again for every request.
export function makeCache(limits, now, failed) {
    const kept = new Map();
    let underWay = 0;
    async function asked(ask) {
        underWay++;
        try {
            return await ask();
        }
        catch (err) {
            failed(err);
            return null;
        }
        finally {
            underWay--;
        }
    }
    return {
        async get(key, ask) {
            const at = now();
            const before = kept.get(key);
            // A clock that was set back must not make an answer last.
            if (before !== undefined && Math.abs(at - before.at) < limits.keepMs)
                return before.answer;
            if (underWay >= limits.atOnce)
                return null;
            const answer = asked(ask);
            kept.delete(key);
            kept.set(key, { at, answer });
            for (const oldest of kept.keys()) {
                if (kept.size <= limits.most)
                    break;
                kept.delete(oldest);
            }
            return answer;
        },
    };
}
