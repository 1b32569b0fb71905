// Eliminar deletes nothing: the page says what it does do, to how many connections, before a button does it.
import { deleteCustomer } from '../../../core/acts/customers.js';
import { explainCustomer } from '../../../core/acts/explain.js';
import { Fault } from '../../../core/fault.js';
import { isDeleted } from '../../../core/rules/decision.js';
import { cents } from '../../../core/rules/money.js';
import { connectionsOf } from '../../../core/store/connections.js';
import { formerlyCalled } from '../../../core/store/customer-edits.js';
import { customerByCode } from '../../../core/store/customers.js';
import { formatMoney } from '../../text/format.js';
import { told } from '../access.js';
import { COMMENT_MOST, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
import { customerUrl } from './filter.js';
import { customerFor } from './own.js';
import { customerPage } from './show.js';
const DELETE = { config: { may: 'customers.delete' } };
export function deletion(app, room) {
    const { deps } = room;
    const { db } = deps;
    const page = customerPage(room);
    async function send(request, reply, customer, more = {}) {
        const { text, t } = readerOf(request);
        if (isDeleted(customer.code))
            throw new Fault('record-conflict', t.customerOffice.deletion.already, { customer: customer.code });
        const story = await explainCustomer(db, customer.code, deps.now());
        const count = (await connectionsOf(db, customer.id)).filter(({ inService }) => inService === 1).length;
        const amount = formatMoney(text, cents(Math.abs(customer.balanceCents)), story.terms.currency);
        return page(request, reply, 'deletion.eta', { customer, story, count, amount, comment: '', mistake: null, ...more });
    }
    app.get('/clientes/:code/eliminar', DELETE, async (request, reply) => send(request, reply, await customerFor(request, db)));
    app.post('/clientes/:code/eliminar', DELETE, async (request, reply) => {
        const words = readerOf(request).t.customerOffice.deletion;
        const { code } = request.params;
        // Sent twice: the first time took the code away.
        const gone = (await customerByCode(db, code)) === undefined ? await formerlyCalled(db, code) : undefined;
        if (gone !== undefined)
            return reply.redirect(customerUrl(gone.code), 303);
        const customer = await customerFor(request, db);
        const { comment } = typedIn(request.body, 'comment');
        if (comment.length > COMMENT_MOST)
            return send(request, reply.code(422), customer, { comment, mistake: words.commentLong });
        const deleted = await deleteCustomer(db, { code: customer.code, comment: comment || undefined }, told(request, deps));
        if (deleted.orders.length > 0)
            deps.nudge();
        request.session.said = words.done(deleted.formerCode, deleted.code);
        return reply.redirect(customerUrl(deleted.code), 303);
    });
}
