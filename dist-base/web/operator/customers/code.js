// Cambiar código de cliente, and with it bringing a deleted one back: his former code is proposed, unless somebody else has it.
import { recodeCustomer } from '../../../core/acts/customers.js';
import { explainCustomer } from '../../../core/acts/explain.js';
import { tryFields } from '../../../core/acts/fields.js';
import { customerColumns } from '../../../core/acts/imports/customer-columns.js';
import { isFault } from '../../../core/fault.js';
import { isDeleted } from '../../../core/rules/decision.js';
import { customerByCode, customersById } from '../../../core/store/customers.js';
import { told } from '../access.js';
import { idParameter, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
import { customerUrl } from './filter.js';
import { customerFor } from './own.js';
import { customerPage } from './show.js';
const EDIT = { config: { may: 'customers.edit' } };
export function code(app, room) {
    const { deps } = room;
    const { db } = deps;
    const page = customerPage(room);
    async function send(request, reply, customer, more = {}) {
        const story = await explainCustomer(db, customer.code, deps.now());
        const former = customer.formerCode;
        const owner = former === null ? undefined : await customerByCode(db, former);
        const isBack = isDeleted(customer.code);
        const typed = more.typed ?? (isBack && owner === undefined ? (former ?? '') : '');
        return page(request, reply, 'code.eta', { customer, story, isBack, former, owner, typed, mistake: more.mistake ?? null });
    }
    app.get('/clientes/:code/codigo', EDIT, async (request, reply) => send(request, reply, await customerFor(request, db)));
    app.post('/clientes/:code/codigo', EDIT, async (request, reply) => {
        const words = readerOf(request).t.customerOffice.code;
        const typed = typedIn(request.body, 'code', 'id');
        // Sent twice: the first time gave him this code.
        const [known] = await customersById(db, [idParameter.parse(typed.id)]);
        if (known !== undefined && known.code === typed.code)
            return reply.redirect(customerUrl(known.code), 303);
        const customer = await customerFor(request, db);
        const refuse = (mistake) => send(request, reply.code(422), customer, { typed: typed.code, mistake });
        if (typed.code === '')
            return refuse(words.blank);
        if (tryFields(customerColumns, { code: typed.code }).mistakes.length > 0)
            return refuse(words.invalid);
        try {
            const recoded = await recodeCustomer(db, { code: customer.code, to: typed.code }, told(request, deps));
            if (recoded.orders.length > 0)
                deps.nudge();
            request.session.said = recoded.broughtBack ? words.back(recoded.code) : words.done(recoded.before, recoded.code);
            return reply.redirect(customerUrl(recoded.code), 303);
        }
        catch (e) {
            if (!isFault(e) || e.code !== 'record-conflict')
                throw e;
            return refuse(words.taken((await customerByCode(db, typed.code))?.name ?? ''));
        }
    });
}
