// What is done with a customer at the counter. Each deed is a page of its own, opens beside what one reads where scripts run, and
// ends on a page that shows the receipt of what it ordered.
import { makeLive } from '../../plugins/live.js';
import { customerPage } from '../customers/show.js';
import { adjusting } from './adjust.js';
import { hands } from './hand.js';
import { paying } from './pay.js';
import { promising } from './promise.js';
import { receipts } from './receipt.js';
import { explaining } from './instant.js';
export function page(app, room) {
    const send = customerPage(room);
    paying(app, room, send);
    promising(app, room, send);
    hands(app, room, send);
    adjusting(app, room, send);
    receipts(app, room, send, makeLive(app));
    explaining(app, room, send);
}
