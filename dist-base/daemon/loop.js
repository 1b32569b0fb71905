// A loop that never overlaps itself: one turn at a time, at its own pace, woken early when something happened meanwhile. A turn
// that fails is logged and tried again after the pause; a loop never dies of a turn.
export function startLoop(plan) {
    let timer = null;
    let running = null;
    let again = false;
    let closed = false;
    let okAt = null;
    let aliveAt = clock();
    const alive = () => void (aliveAt = clock());
    const begin = () => {
        if (closed || running) {
            again = true;
            return;
        }
        if (timer)
            clearTimeout(timer);
        timer = null;
        again = false;
        running = turn().finally(() => {
            running = null;
            if (closed)
                return;
            if (again)
                setImmediate(begin);
            else
                timer = setTimeout(begin, plan.everyMs);
        });
    };
    const turn = async () => {
        try {
            await plan.turn(alive);
            okAt = clock();
        }
        catch (err) {
            plan.log.error({ err, loop: plan.name }, 'loop turn failed');
        }
        alive();
    };
    setImmediate(begin);
    return {
        wake: begin,
        lastOkAt: () => okAt,
        aliveAt: () => aliveAt,
        async close() {
            closed = true;
            if (timer)
                clearTimeout(timer);
            await running;
        },
    };
}
/** Of the process: setting the machine's clock makes no loop look stuck. */
const clock = () => performance.timeOrigin + performance.now();
