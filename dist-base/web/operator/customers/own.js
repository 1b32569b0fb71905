// Whose customers a person may see and act on: everybody's, or, where his role says so, those whose collector he is. Asked at
// every page and form about a customer; one that he may not see looks like one that is not there.
import { Fault } from '../../../core/fault.js';
import { requireCustomer } from '../../../core/store/customers.js';
import { me } from '../access.js';
/** Whose customers he sees alone; null where he sees all. */
export const ownOf = ({ ownCustomers, collector }) => (ownCustomers ? (collector ?? '') : null);
export const collectorOf = (request) => ownOf(me(request));
export async function customerFor(request, db) {
    const { code } = request.params;
    const customer = await requireCustomer(db, code);
    const collector = collectorOf(request);
    if (collector !== null && customer.collector !== collector)
        throw new Fault('record-missing', `there is no customer with the code "${code}"`, { customer: code });
    return customer;
}
