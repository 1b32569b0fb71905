// Clientes: the list, what goes out of it, and everything about one of them.
import { find } from './find.js';
import { list } from './list.js';
import { passwords } from './passwords.js';
import { sheets } from './sheets.js';
import { code } from './code.js';
import { connections } from './connections.js';
import { deletion } from './deletion.js';
import { files } from './files.js';
import { form } from './form.js';
import { log } from './log.js';
import { notes } from './notes.js';
import { portalPassword } from './password.js';
import { customer } from './show.js';
import { views } from './views.js';
import { signal } from './signal.js';
import { traffic } from './traffic.js';
export function page(app, room) {
    list(app, room);
    find(app, room);
    views(app, room);
    sheets(app, room);
    passwords(app, room);
    customer(app, room);
    form(app, room);
    connections(app, room);
    code(app, room);
    deletion(app, room);
    portalPassword(app, room);
    notes(app, room);
    log(app, room);
    files(app, room);
    signal(app, room);
    traffic(app, room);
}
