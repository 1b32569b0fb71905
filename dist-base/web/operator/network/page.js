// Red: the routers and how they are reached, nodes, plans, and how customers are heard; and what CPEs are asked with.
import { asked } from './asked.js';
import { cpeAccess } from './cpe-access.js';
import { cpes } from './cpes.js';
import { nas } from './nas.js';
import { nodes } from './nodes.js';
import { plans } from './plans.js';
import { promotions } from './promotions.js';
import { routerForm } from './router-form.js';
import { routerTest } from './router-test.js';
export function page(app, room) {
    app.get('/red', { config: { may: 'network.see' } }, (_request, reply) => reply.redirect('/red/nas', 302));
    for (const part of [nas, routerForm, routerTest, cpes, plans, promotions, nodes, cpeAccess, asked])
        part(app, room);
}
