// Cortes: whom a run would cut and why, on any day; starting today's; watching it router by router; the runs there were; undoing one.
import { makeLive } from '../../plugins/live.js';
import { preview } from './preview.js';
import { makePreviews } from './previews.js';
import { runs } from './run.js';
import { makeStarts } from './starts.js';
import { undoing } from './undo.js';
export function page(app, room) {
    let isClosing = false;
    const pause = async () => {
        await new Promise((resolve) => setImmediate(resolve));
        if (isClosing)
            throw new Error('the pages were closed');
    };
    const starts = makeStarts(room.deps, pause);
    app.addHook('preClose', async () => {
        isClosing = true;
        await starts.settled();
    });
    preview(app, room, makePreviews(room.deps, pause), starts);
    runs(app, room, makeLive(app));
    undoing(app, room);
}
